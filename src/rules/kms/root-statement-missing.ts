import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import {
  accountStatements,
  addRootStatement,
  hasEffect,
  isWhole,
  keyAccount,
  managersOf,
  mayNameAnybody,
  principalsOf,
} from '../facts';

export const rootStatementMissing: Rule = {
  code: 'root-statement-missing',
  severity: 'warning',
  summary: 'The key policy does not let its account in',
  why: 'Without a statement that names the account (arn:aws:iam::ACCOUNT:root), IAM policies cannot allow anything on the key: only the principals named in the key policy and those with a grant can use it. When the named principals are deleted, nobody can manage the key any more. A key that is closed to IAM on purpose is right without it: then ignore this finding, with the reason.',
  source:
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam',
  kinds: ['key'],
  check(policy, report) {
    if (!isWhole(policy) || accountStatements(policy).length > 0 || mayNameAnybody(policy)) {
      return;
    }
    // Only the account of somebody else: root-statement-foreign-account says so.
    if (
      keyAccount(policy)?.certain === true &&
      policy.statements.some(s => hasEffect(s, 'Allow') && principalsOf(s).some(p => p.principal.kind === 'account'))
    ) {
      return;
    }
    const managed = managersOf(policy);
    report({
      at: policy.document.statement?.key ?? policy.statements[0] ?? { offset: 0, length: 0 },
      message: message(
        'No statement lets the account in: IAM policies cannot give access to this key, only the principals named here (and grants) have it.',
      ),
      severity: managed !== 'unknown' && managed.length > 0 ? 'information' : 'warning',
      fixes: addRootStatement(policy),
    });
  },
  wrong: [
    {
      kind: 'key',
      text: '{"Version": "2012-10-17", «"Statement"»: [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}]}',
      besides: ['lockout-no-putkeypolicy'],
    },
    {
      kind: 'key',
      text: `{
  "Version": "2012-10-17",
  «"Statement"»: {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:role/admin" },
    "Action": ["kms:PutKeyPolicy", "kms:GetKeyPolicy", "kms:DescribeKey"],
    "Resource": "*"
  }
}`,
    },
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
    {
      kind: 'key',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}]}',
    },
    {
      kind: 'key',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}, "Action": "kms:*", "Resource": "*"}]}',
    },
    {
      kind: 'key',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Ref": "Administrators"}}, "Action": "kms:*", "Resource": "*"}]}',
    },
  ],
};
