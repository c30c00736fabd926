import type { ParseError } from 'jsonc-parser';
import { type AccessChange, compareAccess } from '../../access';
import {
  canonicalJson,
  type JsonValue,
  minify,
  parseJson,
  parseKeyArn,
  parsePolicy,
  type PolicyDocument,
} from '../../policy';
import { LineIndex } from '../../text/lines';
import type { CallerIdentity, LiveKey } from '../../ports';

/** A key policy's quota in bytes (KMS Developer Guide, "Resource quotas", key policy document size). */
export const maximumBytes = 32_768;

/** A mistake that the rules found, for people. */
export interface Mistake {
  readonly code: string;
  /** Plain text. */
  readonly message: string;
}

/** A draft as somebody wants to store it on a key. */
export interface Application {
  /** ARN of the key, not of an alias. */
  readonly keyArn: string;
  /** The text as it stands in the editor. */
  readonly draft: string;
  /** The live policy on which the draft was begun. */
  readonly base: string;
  /** Findings of severity error in the draft. */
  readonly errors: readonly Mistake[];
}

/** Why a draft is not stored. */
export type Obstacle =
  /** `error` is JSON's; undefined where the draft is JSON, but no object. */
  | { readonly kind: 'not-json'; readonly error: ParseError | undefined; readonly line: number }
  | { readonly kind: 'errors'; readonly errors: readonly Mistake[] }
  | { readonly kind: 'template'; readonly holes: readonly string[] }
  | { readonly kind: 'too-large'; readonly bytes: number }
  /** Nobody can change the policies of AWS managed keys (KMS Developer Guide, "AWS managed keys"). */
  | { readonly kind: 'aws-managed' }
  /** PutKeyPolicy works in the key's own account only (KMS API Reference, "PutKeyPolicy", Cross-account use: No). */
  | { readonly kind: 'other-account'; readonly account: string; readonly caller: CallerIdentity }
  | { readonly kind: 'nobody-manages' }
  | { readonly kind: 'caller-locked-out'; readonly caller: CallerIdentity }
  | { readonly kind: 'nothing-to-do' };

/** What the draft alone says against storing it; no call is needed to know. */
export function obstaclesInDraft({ draft, errors }: Pick<Application, 'draft' | 'errors'>): readonly Obstacle[] {
  const unreadable = notJson(draft);
  if (unreadable !== undefined) {
    return [unreadable];
  }
  const holes = holesIn(parsePolicy(draft));
  const bytes = new TextEncoder().encode(textToStore(draft)).length;
  return [
    ...(holes.length > 0 ? [{ kind: 'template', holes } as const] : []),
    ...(errors.length > 0 ? [{ kind: 'errors', errors } as const] : []),
    ...(bytes > maximumBytes ? [{ kind: 'too-large', bytes } as const] : []),
  ];
}

/** What is known of the key when a draft is about to be stored. */
export interface LiveFacts {
  /** Undefined when kms:DescribeKey was refused. */
  readonly key: LiveKey | undefined;
  readonly live: string;
  readonly caller: CallerIdentity;
}

/** What the draft would change, and what the live world says against it. */
export function checkAgainstLive(
  { keyArn, draft }: Application,
  { key, live, caller }: LiveFacts,
): { readonly change: AccessChange; readonly obstacles: readonly Obstacle[] } {
  const change = compareAccess(parsePolicy(live), parsePolicy(draft), keyArn, caller.arn);
  const account = parseKeyArn(keyArn)?.account;
  const obstacles: Obstacle[] = [
    ...(key?.manager === 'AWS' ? [{ kind: 'aws-managed' } as const] : []),
    ...(account !== undefined && account !== caller.account
      ? [{ kind: 'other-account', account, caller } as const]
      : []),
    ...(sameJson(draft, live) ? [{ kind: 'nothing-to-do' } as const] : []),
  ];
  // Who would be locked out of what does not matter before.
  if (obstacles.length > 0) {
    return { change, obstacles };
  }
  if (change.nobodyManagesPolicy) {
    return { change, obstacles: [{ kind: 'nobody-manages' }] };
  }
  return { change, obstacles: change.callerKeepsPutKeyPolicy === 'no' ? [{ kind: 'caller-locked-out', caller }] : [] };
}

/** The draft as KMS gets it: as it stands, or without its white space where only that makes it fit. */
export function textToStore(draft: string): string {
  const text = draft.trim();
  return new TextEncoder().encode(text).length > maximumBytes ? minify(text) : text;
}

/** Whether two policy texts are the same JSON: white space and the order of members aside. */
export function sameJson(a: string, b: string): boolean {
  const [one, other] = [a, b].map(text => {
    try {
      return canonicalJson(JSON.parse(text) as JsonValue);
    } catch {
      return text;
    }
  });
  return one === other;
}

function notJson(text: string): Obstacle | undefined {
  const {
    root,
    errors: [first],
  } = parseJson(text);
  return first === undefined && root?.type === 'object'
    ? undefined
    : {
        kind: 'not-json',
        error: first,
        line: new LineIndex(text).position(first?.offset ?? 0).line,
      };
}

/** What a template or a person still has to fill in, where AWS would take it literally. */
function holesIn({ statements }: PolicyDocument): readonly string[] {
  const strings = statements.flatMap(s =>
    [s.principal, s.notPrincipal].flatMap(p =>
      p ? [...(p.value.star ? [p.value.star] : []), ...p.value.entries.flatMap(e => e.value.strings)] : [],
    ),
  );
  return [...new Set(strings.flatMap(s => s.parts.flatMap(p => (typeof p === 'string' ? [] : [p.hole]))))];
}
