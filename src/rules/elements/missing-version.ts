import { insertMembers } from '../../policy';
import { message } from '../../text/message';
import { type PolicyView, serviceExists } from '../facts';
import { everyKind, type FixEffect, type Rule } from '../rule';
import { findVariables, mayHoldVariables } from '../variables/find';

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
          changes: [insertMembers(node, { Version: '2012-10-17' }, 'first')],
          effect: effectOfVersion(policy),
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

/** It changes nothing, unless something is read as a variable then, or the document may be no policy of AWS, to which it does harm. */
function effectOfVersion(policy: PolicyView): FixEffect {
  if (mayHoldVariables(policy)) {
    return 'widens';
  }
  const { document, kind, located, actions } = policy;
  // A VPC endpoint's policy about KMS is told from a key policy by its having none.
  const toldByIt = kind === 'resource' && located.holder === undefined && actions.some(a => a.service === 'kms');
  return document.unknown.length === 0 && isOfAws(policy) && !toldByIt ? 'safe' : 'review';
}

/** Whether something in a policy, or around it, is AWS's: what holds it, a name, or an action of a service that there is. */
function isOfAws(policy: PolicyView): boolean {
  const { document, located, actions } = policy;
  const { offset = 0, length = 0 } = document.node ?? {};
  return (
    located.holder !== undefined ||
    /"arn:aws|amazonaws\.com|"AWS"\s*:/.test(policy.text.slice(offset, offset + length)) ||
    actions.some(a => a.string.value === '*' || (a.service !== '' && serviceExists(policy, a.service) !== false))
  );
}
