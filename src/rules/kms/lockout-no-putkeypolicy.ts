import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import {
  addRootStatement,
  hasEffect,
  isAdministrative,
  isWhole,
  managersOf,
  mayNameAnybody,
  operationsOf,
  type PolicyView,
  principalsOf,
} from '../facts';

export const lockoutNoPutkeypolicy: Rule = {
  code: 'lockout-no-putkeypolicy',
  severity: 'error',
  summary: 'Nobody in the account may change the key policy',
  why: 'No statement allows kms:PutKeyPolicy to the account or to one of its users and roles. KMS refuses to save such a policy; saved with BypassPolicyLockoutSafetyCheck, the key is frozen until AWS Support helps. A document that shows a few statements for users of a key, and may be a part of a policy, gets a warning.',
  source: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html',
  kinds: ['key'],
  check(policy, report) {
    const managers = managersOf(policy);
    if (!isWhole(policy) || managers === 'unknown' || managers.length > 0 || mayNameAnybody(policy)) {
      return;
    }
    if (!policy.statements.some(s => hasEffect(s, 'Allow'))) {
      return;
    }
    report({
      at: policy.document.statement?.key ?? { offset: 0, length: 0 },
      message: message(
        'No statement allows kms:PutKeyPolicy to a principal of the account: nobody could change this policy any more, so KMS refuses to save it.',
      ),
      severity: isMeantForAKey(policy) ? 'error' : 'warning',
      fixes: addRootStatement(policy),
    });
  },
  wrong: [
    {
      kind: 'key',
      text: `{"Version": "2012-10-17", «"Statement"»: [
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/admin"}, "Action": ["kms:EnableKey", "kms:DisableKey", "kms:ScheduleKeyDeletion"], "Resource": "*"},
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}]}`,
      besides: ['root-statement-missing'],
    },
    {
      kind: 'key',
      text: '{"Version": "2012-10-17", «"Statement"»: [{"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": ["kms:PutKeyPolicy", "kms:GenerateDataKey"], "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}]}',
      besides: ['root-statement-missing'],
    },
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}',
    ),
    {
      kind: 'key',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/admin"}, "Action": "kms:Put*", "Resource": "*"}]}',
      besides: ['root-statement-missing'],
    },
  ],
};

/**
 * Whether the policy is surely meant as all of a key's policy. AWS's guides show whole documents that hold a statement or two
 * for key users; a policy that administers its key, or stands where a key's policy stands, is more than that.
 */
function isMeantForAKey({ known, located, statements }: PolicyView): boolean {
  return (
    known.keyArn !== undefined ||
    located.pointer !== '' ||
    located.source.kind !== 'text' ||
    statements.some(
      s =>
        hasEffect(s, 'Allow') &&
        ([...operationsOf(s).actions].some(isAdministrative) ||
          (s.condition === undefined && principalsOf(s).some(p => p.principal.kind === 'account'))),
    )
  );
}
