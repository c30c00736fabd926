import { type PolicyString, remove, type Statement } from '../../policy';
import { asCode, message } from '../../text/message';
import type { Fix } from '../rule';
import { replaceWith } from './edits';
import { effectOfRemovingIdle } from './effects';
import type { PolicyView } from './view';

/** Fixes for an entry of Action that has no effect where it stands. */
export function idleActionFixes(policy: PolicyView, statement: Statement, string: PolicyString): Fix[] {
  const siblings = statement.action?.value.strings ?? [];
  if (siblings.length > 1 && string.node.parent?.type === 'array') {
    return [
      {
        title: message('Remove {action}: it has no effect here', { action: asCode(string.value) }),
        edits: remove(policy.text, string.node),
        effect: effectOfRemovingIdle({ statement, not: false }),
      },
    ];
  }
  const token = '<action>';
  const fixes: Fix[] = [
    {
      title: message('Name another action'),
      edits: replaceWith(policy, string.node, token),
      effect: 'widens',
      ask: {
        what: 'action',
        prompt: message('Which action?'),
        token,
        suggestions: ['kms:DescribeKey', 'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*'],
      },
    },
  ];
  // A lone statement, or a policy's only one, has nothing around it to be removed from.
  if (statement.node.parent?.type === 'array' && (statement.node.parent.children?.length ?? 0) > 1) {
    fixes.push({
      title: message('Remove the statement: it has no effect'),
      edits: remove(policy.text, statement.node),
      effect: 'review',
    });
  }
  return fixes;
}
