import { minifiedLength, minify } from '../../policy';
import { message, type Message } from '../../text/message';
import type { Fix, Report } from '../rule';
import type { PolicyView } from '../facts';

/** How the size of a kind of policy is counted. */
export type SizeCount = 'bytes' | 'characters' | 'characters without white space';

/**
 * The size of a policy, in what `count` says: bytes of UTF-8, or UTF-16 code units. Undefined for a statement without a
 * policy around it, and when a template makes a part of it, so that it cannot be told.
 */
export function policySize(policy: PolicyView, count: SizeCount): number | undefined {
  const { node, loneStatement } = policy.document;
  if (node === undefined || loneStatement || policy.document.incomplete) {
    return undefined;
  }
  const text = policy.text.slice(node.offset, node.offset + node.length);
  if (/"Ref"|"Fn::/.test(text)) {
    return undefined;
  }
  if (count === 'bytes') {
    return new TextEncoder().encode(text).length;
  }
  return count === 'characters' ? text.length : minifiedLength(text);
}

/** How large a policy may be. */
interface SizeLimit {
  readonly count: SizeCount;
  readonly limit: number;
  /** How bad it is when the policy is larger. */
  readonly above: 'error' | 'warning';
}

/** Reports a size above its limit, and from nine tenths of it on. */
export function reportSize(policy: PolicyView, report: Report, { count, limit, above }: SizeLimit): void {
  const { node } = policy.document;
  // A character has three bytes at most.
  if (node === undefined || node.length * (count === 'bytes' ? 3 : 1) < limit * 0.9) {
    return;
  }
  const size = policySize(policy, count);
  if (size === undefined || size < limit * 0.9) {
    return;
  }
  const args = { size, limit, count: countNames[count] };
  report({
    at: { offset: node.offset, length: 1 },
    severity: size > limit ? above : 'warning',
    message:
      size > limit
        ? message('The policy has {size} {count}; {limit} are allowed.', args)
        : message('The policy has {size} of {limit} {count} allowed.', args),
    fixes: count === 'characters without white space' ? [] : compact(policy, limit),
  });
}

const countNames: Readonly<Record<SizeCount, Message>> = {
  bytes: message('bytes'),
  characters: message('characters'),
  'characters without white space': message('characters without white space'),
};

/** Takes the white space out, when that brings the policy well under the limit and costs no comment. */
function compact(policy: PolicyView, limit: number): Fix[] {
  const { node } = policy.document;
  if (node === undefined) {
    return [];
  }
  const text = policy.text.slice(node.offset, node.offset + node.length);
  const small = minify(text);
  if (small.length >= limit * 0.9 || policy.document.errors.length > 0) {
    return [];
  }
  return [
    {
      title: message('Remove the white space: {size} characters are left', { size: small.length }),
      changes: [{ kind: 'text', node, span: node, newText: small, keeps: 'value' }],
      effect: 'review',
    },
  ];
}
