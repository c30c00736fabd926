import { getNodeValue } from 'jsonc-parser';
import { locate } from '../policy';

/**
 * The key policy in a text that somebody sent: the policy itself, the answer of `aws kms get-key-policy` with or without
 * `--output text`, a lone statement, a template with one key. Undefined when there is none.
 */
export function keyPolicyIn(text: string): string | undefined {
  const found = locate(unfenced(text), { kind: 'key' }).filter(p => p.document.statements.length > 0);
  const [first] = found;
  if (first?.document.node === undefined) {
    return undefined;
  }
  const { node, statement, text: whole } = first.document;
  const policy = whole.slice(node.offset, node.offset + node.length);
  // A lone statement stands for a policy of one.
  return statement === undefined ? JSON.stringify({ Version: '2012-10-17', Statement: [getNodeValue(node)] }) : policy;
}

/** Chats and tickets put code between fences. */
function unfenced(text: string): string {
  return /```[a-z]*\s*\n([\s\S]*?)```/.exec(text)?.[1] ?? text;
}
