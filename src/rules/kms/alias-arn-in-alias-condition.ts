import { setValue } from '../../policy';
import { asName, message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { keyArnIn, testsOn, effectOfRepair } from '../facts';

export const aliasArnInAliasCondition: Rule = {
  code: 'alias-arn-in-alias-condition',
  severity: 'error',
  summary: 'An alias is tested by its name',
  why: 'The values of kms:RequestAlias and kms:ResourceAliases are alias names with the prefix alias/, such as alias/app. An alias ARN, or the name without the prefix, never matches.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-request-alias',
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const test of testsOn(statement, 'kms:requestalias', 'kms:resourcealiases')) {
        if (test.family === 'Null') {
          continue;
        }
        for (const string of test.key.value.strings) {
          const name = string.known ? nameIn(string.value) : (keyArnIn(string)?.alias ?? string.value);
          if (name === string.value) {
            continue;
          }
          report({
            at: string,
            message: message('{key} holds alias names such as alias/app: this value never matches.', {
              key: asName(test.key.name),
            }),
            // A name that a template completes would have to be written as the template writes it.
            fixes: name.includes('\uE000')
              ? []
              : [
                  {
                    title: message('Change to {name}', { name: asName(name) }),
                    changes: [setValue(string.node, name)],
                    effect: effectOfRepair(test),
                  },
                ],
          });
        }
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:RequestAlias": [«"arn:aws:kms:eu-west-1:111122223333:alias/app"», «"app"»]}}}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "arn:aws:kms:eu-west-1:111122223333:key/*", "Condition": {"ForAnyValue:StringLike": {"kms:ResourceAliases": «"arn:aws:kms:*:111122223333:alias/app-*"»}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringLike": {"kms:RequestAlias": ["alias/app", "*", "${aws:PrincipalTag/alias}", "alias/<name>"]}}}',
      {
        besides: [
          'redundant-key-due-to-wildcard-in-condition',
          'equivalent-to-null-false',
          'variable-usage-too-permissive',
        ],
      },
    ),
  ],
};

// The name that was meant; the same text when nothing is wrong, or when a wildcard or variable may stand for the prefix.
function nameIn(text: string): string {
  const arn = text.startsWith('arn:') ? text.indexOf(':alias/') : -1;
  if (arn >= 0) {
    return text.slice(arn + 1);
  }
  return text.startsWith('alias/') || /^[^/]*[*?$]/.test(text) || text === '' || text.startsWith('arn:')
    ? text
    : `alias/${text}`;
}
