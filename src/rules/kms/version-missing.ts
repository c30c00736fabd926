import { setValue } from '../../policy';
import { message } from '../../text/message';
import type { Rule } from '../rule';
import { mayHoldVariables } from '../variables/find';

export const versionMissing: Rule = {
  code: 'version-missing',
  severity: 'warning',
  summary: 'The policy has the old version of the language',
  why: 'With Version 2008-10-17 newer features of the policy language are off: policy variables such as ${aws:username} are plain text. Use 2012-10-17, the current version.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html',
  kinds: ['key', 'identity', 'scp', 'rcp'],
  check(policy, report) {
    const version = policy.document.version;
    if (version?.value.value !== '2008-10-17' || version.node === undefined) {
      return;
    }
    // With a variable in it, variable-unsupported-in-version reports the place where it does harm.
    const variable = [
      ...policy.resources.map(r => r.string),
      ...policy.conditions.flatMap(c => c.key.value.strings),
    ].some(s => s.parts.some(p => typeof p === 'string' && /\$\{[^}]+\}/.test(p)));
    if (variable) {
      return;
    }
    report({
      at: version.value,
      message: message('This is the old version of the policy language. Use 2012-10-17.'),
      fixes: [
        {
          title: message('Change to 2012-10-17'),
          changes: [setValue(version.node, '2012-10-17')],
          effect: mayHoldVariables(policy) ? 'widens' : 'safe',
        },
      ],
    });
  },
  wrong: [
    {
      kind: 'key',
      text: '{"Version": «"2008-10-17"», "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}]}',
    },
    {
      kind: 'identity',
      text: '{"Version": «"2008-10-17"», "Statement": [{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}]}',
    },
  ],
  right: [
    {
      kind: 'key',
      text: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}]}',
    },
  ],
};
