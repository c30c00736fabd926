import { formatArn, insertMembers } from '../../policy';
import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import type { Fix, Rule } from '../rule';
import { askKeyArn, effectOfMore, keyArnIn, operationsOf, replaceWith } from '../facts';

export const iamResourceAliasArn: Rule = {
  code: 'iam-resource-alias-arn',
  severity: 'error',
  summary: 'An alias ARN does not identify the key',
  why: 'Permissions on a key are checked against its key ARN, even when the request names an alias. An alias ARN as Resource is for kms:CreateAlias, kms:UpdateAlias and kms:DeleteAlias only. Name the key ARN, or allow keys by their aliases with kms:ResourceAliases.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html',
  kinds: ['identity', 'scp'],
  check(policy, report) {
    for (const statement of policy.statements) {
      const { actions, complete } = operationsOf(statement);
      if (
        !complete ||
        actions.size === 0 ||
        statement.action === undefined ||
        [...actions].some(a => aliasActions.has(a))
      ) {
        continue;
      }
      const strings = statement.resource?.value.strings ?? [];
      for (const string of strings) {
        const arn = keyArnIn(string);
        if (arn?.alias === undefined) {
          continue;
        }
        const ask = askKeyArn(policy);
        const fixes: Fix[] = [
          {
            title: message('Name the key by its key ARN'),
            edits: replaceWith(policy, string.node, ask.token),
            effect: effectOfMore(statement),
            ask,
          },
        ];
        const anyKey = formatArn({ ...arn, resource: 'key/*' });
        if (string.known && strings.length === 1 && statement.condition === undefined && statement.resource?.node) {
          fixes.push({
            title: message('Every key with the alias {alias}: adds kms:ResourceAliases', { alias: arn.alias }),
            edits: [
              ...replaceWith(policy, string.node, anyKey),
              insertMembers(policy.text, statement.node, {
                Condition: {
                  [`ForAnyValue:${/[*?]/.test(arn.alias) ? 'StringLike' : 'StringEquals'}`]: {
                    'kms:ResourceAliases': arn.alias,
                  },
                },
              }),
            ],
            effect: effectOfMore(statement),
          });
        }
        report({
          at: string,
          message: message(
            'An alias ARN does not identify the key: the statement has no effect for it. Name the key ARN.',
          ),
          fixes,
        });
      }
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": «{"Fn::Sub": "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/app"}»}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": «"arn:aws:kms:eu-west-1:111122223333:alias/app"»}',
    ),
    identityPolicy(`{
  "Effect": "Allow",
  "Action": ["kms:Decrypt", "kms:DescribeKey"],
  "Resource": [
    «"arn:aws:kms:eu-west-1:111122223333:alias/app"»,
    "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  ]
}`),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Allow", "Action": "kms:DeleteAlias", "Resource": ["arn:aws:kms:eu-west-1:111122223333:alias/app", "arn:aws:kms:eu-west-1:111122223333:key/*"]}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "arn:aws:kms:eu-west-1:111122223333:key/*", "Condition": {"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/app"}}}',
    ),
  ],
};

const aliasActions = new Set(['kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias']);
