/** How a draft gets onto a key: checks, one question, the write, and a look at what is stored then. */
import type { AccessChange } from '../../access';
import { comparePolicies, parsePolicy } from '../../policy';
import type { Answer, CallerIdentity, Failure, LiveKey, Session } from '../../ports';
import { type Application, checkAgainstLive, type Obstacle, obstaclesInDraft, sameJson, textToStore } from './check';
import { type Suspect, suspectsIn } from './suspects';

/** What the user is asked before anything is written. */
export interface Question {
  readonly keyArn: string;
  readonly key: LiveKey | undefined;
  /** `alias/…` names of the key, as far as they could be read. */
  readonly aliases: readonly string[];
  readonly caller: CallerIdentity;
  readonly change: AccessChange;
  /** Configured, and not AWS's own. */
  readonly endpoint: string | undefined;
}

/** A key policy that another is about to replace. */
export interface PreviousPolicy {
  readonly keyArn: string;
  readonly aliases: readonly string[];
  /** ARN of who replaced it. */
  readonly caller: string;
  /** Its text as it was stored. */
  readonly policy: string;
  readonly sandbox: boolean;
}

/** What applying a draft needs besides the draft. */
export interface ApplyMeans {
  readonly session: Session;
  /** Asks the one question; after anything but true nothing is written. */
  confirm(question: Question): Promise<boolean>;
  /** Keeps the previous policy before the write; the returned function forgets it when nothing was written after all. */
  keep(previous: PreviousPolicy): Promise<() => Promise<void>>;
  /** Resolves after so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
  /** Stops it as long as nothing is written. */
  readonly signal: AbortSignal;
}

/** How it ended. */
export type Outcome =
  | { readonly kind: 'obstacles'; readonly obstacles: readonly Obstacle[] }
  /** Without these answers nothing can be checked. */
  | { readonly kind: 'unread'; readonly failure: Failure }
  /** Somebody changed the live policy since the draft was begun. Nothing was written. */
  | { readonly kind: 'live-changed'; readonly live: string }
  | { readonly kind: 'declined' }
  /** AWS refused; nothing was written. */
  | { readonly kind: 'refused'; readonly failure: Failure; readonly suspects: readonly Suspect[] }
  | Written;

/** The write was sent. */
export interface Written {
  readonly kind: 'written';
  /** Why there was no answer; undefined when AWS said yes. */
  readonly lost: Failure | undefined;
  /** What was stored when we looked: the draft, still the previous policy, somebody else's, or it could not be read. */
  readonly seen: 'draft' | 'previous' | 'other' | 'unread';
  /** The policy as it was read back. */
  readonly live: string | undefined;
  readonly question: Question;
}

/**
 * Stores a draft as a key's policy. Nothing is written before every check has passed and the question was answered with yes; what was
 * there before is kept. KMS knows no condition "only if unchanged", so the live policy is read once more right before the write.
 * @throws AbortError when cancelled before the write
 */
export async function applyKeyPolicy(application: Application, means: ApplyMeans): Promise<Outcome> {
  const { session, signal } = means;
  const { keyArn, base } = application;
  const early = obstaclesInDraft(application);
  if (early.length > 0) {
    return { kind: 'obstacles', obstacles: early };
  }

  const [key, live, caller, aliases] = await Promise.all([
    session.describeKey(keyArn, signal),
    session.keyPolicy(keyArn, signal),
    session.caller(signal),
    session.aliases(keyArn, signal),
  ]);
  if (!caller.ok) {
    return { kind: 'unread', failure: caller.failure };
  }
  if (!live.ok) {
    return foreignCallerOr(application, caller.value, live.failure);
  }
  const { change, obstacles } = checkAgainstLive(application, {
    key: key.ok ? key.value : undefined,
    live: live.value,
    caller: caller.value,
  });
  if (obstacles.length > 0) {
    return { kind: 'obstacles', obstacles };
  }
  if (!isUnchanged(base, live.value)) {
    return { kind: 'live-changed', live: live.value };
  }

  const question: Question = {
    keyArn,
    change,
    key: key.ok ? key.value : undefined,
    aliases: aliases.ok ? aliases.value.map(a => a.name) : [],
    caller: caller.value,
    endpoint: session.source.kind === 'sandbox' ? undefined : session.endpoints.kms,
  };
  if ((await means.confirm(question)) !== true) {
    return { kind: 'declined' };
  }
  return writeIfUnchanged(application, question, means);
}

