import { stripLines } from './lines';
import { squeeze, type Squeezed } from './squeeze';
import type { DenialKind, DeniedBy } from './types';
import { closeArns, unescapeText } from './unescape';
import { compose, type View } from './view';
import type { CallerFacts, KeyFacts } from './names';

/** A pasted text in its three states. Findings are offsets of `squeezed`; names are read from `clean`, whose spaces say where they end. */
export interface PastedText {
  readonly source: string;
  /** Damage undone; `below` leads to `source`. */
  readonly clean: View;
  /** White space gone; `below` leads to `clean`. */
  readonly squeezed: Squeezed;
}

/** Prepares a text for reading: undoes the damage, then takes the white space out. Never throws. */
export function openPage(source: string): PastedText {
  const unescaped = unescapeText(source);
  const lines = compose(stripLines(unescaped.text), unescaped);
  const clean = compose(closeArns(lines.text), lines);
  return { source, clean, squeezed: squeeze(clean.text) };
}

/** How much the `kind` of a hit counts beside other hits of the same failure; of equals the later one, the cause, wins. */
export const weights = {
  /** Another service's failure. */
  foreign: 0,
  /** Something failed; it does not say what. */
  unspecific: 1,
  /** A code that many services share, where the operation shows that KMS gave it. */
  sharedCode: 2,
  /** A sentence of a service about its call to KMS, or the reason of an authorization sentence that was left out. */
  phrase: 3,
  /** A code that is KMS's own, or what KMS says of a key's state. */
  kmsCode: 4,
  /** AWS's authorization sentence, or the decoded authorization message. */
  sentence: 5,
} as const;

/** One of {@link weights}. */
export type Weight = (typeof weights)[keyof typeof weights];

/** The weight of a code or sentence; one whose kind is `other` does not say what failed. */
export function weigh(kind: DenialKind, specific: Weight): Weight {
  return kind === 'other' ? weights.unspecific : specific;
}

/** Something in the text that tells of a failure. Offsets are those of {@link PastedText.squeezed}. */
export interface DenialHit {
  readonly start: number;
  readonly end: number;
  readonly weight: Weight;
  readonly kind: DenialKind;
  /** KMS's own answer with a code of its own: when `kind` is other, it is certainly nothing else. */
  readonly conclusive?: true;
  /** A failure, but another service's: it takes hits near it along, and is dropped. */
  readonly foreign?: true;
  /** KMS's own whole answer, in one of its two wordings: the authorization sentence, or the older phrase; the weight tells which. */
  readonly own?: true;
  /** A failure's name that stands where nothing failed: in program text, in a list, in advice. Alone it tells of no failure. */
  readonly bare?: true;
  readonly facts: ReadFields;
}

/** What a hit says; what it does not say is absent. */
export interface ReadFields {
  readonly caller?: CallerFacts;
  readonly action?: string;
  readonly key?: KeyFacts;
  readonly deniedBy?: DeniedBy;
  readonly denyingPolicyArn?: string;
  readonly authorizationId?: string;
  readonly requestId?: string;
  readonly time?: string;
  readonly callingService?: string;
  readonly requestRegion?: string;
  readonly vpcEndpointId?: string;
  readonly sourceIp?: string;
  readonly encryptionContext?: Readonly<Record<string, string>>;
}
