import { parsePrincipal } from '../policy';
import { kindOfCode } from './failures';
import { findEvents, readFields, type Block, type Field } from './fields';
import {
  callerFacts,
  isAccount,
  looksLikeRegion,
  readKeyName,
  noKey,
  unreadCaller,
  type CallerFacts,
  type KeyFacts,
} from './names';
import { kmsActionOf } from './operations';
import { weigh, weights, type ReadFields, type DenialHit, type PastedText } from './page';

/** A CloudTrail event in the text. Hits inside it belong to it; `hit` is there when it tells of a KMS failure by itself. */
export interface EventRecord {
  readonly start: number;
  readonly end: number;
  /** Fields that complete whatever failure stands inside. */
  readonly facts: ReadFields;
  readonly hit?: DenialHit;
}

/** Reads every CloudTrail event (CloudTrail User Guide, "CloudTrail record contents"). Offsets are those of the squeezed text. */
export function readEvents(page: PastedText): EventRecord[] {
  const blocks = findEvents(page.clean.text);
  const toSqueezed = squeezedOffsets(page, blocks);
  return blocks.map((block, i) => {
    const { start, end } = toSqueezed[i] ?? block;
    return { start, end, ...readEvent(readFields(page.clean.text, block), start, end) };
  });
}

function readEvent(fields: readonly Field[], start: number, end: number): Pick<EventRecord, 'facts' | 'hit'> {
  const code = deepest(fields, 'errorcode', 'error_code');
  const ours = isFromKms(fields);
  const facts = factsOf(fields, ours);
  if (code === undefined || !ours) {
    return { facts };
  }
  const action = kmsActionOf(deepest(fields, 'eventname', 'event_name') ?? '');
  const kind = kindOfCode(code);
  return {
    facts,
    hit: {
      start,
      end,
      weight: weigh(kind, weights.sharedCode),
      kind,
      facts: {
        ...facts,
        ...(action !== null && { action }),
        ...(code === 'VpceAccessDenied' && { deniedBy: 'vpc-endpoint' as const }),
      },
    },
  };
}

/** The value of the first of these names that has one; of several the deepest, for LookupEvents and log rows repeat some fields outside the event. */
function deepest(fields: readonly Field[], ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = fields.filter(
      f => (f.path === name || f.path.endsWith(`.${name}`)) && f.value !== '' && !/^(?:null|None|-)$/.test(f.value),
    );
    if (found.length > 0) {
      return found.reduce((deep, f) => (f.path.length > deep.path.length ? f : deep)).value;
    }
  }
  return undefined;
}

function isFromKms(fields: readonly Field[]): boolean {
  return /^kms\./.test(deepest(fields, 'eventsource', 'event_source') ?? '');
}

function factsOf(fields: readonly Field[], ours: boolean): ReadFields {
  const key = keyOf(fields);
  const caller = callerOf(fields);
  const service = callingServiceOf(fields, ours);
  const encryptionContext = encryptionContextOf(fields);
  const requestId = deepest(fields, 'requestid', 'request_id');
  const time = deepest(fields, 'eventtime', 'event_time');
  const region = deepest(fields, 'awsregion', 'aws_region');
  const vpcEndpointId = deepest(fields, 'vpcendpointid');
  const source = deepest(fields, 'sourceipaddress');
  return {
    ...(caller && { caller }),
    ...(region !== undefined && looksLikeRegion(region) && { requestRegion: region }),
    ...(vpcEndpointId !== undefined && { vpcEndpointId }),
    ...(source !== undefined && /^[\d.]{7,15}$|^[\da-f:]*:[\da-f:.]+$/i.test(source) && { sourceIp: source }),
    ...(ours && known(key) > 0 && { key }),
    ...(requestId !== undefined && { requestId }),
    ...(time !== undefined && { time }),
    ...(service !== undefined && { callingService: service }),
    ...(encryptionContext && { encryptionContext }),
  };
}

const keyPaths =
  /(?:resources\.arn|resources\.resourcename|requestparameters\.keyid|requestparameters\.targetkeyid|requestparameters\.aliasname|responseelements\.keyid)$/;

function keyOf(fields: readonly Field[]): KeyFacts {
  const keys = fields.filter(f => keyPaths.test(f.path)).map(f => readKeyName(f.value));
  return keys.sort((a, b) => known(b) - known(a))[0] ?? noKey;
}

function callingServiceOf(fields: readonly Field[], ours: boolean): string | undefined {
  return [
    invokedBy(fields),
    deepest(fields, 'sourceipaddress'),
    ours ? undefined : deepest(fields, 'eventsource'),
  ].find(s => s !== undefined && /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/.test(s));
}

function invokedBy(fields: readonly Field[]): string | undefined {
  return deepest(fields, 'useridentity.invokedby', 'invokedby');
}

/** The pairs of an `encryptionContext` object, their names in the case they have; undefined when there are none. */
export function encryptionContextOf(fields: readonly Field[]): Readonly<Record<string, string>> | undefined {
  const pairs = fields.filter(f => f.path.slice(0, -f.name.length).endsWith('encryptioncontext.'));
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs.map(f => [f.name, f.value]));
}

function known(key: KeyFacts): number {
  return (key.resource === null ? 0 : 2) + (key.keyId === null ? 0 : 1);
}

/** The caller's ARN; the role behind the session when only that is recorded; a service when it called on its own behalf; of a caller from another account sometimes the account alone. */
function callerOf(fields: readonly Field[]): CallerFacts | undefined {
  const arn = deepest(fields, 'useridentity.arn', 'user_identity.arn');
  const issuer = deepest(fields, 'useridentity.sessioncontext.sessionissuer.arn');
  const invoker = invokedBy(fields);
  const service = invoker !== undefined && parsePrincipal(invoker).kind === 'service' ? invoker : undefined;
  const name = arn ?? issuer ?? service;
  if (name !== undefined) {
    return callerFacts(name);
  }
  const account = deepest(fields, 'useridentity.accountid');
  return account === undefined ? undefined : { ...unreadCaller, principalAccount: isAccount(account) ? account : null };
}

/** Both ends of each block, counted without white space; one pass over the text. */
function squeezedOffsets({ clean: { text } }: PastedText, blocks: readonly Block[]): Block[] {
  const marks = [...new Set(blocks.flatMap(b => [b.start, b.end]))].sort((a, b) => a - b);
  const offsets = new Map<number, number>();
  let from = 0;
  let count = 0;
  for (const mark of marks) {
    count += text.slice(from, mark).replace(/\s+/g, '').length;
    offsets.set(mark, count);
    from = mark;
  }
  return blocks.map(b => ({ start: offsets.get(b.start) ?? 0, end: offsets.get(b.end) ?? 0 }));
}
