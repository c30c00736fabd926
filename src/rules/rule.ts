import {
  type LocatedKind,
  type LocatedPolicy,
  type Span,
  type Change,
  type TextEdit,
  editsOf,
  withTexts,
} from '../policy';
import { type Message, message, type Say } from '../text/message';
import type { PolicyView } from './facts/view';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One rule: what it looks for, why, and its own examples. A file of src/rules exports it; src/rules/index.ts lists it. */
export interface Rule {
  /** Kebab-case and never reused; the IAM Access Analyzer name where it is the same check. */
  readonly code: string;
  readonly severity: Severity;
  /** The rule's heading: what is wrong, in English. */
  readonly summary: string;
  /** Why it is wrong and what to do, in English. */
  readonly why: string;
  /** The AWS page that says so. */
  readonly source: string;
  /** The kinds of policy it applies to. */
  readonly kinds: readonly LocatedKind[];
  /** The rule asks about services other than KMS, and is skipped when their data is not at hand. */
  readonly needs?: 'services';
  check(policy: PolicyView, report: Report): void;
  /** Policies with this mistake; `«…»` marks each place that is reported. */
  readonly wrong: readonly Example[];
  /** Policies without it. */
  readonly right: readonly Example[];
  /** Why no fix is offered, when there is none. */
  readonly noFix?: string;
  /** Codes of errors that the defect hides and its fix may bring to light. */
  readonly mayReveal?: readonly string[];
}

/** A policy for a rule's page and for its test. */
export interface Example {
  readonly kind: LocatedKind;
  readonly text: string;
  /** ARN of the key, for rules that want to know it. */
  readonly keyArn?: string;
  /** ARN of the caller who is about to save it, for rules that want to know that. */
  readonly callerArn?: string;
  /** Codes of other rules that also have a point here. */
  readonly besides?: readonly string[];
}

/** What a rule reports. Offsets are those of the policy's own text. */
export interface Reported {
  readonly at: Span;
  readonly message: Message;
  /** Only where it differs from the rule's. */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly tag?: Tag;
  readonly fixes?: readonly Fix[];
}

export type Report = (reported: Reported) => void;

/** `unnecessary` = has no effect (shown faded), `deprecated` = shown struck through. */
export type Tag = 'unnecessary' | 'deprecated';

export interface Related extends Span {
  readonly message: Message;
}

/**
 * What a fix does to access. `safe` = says what the author meant and gives nobody more: good for fix-all.
 * `review` = a person should look at it; `widens` = somebody could get more access than now.
 */
export type FixEffect = 'safe' | 'review' | 'widens';

export interface Fix {
  readonly title: Message;
  /** What it makes of the policy. A writer makes edits of them when the fix is offered or made: {@link fixEdits}. */
  readonly changes: readonly Change[];
  readonly effect: FixEffect;
  /** What a person has to fill in first. */
  readonly ask?: FixQuestion;
}

/** A question whose answer replaces `token` in the new texts of a fix's changes. */
export interface FixQuestion {
  readonly what: 'account' | 'principal' | 'region' | 'key-arn' | 'action' | 'text';
  readonly prompt: Message;
  readonly token: string;
  /** Answers to pick from. */
  readonly suggestions: readonly string[];
}

/** A finding, in offsets of the document that was checked; its fixes are changes of the policy's values. */
export interface Finding extends Span {
  readonly code: string;
  readonly severity: Severity;
  readonly message: Message;
  readonly related: readonly Related[];
  readonly tag: Tag | undefined;
  readonly fixes: readonly Fix[];
  readonly policy: LocatedPolicy;
  /** The place in the policy's own text, which differs when the policy is an escaped string. */
  readonly inPolicy: Span;
}

/**
 * The edits of the document that make a fix of a finding. What they write is read again: undefined when that is not what the
 * fix wants, or when the document is open or broken at that place; then the fix is not to be offered.
 */
export function fixEdits({ policy }: Finding, { changes }: Fix): readonly TextEdit[] | undefined {
  const edits = changes.length === 0 ? undefined : editsOf(policy, changes);
  return edits?.length === 0 ? undefined : edits;
}

/** A fix's title for people. A fix that could give somebody more access says so. */
export function fixTitle({ title, effect }: Fix, say: Say): string {
  return effect === 'widens' ? say(message('{fix} (gives more access)', { fix: title })) : say(title);
}

/** The fix with its question answered. Characters that JSON would have to escape are dropped: no ARN, id or name has any. */
export function answerFix(fix: Fix, answer: string): Fix {
  const { ask, ...rest } = fix;
  if (ask === undefined) {
    return fix;
  }
  const clean = answer.replace(/["\\\u0000-\u001f]/g, '');
  const answered = (text: string) => text.replaceAll(ask.token, () => clean);
  return { ...rest, changes: fix.changes.map(change => withTexts(change, answered)) };
}

/** Kinds of policy that name who is meant. */
export const withPrincipals: readonly LocatedKind[] = ['key', 'trust', 'resource', 'rcp'];

/** Kinds of policy whose statements need a Resource. */
export const withResources: readonly LocatedKind[] = ['key', 'identity', 'resource', 'scp', 'rcp', 'unknown'];

export const everyKind: readonly LocatedKind[] = ['key', 'identity', 'trust', 'resource', 'scp', 'rcp', 'unknown'];
