import type { ParseError } from 'jsonc-parser';
import type { Message } from '../text/message';
import type { PolicyDocument } from './document';
import type { Change } from './change';
import type { TextEdit } from './edit';
import type { Source } from './source';
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
  /** The policy. Its offsets are those of `source.json`. */
  readonly document: PolicyDocument;
  /** What it is written in. */
  readonly source: Source;
  /** What JSON finds wrong in the text around this policy and those after it; present with the first policy of a text. */
  readonly around?: readonly ParseError[];
  /** The service whose resource the policy is attached to (`s3`), when kind is `resource` and something tells. */
  readonly service?: string;
  /** What its surroundings say it belongs to (`AWS::S3::BucketPolicy`). */
  readonly holder?: string;
}

/** The place in the document of a place in the policy, whose text may be a string of the document: escapes are counted in. */
export function spanInDocument({ source }: LocatedPolicy, { offset, length }: Span): Span {
  return source.toDocument({ offset, length });
}

/** The place in the policy's text of a place in the document; undefined when it does not lie in the policy. */
export function spanInPolicy(
  { document: { node }, source }: LocatedPolicy,
  { offset, length }: Span,
): Span | undefined {
  const span = source.toJson({ offset, length });
  if (node === undefined || span === undefined || span.offset < node.offset) {
    return undefined;
  }
  // The parser gives an object that is still open a negative length.
  return node.length >= 0 && span.offset + span.length > node.offset + node.length ? undefined : span;
}

/** The edits of the document that make changes of the policy, all of them or none: undefined as {@link Source.edits} says. */
export function editsOf({ source }: LocatedPolicy, changes: readonly Change[]): readonly TextEdit[] | undefined {
  return source.edits(changes);
}

/** The edit of the document that makes an edit of the policy's text: moved to its place and escaped again. */
export function editInDocument(located: LocatedPolicy, edit: TextEdit): TextEdit {
  return { ...spanInDocument(located, edit), newText: located.source.encode(edit.newText) };
}
