import { insertMembers, setValue } from '../../policy';
import { message } from '../../text/message';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { findVariables } from './find';

export const variableUnsupportedInVersion: Rule = {
  code: 'variable-unsupported-in-version',
  severity: 'error',
  summary: 'A policy variable in the policy language of 2008',
  why: 'Policy variables came with version 2012-10-17 of the policy language. In an older policy, or one without Version, ${aws:username} is plain text.',
  source: analyzerCheck('error', 'variable-unsupported-in-version'),
  kinds: everyKind,
  check(policy, report) {
    const { node, version, loneStatement } = policy.document;
    if (node === undefined || loneStatement || (version !== undefined && version.value.value !== '2008-10-17')) {
      return;
    }
    const edit =
      version === undefined
        ? insertMembers(node, { Version: '2012-10-17' }, 'first')
        : setValue(version.value.node, '2012-10-17');
    for (const { variable, element, offset, length } of findVariables(policy)) {
      if (!variable || element === 'other') {
        continue;
      }
      report({
        at: { offset, length },
        message: message('Without "Version": "2012-10-17" this is plain text, no policy variable.'),
        fixes: [{ title: message('Set Version to 2012-10-17'), changes: [edit], effect: 'widens' }],
      });
    }
  },
  wrong: [
    {
      kind: 'identity',
      text: '{"Version": "2008-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/«${aws:username}»/*"}]}',
    },
  ],
  right: [
    {
      kind: 'identity',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/${aws:username}/*"}]}',
    },
  ],
};
