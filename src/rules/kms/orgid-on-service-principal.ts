import { asCode, asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { addTest, anyoneIn, hasEffect, needsKey, operationsOf, principalsOf, testsOf, testsOn } from '../facts';

export const orgidOnServicePrincipal: Rule = {
  code: 'orgid-on-service-principal',
  severity: 'warning',
  summary: 'The Deny for other organizations also hits AWS services',
  why: 'Service principals belong to no organization: aws:PrincipalOrgID is absent from their requests, and a negated operator is true when its key is absent. A Deny for everyone outside the organization therefore also denies the services that this policy lets in. Exempt them with aws:PrincipalIsAWSService.',
  source:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid',
  kinds: ['key'],
  check(policy, report) {
    const services = policy.statements
      .filter(s => hasEffect(s, 'Allow'))
      .flatMap(s =>
        principalsOf(s)
          .filter(p => p.type === 'Service')
          .map(p => ({ ...p, actions: operationsOf(s).actions })),
      );
    if (services.length === 0) {
      return;
    }
    for (const statement of policy.statements) {
      if (!hasEffect(statement, 'Deny') || anyoneIn(statement) === undefined || isExempt(statement)) {
        continue;
      }
      const test = testsOn(statement, 'aws:principalorgid', 'aws:principalorgpaths', 'aws:principalaccount').find(
        t => t.negated,
      );
      const denied = operationsOf(statement).actions;
      const hit = services.find(s => [...s.actions].some(a => denied.has(a)));
      if (test === undefined || hit === undefined) {
        continue;
      }
      report({
        at: test.key.key,
        message: message(
          'Service principals have no {key}, so this Deny also hits {service}, which the policy lets in.',
          { key: asName(test.key.name), service: asCode(hit.string.value) },
        ),
        related: [
          { offset: hit.string.offset, length: hit.string.length, message: message('The service that is let in') },
        ],
        fixes: [
          {
            title: message('Exempt AWS services: adds aws:PrincipalIsAWSService'),
            changes: addTest(statement, {
              operator: 'BoolIfExists',
              key: 'aws:PrincipalIsAWSService',
              value: 'false',
            }),
            effect: 'widens',
          },
        ],
      });
    }
  },
  wrong: [
    keyPolicy(`{"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "kms:GenerateDataKey*", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}},
  {"Effect": "Deny", "Principal": "*", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringNotEquals": {«"aws:PrincipalOrgID"»: "o-a1b2c3d4e5"}}}`),
  ],
  right: [
    keyPolicy(`{"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "kms:GenerateDataKey*", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}},
  {"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}}`),
    keyPolicy(
      '{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}',
    ),
  ],
};

// Another test already leaves services out, or asks for something that a service's request does not have.
function isExempt(statement: Parameters<typeof testsOf>[0]): boolean {
  return testsOf(statement).some(
    t =>
      t.lower === 'aws:principalisawsservice' ||
      t.lower.startsWith('aws:principalservicename') ||
      (needsKey(t) && /^(aws:principal(orgid|orgpaths|tag\/.*|arn)|kms:(viaservice|calleraccount))$/.test(t.lower)),
  );
}
