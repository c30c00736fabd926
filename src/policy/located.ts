import type { ParseError } from 'jsonc-parser';
import { lastIndexUpTo } from '../text/binarySearch';
import type { Message } from '../text/message';
import type { PolicyDocument } from './document';
import type { TextEdit } from './edit';
import type { Span } from './text';

/**
 * What a policy is attached to, as far as it matters for reading it (IAM User Guide, "Policy types"): a KMS key, an identity,
 * a role (who may assume it), another resource, an organization (SCP, RCP); `unknown` when nothing tells.
 */
export type LocatedKind = 'key' | 'identity' | 'trust' | 'resource' | 'scp' | 'rcp' | 'unknown';

/** Every kind, in the order in which people choose from them. */
export const locatedKinds: readonly LocatedKind[] = ['key', 'identity', 'trust', 'resource', 'scp', 'rcp', 'unknown'];

/** A policy found in a document, wherever it stood. */
export interface LocatedPolicy {
  readonly kind: LocatedKind;
  /** Why this kind: one sentence for people. */
  readonly why: Message;
  /** JSON pointer (RFC 6901) of the policy in the document; of the string when the policy is an escaped string. */
  readonly pointer: string;
  /** The policy. Its offsets are those of the document, or of `embedding.text` when there is an embedding. */
  readonly document: PolicyDocument;
  /** What JSON finds wrong in the text around this policy and those after it; present with the first policy of a text. */
  readonly around?: readonly ParseError[];
  /** Present when the policy stands as a string inside the document. */
  readonly embedding?: Embedding;
  /** The service whose resource the policy is attached to (`s3`), when kind is `resource` and something tells. */
  readonly service?: string;
  /** What its surroundings say it belongs to (`AWS::S3::BucketPolicy`). */
  readonly holder?: string;
}

/** A policy text written as a string of another document: what the inner text is and where its characters stand outside. */
export interface Embedding {
  /** The decoded policy text. */
  readonly text: string;
  /** For every offset of `text`, and its end, the offset in the document. */
  readonly offsets: Uint32Array;
  /** Writes text the way the string needs it (JSON escapes, percent-encoding). */
  readonly encode: (text: string) => string;
}

/** The place in the document of a place in the policy, whose text may be a string of the document: escapes are counted in. */
export function spanInDocument({ embedding }: LocatedPolicy, { offset, length }: Span): Span {
  if (embedding === undefined) {
    return { offset, length };
  }
  const start = embedding.offsets[offset] ?? 0;
  return { offset: start, length: (embedding.offsets[offset + length] ?? start) - start };
}

/** The place in the policy's text of a place in the document; undefined when it does not lie in the policy. */
export function spanInPolicy(
  { document: { node }, embedding }: LocatedPolicy,
  { offset, length }: Span,
): Span | undefined {
  const start = embedding ? indexOf(embedding.offsets, offset) : offset;
  const end = embedding ? indexOf(embedding.offsets, offset + length) : offset + length;
  if (node === undefined || start === undefined || end === undefined || start < node.offset) {
    return undefined;
  }
  // The parser gives an object that is still open a negative length.
  if (node.length >= 0 && end > node.offset + node.length) {
    return undefined;
  }
  return { offset: start, length: end - start };
}

/** The last character that begins at or before an offset of the document; undefined outside of the string. */
function indexOf(offsets: Uint32Array, offset: number): number | undefined {
  if (offset < (offsets[0] ?? 0) || offset > (offsets.at(-1) ?? 0)) {
    return undefined;
  }
  return lastIndexUpTo(offsets, offset);
}

/** The edit of the document that makes an edit of the policy: moved to its place and escaped again. */
export function editInDocument(located: LocatedPolicy, edit: TextEdit): TextEdit {
  return {
    ...spanInDocument(located, edit),
    newText: located.embedding === undefined ? edit.newText : located.embedding.encode(edit.newText),
  };
}
