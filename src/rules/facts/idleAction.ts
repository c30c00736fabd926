import { type PolicyString, remove, type Statement, setValue } from '../../policy';
import { asCode, message } from '../../text/message';
import type { Fix } from '../rule';
import { effectOfRemovingIdle } from './effects';

/** Fixes for an entry of Action that has no effect where it stands. */
export function idleActionFixes(statement: Statement, string: PolicyString): Fix[] {
  const siblings = statement.action?.value.strings ?? [];
  if (siblings.length > 1 && string.node.parent?.type === 'array') {
    return [
      {
        title: message('Remove {action}: it has no effect here', { action: asCode(string.value) }),
        changes: [remove(string.node)],
        effect: effectOfRemovingIdle({ statement, not: false }),
      },
    ];
  }
  const token = '<action>';
  const fixes: Fix[] = [
    {
      title: message('Name another action'),
      changes: [setValue(string.node, token)],
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
      changes: [remove(statement.node)],
      effect: 'review',
    });
  }
  return fixes;
}
