import { parsePrincipal } from '../policy';
import { kindOfCode } from './failures';
import { findEvents, readFields, type Block, type Field } from './fields';
import { callerFacts, isAccount, isRegion, keyFacts, noKey, unreadCaller, type CallerFacts } from './names';
import { kmsActionOf } from './operations';
import type { Facts, Hit, Page } from './page';

/** A CloudTrail event in the text. Hits inside it belong to it; `hit` is there when it tells of a KMS failure by itself. */
export interface EventRecord {
  readonly start: number;
  readonly end: number;
  /** Fields that complete whatever failure stands inside. */
  readonly facts: Facts;
  readonly hit?: Hit;
}

/** Reads every CloudTrail event (CloudTrail User Guide, "CloudTrail record contents"). Offsets are those of the squeezed text. */
export function readEvents(page: Page): EventRecord[] {
  const blocks = findEvents(page.clean.text);
  const toSqueezed = squeezedOffsets(page, blocks);
  return blocks.map((block, i) => {
    const { start, end } = toSqueezed[i] ?? block;
    return { start, end, ...readEvent(readFields(page.clean.text, block), start, end) };
  });
}

function readEvent(fields: readonly Field[], start: number, end: number): Pick<EventRecord, 'facts' | 'hit'> {
  const get = (...names: string[]): string | undefined => {
    for (const name of names) {
      // The deepest: LookupEvents and log rows repeat some fields outside the event.
      const found = fields.filter(
        f => (f.path === name || f.path.endsWith(`.${name}`)) && f.value !== '' && !/^(?:null|None|-)$/.test(f.value),
      );
      if (found.length > 0) {
        return found.reduce((deep, f) => (f.path.length > deep.path.length ? f : deep)).value;
      }
    }
    return undefined;
  };
  const code = get('errorcode', 'error_code');
  const ours = /^kms\./.test(get('eventsource', 'event_source') ?? '');
  const key =
    fields
      .filter(f =>
        /(?:resources\.arn|resources\.resourcename|requestparameters\.keyid|requestparameters\.targetkeyid|requestparameters\.aliasname|responseelements\.keyid)$/.test(
          f.path,
        ),
      )
      .map(f => keyFacts(f.value))
      .sort((a, b) => known(b) - known(a))[0] ?? noKey;
  const caller = callerOf(
    get('useridentity.arn', 'user_identity.arn'),
    get('useridentity.sessioncontext.sessionissuer.arn'),
    get('useridentity.invokedby', 'invokedby'),
    get('useridentity.accountid'),
  );
  const service = [
    get('useridentity.invokedby', 'invokedby'),
    get('sourceipaddress'),
    ours ? undefined : get('eventsource'),
  ].find(s => s !== undefined && /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/.test(s));
  const encryptionContext = encryptionContextOf(fields);
  const requestId = get('requestid', 'request_id');
  const time = get('eventtime', 'event_time');
  const region = get('awsregion', 'aws_region');
  const vpcEndpointId = get('vpcendpointid');
  const source = get('sourceipaddress');
  const facts: Facts = {
    ...(caller && { caller }),
    ...(region !== undefined && isRegion(region) && { requestRegion: region }),
    ...(vpcEndpointId !== undefined && { vpcEndpointId }),
    ...(source !== undefined && /^[\d.]{7,15}$|^[\da-f:]*:[\da-f:.]+$/i.test(source) && { sourceIp: source }),
    ...(ours && known(key) > 0 && { key }),
    ...(requestId !== undefined && { requestId }),
    ...(time !== undefined && { time }),
    ...(service !== undefined && { callingService: service }),
    ...(encryptionContext && { encryptionContext }),
  };
  if (code === undefined || !ours) {
    return { facts };
  }
  const action = kmsActionOf(get('eventname', 'event_name') ?? '');
  const kind = kindOfCode(code);
  return {
    facts,
    hit: {
      start,
      end,
      weight: kind === 'other' ? 1 : 2,
      kind,
      facts: {
        ...facts,
        ...(action !== null && { action }),
        ...(code === 'VpceAccessDenied' && { deniedBy: 'vpc-endpoint' as const }),
      },
    },
  };
}

/** The pairs of an `encryptionContext` object, their names in the case they have. */
export function encryptionContextOf(fields: readonly Field[]): Readonly<Record<string, string>> | undefined {
  const pairs = fields.filter(f => f.path.slice(0, -f.name.length).endsWith('encryptioncontext.'));
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs.map(f => [f.name, f.value]));
}

function known(key: ReturnType<typeof keyFacts>): number {
  return (key.resource === null ? 0 : 2) + (key.keyId === null ? 0 : 1);
}

/** The caller's ARN; the role behind the session when only that is recorded; a service when it called on its own behalf; of a caller from another account sometimes the account alone. */
function callerOf(
  arn: string | undefined,
  issuer: string | undefined,
  invokedBy: string | undefined,
  account: string | undefined,
): CallerFacts | undefined {
  const name =
    arn ?? issuer ?? (invokedBy !== undefined && parsePrincipal(invokedBy).kind === 'service' ? invokedBy : undefined);
  if (name !== undefined) {
    return callerFacts(name);
  }
  return account === undefined ? undefined : { ...unreadCaller, principalAccount: isAccount(account) ? account : null };
}

/** Both ends of each block, counted without white space; one pass over the text. */
function squeezedOffsets({ clean: { text } }: Page, blocks: readonly Block[]): Block[] {
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
