import { setValue } from '../../policy';
import { asCode, message } from '../../text/message';
import { kmsOperation } from '../../reference';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { addTest, anyoneIn, hasEffect, isAdministrative, isReadOnly, needsKey, operationsOf, testsOf } from '../facts';

export const denyStringnotequalsViaservice: Rule = {
  code: 'deny-stringnotequals-viaservice',
  severity: 'warning',
  summary: 'The Deny also hits every direct call, administrators included',
  why: 'kms:ViaService is absent from direct calls, and a negated operator is true when its key is absent. A Deny unless through a service therefore denies every direct call: console, CLI, administrators. Deny cryptographic operations only, or deny only where kms:ViaService is present.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
  kinds: ['key'],
  check(policy, report) {
    for (const statement of policy.statements) {
      if (
        !hasEffect(statement, 'Deny') ||
        (anyoneIn(statement) === undefined && statement.notPrincipal === undefined)
      ) {
        continue;
      }
      const test = testsOf(statement).find(t => t.lower === 'kms:viaservice' && t.negated);
      const administrative = [...operationsOf(statement).actions]
        .filter(a => isAdministrative(a) || isReadOnly(a))
        .filter(a => a !== 'kms:DescribeKey' && kmsOperation(a)?.policyType === 'key policy');
      const narrowed =
        testsOf(statement).some(
          t => t !== test && needsKey(t) && (t.lower === 'kms:viaservice' || t.lower.startsWith('aws:principal')),
        ) || testsOf(statement).some(t => /^aws:(principalarn|userid)$/.test(t.lower));
      if (test === undefined || narrowed || administrative.length === 0) {
        continue;
      }
      const { action } = statement;
      report({
        at: test.key.key,
        message: message(
          'Direct calls have no kms:ViaService, so this also denies them {action} and {count} more: administrators are locked out.',
          {
            action: asCode(
              administrative.includes('kms:PutKeyPolicy') ? 'kms:PutKeyPolicy' : (administrative[0] ?? ''),
            ),
            count: administrative.length - 1,
          },
        ),
        fixes: [
          {
            title: message('Deny only where kms:ViaService is present: adds a Null test'),
            changes: addTest(statement, { operator: 'Null', key: 'kms:ViaService', value: 'false' }),
            effect: 'widens',
          },
          ...(action?.node === undefined
            ? []
            : [
                {
                  title: message('Deny cryptographic operations only'),
                  changes: [
                    setValue(action.node, ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*']),
                  ],
                  effect: 'widens' as const,
                },
              ]),
        ],
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"StringNotEquals": {«"kms:ViaService"»: "s3.eu-west-1.amazonaws.com"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": "*", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringNotEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}}',
    ),
    keyPolicy(
      '{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"StringNotEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}, "Null": {"kms:ViaService": "false"}}}',
    ),
  ],
};