/** Looks at the live policy once more, keeps it, and puts the draft in its place. */
async function writeIfUnchanged(
  { keyArn, draft, base }: Application,
  question: Question,
  means: ApplyMeans,
): Promise<Outcome> {
  const { session, signal } = means;
  const again = await session.keyPolicy(keyArn, signal);
  if (!again.ok) {
    return { kind: 'unread', failure: again.failure };
  }
  if (!isUnchanged(base, again.value)) {
    return { kind: 'live-changed', live: again.value };
  }
  signal.throwIfAborted();

  const forget = await means.keep({
    keyArn,
    policy: again.value,
    caller: question.caller.arn,
    aliases: question.aliases,
    sandbox: session.source.kind === 'sandbox',
  });
  return write({ draft, previous: again.value, question, forget }, means);
}

/** A policy that cannot be read is most often one of another account: that says more than the refusal. */
function foreignCallerOr(application: Application, caller: CallerIdentity, failure: Failure): Outcome {
  const { obstacles } = checkAgainstLive(application, { key: undefined, live: '', caller });
  const foreign = obstacles.filter(o => o.kind === 'other-account');
  return foreign.length > 0 ? { kind: 'obstacles', obstacles: foreign } : { kind: 'unread', failure };
}

/** Pauses before writes that AWS turned away unseen are tried again, in milliseconds. */
const pauses = [1_000, 2_000, 4_000];
/** When the stored policy is looked at after a write, in milliseconds between the looks: KMS is eventually consistent (KMS Developer Guide, "AWS KMS eventual consistency"). */
const looks = [0, 500, 1_000, 2_000, 4_000, 8_000];

/** A write that nothing stands in the way of any more. */
interface Write {
  readonly draft: string;
  /** The text that it replaces, and that was kept. */
  readonly previous: string;
  readonly question: Question;
  readonly forget: () => Promise<void>;
}

async function write({ draft, previous, question, forget }: Write, { session, wait }: ApplyMeans): Promise<Outcome> {
  // From here on nothing cancels: a write that was given up half-way may have happened.
  const { signal } = new AbortController();
  const text = textToStore(draft);
  let put = await session.putKeyPolicy(question.keyArn, text, signal);
  for (const pause of pauses) {
    // A refused signature tells the SDK what time it is at AWS.
    if (put.ok || (put.failure.kind !== 'throttled' && put.failure.kind !== 'clock-skew')) {
      break;
    }
    await wait(pause);
    put = await session.putKeyPolicy(question.keyArn, text, signal);
  }
  if (!put.ok && isRefusal(put.failure)) {
    await forget();
    return {
      kind: 'refused',
      failure: put.failure,
      suspects: await suspectsIn({ keyArn: question.keyArn, policy: draft, failure: put.failure }, session, signal),
    };
  }
  const written = { kind: 'written', lost: put.ok ? undefined : put.failure, question } as const;
  let stored: Answer<string> | undefined;
  for (const pause of looks) {
    if (pause > 0) {
      await wait(pause);
    }
    stored = await session.keyPolicy(question.keyArn, signal);
    if (!stored.ok) {
      continue;
    }
    if (saysTheSame(stored.value, text)) {
      return { ...written, seen: 'draft', live: stored.value };
    }
    if (!isUnchanged(stored.value, previous)) {
      return { ...written, seen: 'other', live: stored.value };
    }
  }
  return stored?.ok === true
    ? { ...written, seen: 'previous', live: stored.value }
    : { ...written, seen: 'unread', live: undefined };
}

/** Whether a failure says that nothing was written; otherwise only reading back can tell. */
function isRefusal(failure: Failure): boolean {
  switch (failure.kind) {
    case 'network':
      return failure.reason === 'refused' || failure.reason === 'dns' || failure.reason === 'tls';
    case 'service':
    case 'malformed':
      return false;
    case 'other':
      return failure.status !== undefined && failure.status >= 400 && failure.status < 500;
    default:
      return true;
  }
}

/** Whether two policies say the same; AWS may store one in other words. */
function saysTheSame(a: string, b: string): boolean {
  return comparePolicies(parsePolicy(a), parsePolicy(b)).sameness === 'same';
}

/** Whether a policy is the one it was. Other Sids are a change too, though they decide nothing: somebody wrote them. */
function isUnchanged(a: string, b: string): boolean {
  if (sameJson(a, b)) {
    return true;
  }
  const [one, other] = [parsePolicy(a), parsePolicy(b)];
  const { sameness, pairs } = comparePolicies(one, other);
  return (
    sameness === 'same' &&
    one.statements.length === other.statements.length &&
    [...pairs].every(([left, right]) => left.sid?.value?.value === right.sid?.value?.value)
  );
}
