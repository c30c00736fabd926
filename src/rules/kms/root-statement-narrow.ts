import { type Span, type Statement, setValue } from '../../policy';
import { type KmsOperation, kmsOperations } from '../../reference';
import { asCode, message } from '../../text/message';
import type { Fix, Rule } from '../rule';
import { accountStatements, addRootStatement, anyoneIn, isUnconditional, isWhole, operationsOf } from '../facts';

export const rootStatementNarrow: Rule = {
  code: 'root-statement-narrow',
  severity: 'information',
  summary: 'The account is let in for some actions only',
  why: "The statement that names the account decides what the account's IAM policies can allow on the key. Where it lists some actions, or holds a condition, an IAM policy that allows anything else has no effect. AWS's default statement allows kms:*. Least-privilege designs narrow it on purpose.",
  source:
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam',
  kinds: ['key'],
  check(policy, report) {
    const all = isWhole(policy) ? accountStatements(policy) : [];
    const statements = all.filter(s => anyoneIn(s) === undefined);
    const [first] = statements;
    if (first === undefined || all.some(letsEveryoneManage) || statements.some(s => !operationsOf(s).complete)) {
      return;
    }
    const missing = notAllowedBy(statements);
    if (!missing.some(o => o.action === 'kms:PutKeyPolicy' || o.cryptographic)) {
      return;
    }
    const conditional = isUnconditional(first) ? undefined : first.condition?.key;
    report({
      at: conditional ?? actionsOf(first),
      message:
        conditional === undefined
          ? message(
              'The account is let in for some actions only: IAM policies cannot allow {count} others on this key, such as {action}.',
              {
                count: missing.length,
                action: asCode(mostTelling(missing)),
              },
            )
          : message(
              'The account is let in under a condition: where it is not met, IAM policies cannot allow anything on this key.',
            ),
      fixes: [...(conditional === undefined ? widen(first) : []), ...addRootStatement(policy)],
    });
  },
  wrong: [
    {
      kind: 'key',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": «["kms:Describe*", "kms:List*", "kms:PutKeyPolicy"]», "Resource": "*"}]}',
    },
    {
      kind: 'key',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*", «"Condition"»: {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]}',
    },
  ],
  right: [
    {
      kind: 'key',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}]}',
    },
    {
      kind: 'key',
      text: `{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"},
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": ["kms:Describe*", "kms:List*"], "Resource": "*"}]}`,
      besides: ['redundant-statement'],
    },
  ],
};

/** Every identity of the account is let in without an IAM policy, by "*" with kms:CallerAccount. */
function letsEveryoneManage(statement: Statement): boolean {
  return anyoneIn(statement) !== undefined && operationsOf(statement).actions.has('kms:PutKeyPolicy');
}

/** The operations on keys that none of the statements leaves to IAM policies without a condition. */
function notAllowedBy(statements: readonly Statement[]): readonly KmsOperation[] {
  const open = new Set(statements.filter(isUnconditional).flatMap(s => [...operationsOf(s).actions]));
  return kmsOperations.filter(o => o.policyType === 'key policy' && !open.has(o.action));
}

/** Where the actions stand that a statement lists; the statement when it lists none. */
function actionsOf(statement: Statement): Span {
  return statement.action?.node ?? statement.notAction?.node ?? statement;
}

function mostTelling(missing: readonly KmsOperation[]): string {
  return (missing.find(o => o.action === 'kms:PutKeyPolicy') ?? missing[0])?.action ?? '';
}

function widen({ action }: Statement): Fix[] {
  if (action?.node === undefined) {
    return [];
  }
  return [
    {
      title: message('Let IAM policies decide about every action: kms:*'),
      changes: [setValue(action.node, 'kms:*')],
      effect: 'widens',
    },
  ];
}
