import { asCode, message } from '../../text/message';
import { keyPolicy } from '../examples';
import { type Rule, withPrincipals } from '../rule';
import { checkUniqueIds } from './deleted-principals';

export const invalidRoleReference: Rule = {
  code: 'invalid-role-reference',
  severity: 'warning',
  summary: 'The principal is the id of a deleted role',
  why: 'AWS stores a role by its unique id and shows the id once the role is gone. It matches nobody; a new role of the same name is another one.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  kinds: withPrincipals,
  check(policy, report) {
    checkUniqueIds(policy, report, /^A(ROA|NPA|NVA|GPA)/, id =>
      message('{id} is the id of a role that was deleted: it matches nobody.', { id: asCode(id) }),
    );
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": «"AROAEXAMPLEID1234567"»}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
};
