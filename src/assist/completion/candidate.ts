import type { LocatedPolicy, Statement } from '../../policy';
import type { Descriptions } from '../../reference/descriptions';
import type { ServiceData } from '../../reference/servicesData';
import type { Message } from '../../text/message';
import type { Slot } from '../place';
import type { Places } from '../snippets';
import type { Cursor } from './cursor';
import type { Seen } from './seen';

/** What the world outside of the text adds; without it completion knows KMS alone. */
export interface Knowledge {
  readonly services?: ServiceData;
  readonly descriptions?: Descriptions;
  /** Names in this document and in the workspace. */
  readonly seen: Seen;
  /** Account ids of the user's AWS profiles. */
  readonly accounts: readonly string[];
  /** ARN of the key that the policy belongs to. */
  readonly keyArn?: string;
}

/** What somebody is about to type, and where. */
export interface Request {
  readonly policy: LocatedPolicy;
  readonly statement: Statement | undefined;
  readonly slot: Slot;
  readonly cursor: Cursor;
  /** What was typed before the cursor, without quotes. */
  readonly prefix: string;
  readonly places: Places;
  readonly known: Knowledge;
}

/** What is offered; it chooses the icon. */
export type CandidateKind =
  'element' | 'action' | 'wildcard' | 'service' | 'operator' | 'key' | 'value' | 'principal' | 'snippet';

/** Something to offer, before it is fitted into the quotes and commas around the cursor. */
export interface Candidate {
  readonly label: string;
  readonly kind: CandidateKind;
  /** The string to be, `{account}` and the like in it are tab stops; the label by default. */
  readonly text?: string;
  /** JSON text in place of a string, with tab stops. */
  readonly json?: string;
  /** For the name of a member: the JSON text of its value, with tab stops. */
  readonly value?: string;
  /** The label in the reader's language; the label itself is what is typed. */
  readonly title?: Message;
  readonly detail?: Message;
  /** Plain sentences, each a paragraph. */
  readonly about?: () => readonly Message[];
  /** The AWS page. */
  readonly source?: string;
  /** More is to be chosen right after it. */
  readonly goesOn?: boolean;
  readonly deprecated?: boolean;
}
