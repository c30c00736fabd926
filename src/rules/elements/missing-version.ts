import { insertMembers } from '../../policy';
import { message } from '../../text/message';
import { everyKind, type Rule } from '../rule';
import { findVariables } from '../variables/find';

export const missingVersion: Rule = {
  code: 'missing-version',
  severity: 'warning',
  summary: 'The policy has no Version',
  why: 'Without Version a policy follows the language of 2008, in which policy variables such as ${aws:username} are plain text.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html',
  kinds: everyKind,
  check(policy, report) {
    const { node, version, loneStatement, statement, unknown } = policy.document;
    if (
      node === undefined ||
      version ||
      loneStatement ||
      statement === undefined ||
      unknown.some(m => m.name.toLowerCase() === 'version')
    ) {
      return;
    }
    // With a variable in it the missing Version is an error of its own: variable-unsupported-in-version.
    if (findVariables(policy).some(v => v.variable)) {
      return;
    }
    if (node.children?.some(p => p.children?.[0]?.value === 'Version')) {
      return;
    }
    report({
      at: { offset: node.offset, length: 1 },
      message: message('The policy has no Version, so it follows the policy language of 2008.'),
      fixes: [
        {
          title: message('Add "Version": "2012-10-17"'),
          edits: [insertMembers(policy.text, node, { Version: '2012-10-17' }, 'first')],
          effect: 'safe',
        },
      ],
    });
  },
  wrong: [
    { kind: 'identity', text: '«{»"Statement": [{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}]}' },
  ],
  right: [
    {
      kind: 'identity',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}]}',
    },
  ],
};
