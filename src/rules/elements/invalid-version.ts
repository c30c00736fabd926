import { asCode, message } from '../../text/message';
import { analyzerCheck, changeTo } from '../facts';
import { everyKind, type Rule } from '../rule';

const versions = ['2012-10-17', '2008-10-17'];

export const invalidVersion: Rule = {
  code: 'invalid-version',
  severity: 'error',
  summary: 'The policy language has no such version',
  why: 'Version is not the date of your policy but that of the policy language. There are two: 2012-10-17, which is current, and 2008-10-17.',
  source: analyzerCheck('error', 'invalid-version'),
  kinds: everyKind,
  check({ document: { version, loneStatement } }, report) {
    const value = version?.value;
    if (loneStatement || value === undefined || !value.known || versions.includes(value.value)) {
      return;
    }
    report({
      at: value,
      message: message('There is no version {version} of the policy language. Use 2012-10-17.', {
        version: asCode(value.value),
      }),
      fixes: changeTo(value, '2012-10-17', 'widens'),
    });
  },
  wrong: [
    {
      kind: 'identity',
      text: '{"Version": «"2012-10-18"», "Statement": [{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}]}',
    },
  ],
  right: [
    {
      kind: 'identity',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}]}',
    },
  ],
};
