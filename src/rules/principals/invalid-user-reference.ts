import { asCode, message } from '../../text/message';
import { keyPolicy } from '../examples';
import { type Rule, withPrincipals } from '../rule';
import { checkUniqueIds } from './deleted-principals';

export const invalidUserReference: Rule = {
  code: 'invalid-user-reference',
  severity: 'warning',
  summary: 'The principal is the id of a deleted user',
  why: 'AWS stores a user by its unique id and shows the id once the user is gone. It matches nobody; a new user of the same name is another one.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  kinds: withPrincipals,
  check(policy, report) {
    checkUniqueIds(policy, report, /^AIDA/, id =>
      message('{id} is the id of a user that was deleted: it matches nobody.', { id: asCode(id) }),
    );
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": «"AIDAEXAMPLEID1234567"»}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:user/ana"}, "Action": "kms:ScheduleKeyDeletion", "Resource": "*"}',
    ),
  ],
};
