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

/** Prepares a text for reading. */
export function openPage(source: string): PastedText {
  const unescaped = unescapeText(source);
  const lines = compose(stripLines(unescaped.text), unescaped);
  const clean = compose(closeArns(lines.text), lines);
  return { source, clean, squeezed: squeeze(clean.text) };
}

/** Something in the text that tells of a failure. Offsets are those of {@link PastedText.squeezed}. */
export interface DenialHit {
  readonly start: number;
  readonly end: number;
  /** How much its `kind` counts beside other hits of the same failure; of equals the later one, the cause, wins. */
  readonly weight: number;
  readonly kind: DenialKind;
  /** KMS's own answer with a code of its own: when `kind` is other, it is certainly nothing else. */
  readonly conclusive?: true;
  /** A failure, but another service's: it takes hits near it along, and is dropped. */
  readonly foreign?: true;
  /** KMS's own whole answer, in one of its two wordings: the weight tells which. */
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
