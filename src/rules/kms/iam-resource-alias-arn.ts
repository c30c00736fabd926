import { formatArn, insertMembers, type KeyArn, type PolicyString, type Statement, setValue } from '../../policy';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import type { Fix, Rule } from '../rule';
import { askKeyArn, keyArnIn, operationsOf, type PolicyView, effectOfRepair } from '../facts';

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
      if (!complete || actions.size === 0 || statement.action === undefined || actsOnAliases(actions)) {
        continue;
      }
      for (const string of statement.resource?.value.strings ?? []) {
        const arn = keyArnIn(string);
        if (arn?.alias === undefined) {
          continue;
        }
        report({
          at: string,
          message: message(
            'An alias ARN does not identify the key: the statement has no effect for it. Name the key ARN.',
          ),
          fixes: [nameKey(policy, statement, string), ...allowByAlias(statement, string, arn)],
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

function actsOnAliases(actions: ReadonlySet<string>): boolean {
  return [...actions].some(action => aliasActions.has(action));
}

function nameKey(policy: PolicyView, statement: Statement, string: PolicyString): Fix {
  const ask = askKeyArn(policy);
  return {
    title: message('Name the key by its key ARN'),
    changes: [setValue(string.node, ask.token)],
    effect: effectOfRepair({ statement }),
    ask,
  };
}

/** Allows every key with the alias, where the alias is the statement's only resource and there is no condition yet. */
function allowByAlias(statement: Statement, string: PolicyString, arn: KeyArn): Fix[] {
  const { resource, condition } = statement;
  if (
    arn.alias === undefined ||
    !string.known ||
    resource?.node === undefined ||
    resource.value.strings.length !== 1 ||
    condition !== undefined
  ) {
    return [];
  }
  const operator = /[*?]/.test(arn.alias) ? 'StringLike' : 'StringEquals';
  return [
    {
      title: message('Every key with the alias {alias}: adds kms:ResourceAliases', { alias: asCode(arn.alias) }),
      changes: [
        setValue(string.node, formatArn({ ...arn, resource: 'key/*' })),
        insertMembers(statement.node, {
          Condition: { [`ForAnyValue:${operator}`]: { 'kms:ResourceAliases': arn.alias } },
        }),
      ],
      effect: effectOfRepair({ statement }),
    },
  ];
}
