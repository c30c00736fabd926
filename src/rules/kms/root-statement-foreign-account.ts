import { asCode, asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import {
  accountStatements,
  addRootStatement,
  hasEffect,
  isForeign,
  isWhole,
  keyAccount,
  mayNameAnybody,
  principalsOf,
} from '../facts';

export const rootStatementForeignAccount: Rule = {
  code: 'root-statement-foreign-account',
  severity: 'warning',
  summary: 'The account that is let in is not the account of the key',
  why: "A statement that names another account lets that account's IAM policies decide. The account that owns the key has nothing from it: its IAM policies cannot allow anything on the key.",
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
  kinds: ['key'],
  check(policy, report) {
    const key = keyAccount(policy);
    if (key?.certain !== true || !isWhole(policy) || accountStatements(policy).length > 0 || mayNameAnybody(policy)) {
      return;
    }
    const foreign = policy.statements
      .filter(s => hasEffect(s, 'Allow'))
      .flatMap(principalsOf)
      .find(p => p.type === 'AWS' && p.principal.kind === 'account' && isForeign(p, key));
    if (foreign === undefined) {
      return;
    }
    report({
      at: foreign.string,
      message: message(
        'This lets account {foreign} in, but the key belongs to account {account}, whose IAM policies cannot allow anything on it.',
        { foreign: asCode(foreign.account ?? ''), account: asName(key.account) },
      ),
      related: key.at
        ? [{ offset: key.at.offset, length: key.at.length, message: message('The account of the key') }]
        : [],
      fixes: addRootStatement(policy),
    });
  },
  wrong: [
    {
      kind: 'key',
      keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      text: `{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/admin"}, "Action": "kms:PutKeyPolicy", "Resource": "*"},
  {"Effect": "Allow", "Principal": {"AWS": «"arn:aws:iam::444455556666:root"»}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}]}`,
      besides: ['foreign-principal-hint'],
    },
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
      {
        keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
        besides: ['foreign-principal-hint'],
      },
    ),
  ],
};
