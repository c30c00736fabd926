import { callerFacts, readKeyName, noKey, readName, type CallerFacts, type KeyFacts } from './names';
import { readOperation } from './operations';
import { weights, type ReadFields, type DenialHit, type PastedText } from './page';
import type { DeniedBy } from './types';

/** How far the parts of one sentence may lie apart, in squeezed characters. */
const reach = 700;

/**
 * Finds AWS's authorization sentence: `User: ARN is not authorized to perform: kms:X on resource: ARN because …` (IAM User Guide,
 * "Troubleshoot access denied error messages"). One about another service's action becomes a foreign hit.
 */
export function findSentences(page: PastedText): DenialHit[] {
  const { text, lower } = page.squeezed;
  const hits: DenialHit[] = [];
  let floor = 0;
  for (const { 0: anchor, index } of lower.matchAll(anchors)) {
    const denied = index < floor ? undefined : deniedAction(lower, anchor, index);
    if (denied === undefined) {
      continue;
    }
    const hit = readSentence(page, index, denied, floor);
    floor = hit.end;
    hits.push(hit);
  }
  return [...hits, ...reasonsAlone(page, hits)].map(hit => ({ ...hit, end: Math.min(hit.end, text.length) }));
}

/** What stands just before the action: `not authorized to perform`, or the heading of the console's panel. */
const anchors =
  /(?:not|n't)(?:currently|yet)?authori[sz]edto(?:perform|call|invoke|use)|(?<!")action:(?=\[?[a-z0-9-]{2,40}:[a-z])|service:\[?kms\]?action:(?=\[?[a-z])/g;

/** The action that was denied: its service, and where the operation's name begins. */
interface DeniedAction {
  readonly service: string;
  readonly operationAt: number;
}

/** The action behind an anchor, which begins at `index`; undefined where none is named, or where the heading is not of the console's panel. */
function deniedAction(lower: string, anchor: string, index: number): DeniedAction | undefined {
  if (anchor.endsWith('action:') && !isConsolePanel(lower, index)) {
    return undefined;
  }
  const end = index + anchor.length;
  // `Service: kms`, `Action: Decrypt`: the service has a heading of its own.
  if (anchor.startsWith('service:')) {
    return { service: 'kms', operationAt: lower.charAt(end) === '[' ? end + 1 : end };
  }
  const prefix =
    /[:"'`([*]{0,6}(?:the)?(?:following)?(?:actions?|operation)?[:"'`([*]{0,6}([a-z][a-z0-9-]{1,40}):(?=[a-z*])/y;
  prefix.lastIndex = end;
  const service = prefix.exec(lower)?.[1];
  return service === undefined ? undefined : { service, operationAt: prefix.lastIndex };
}

/** The whole sentence around an action: the caller before `anchor`, but not before `floor`; resource and reason behind. */
function readSentence(
  page: PastedText,
  anchor: number,
  { service, operationAt }: DeniedAction,
  floor: number,
): DenialHit {
  const { lower } = page.squeezed;
  const operation = actionAt(page, operationAt);
  const next = lower.indexOf('edtoperform', operationAt);
  const stop = Math.min(lower.length, operationAt + reach + 300, next < 0 ? Infinity : next);
  const caller = callerBefore(page, anchor, floor);
  const tail = readTail(page, operationAt + operation.length, stop);
  const place = { start: caller?.start ?? anchor, end: tail.end };
  if (service !== 'kms') {
    return { ...place, weight: weights.foreign, kind: 'other', foreign: true, facts: {} };
  }
  return {
    ...place,
    weight: weights.sentence,
    kind: 'access-denied',
    own: true,
    facts: {
      ...(caller && { caller: caller.facts }),
      action: `kms:${operation}`,
      ...(tail.key && { key: tail.key }),
      deniedBy: tail.deniedBy,
      ...tail.extras,
    },
  };
}

/** `… no identity-based policy allows the kms:Decrypt action`, where the sentence before it was left out. */
function reasonsAlone(page: PastedText, sentences: readonly DenialHit[]): DenialHit[] {
  const { lower } = page.squeezed;
  let next = 0;
  return [
    ...lower.matchAll(
      /(?:because(?:there(?:is|are))?)?no[a-z-]{3,25}(?:policy|boundary)allowsthekms:(?=[a-z]{3,60}action)/g,
    ),
  ].flatMap(({ 0: head, index }): DenialHit[] => {
    while ((sentences[next]?.end ?? Infinity) <= index) {
      next++;
    }
    if ((sentences[next]?.start ?? Infinity) <= index) {
      return [];
    }
    const reason = readReason(page, index, lower.length);
    return [
      {
        start: index,
        end: Math.max(reason.end, index + head.length),
        weight: weights.phrase,
        kind: 'access-denied',
        facts: { action: `kms:${actionAt(page, index + head.length)}`, deniedBy: reason.deniedBy },
      },
    ];
  });
}

/** The AWS console's panel: `User: ARN`, `Action: kms:X`, `On resource(s): ARN`, `Context: no … policy allows …`, and no policy text. */
function isConsolePanel(lower: string, anchor: number): boolean {
  const before = lower.slice(Math.max(0, anchor - 500), anchor);
  return (
    /user:\[?arn:[^{}"]{1,300}$/.test(before) &&
    (/permission|denied/.test(before) || lower.slice(anchor, anchor + reach).includes('context:'))
  );
}

function actionAt(page: PastedText, at: number): string {
  const from = page.squeezed.below(at);
  const word = /^[A-Za-z*]{1,80}/.exec(page.clean.text.slice(from, from + 80))?.[0] ?? '';
  const broken = page.clean.text.charAt(from + word.length) === '\n';
  return readOperation(page.squeezed.text, at, word, broken);
}

/**
 * The caller, before `… is not authorized`, whose `not` (or the verb itself) begins at `anchor`; not before `floor`.
 * Undefined when none stands there. `anchor`, `floor` and `start` are offsets in the squeezed text.
 */
export function callerBefore(
  page: PastedText,
  anchor: number,
  floor = 0,
): { readonly start: number; readonly facts: CallerFacts } | undefined {
  const low = Math.max(floor, anchor - reach);
  const before = page.squeezed.lower.slice(low, anchor);
  const verb = /(?:is|are|was|were|does|has)$/.exec(before)?.index ?? before.length;
  const head = lastHead(before.slice(0, verb));
  if (head === undefined) {
    return undefined;
  }
  const nameAt = page.squeezed.below(low + head.name);
  const verbAt = low + verb === 0 ? 0 : page.squeezed.below(low + verb - 1) + 1;
  const raw = page.clean.text.slice(nameAt, Math.max(nameAt, verbAt)).replace(/^[\s"'`*]+/, '');
  const begin = Math.max(nameAt, verbAt) - raw.length;
  const { value } = readName(page.clean.text, begin, verbAt);
  return { start: low + head.start, facts: callerFacts(value) };
}

const heads = ['user:', 'role:', 'principal:', 'identity:', 'caller:', 'service:'];

/** Where the caller is introduced: `User:`, or an ARN straight before the verb. Offsets within `before`. */
function lastHead(before: string): { readonly start: number; readonly name: number } | undefined {
  const arn = before.lastIndexOf('arn:');
  const said = heads
    .map(word => ({ start: before.lastIndexOf(word), length: word.length }))
    .filter(h => h.start >= 0)
    .sort((a, b) => b.start - a.start)[0];
  if (said !== undefined) {
    const name = said.start + said.length;
    if (arn < name ? before.length - name < 120 : arn - name < 40) {
      return { start: said.start, name };
    }
  }
  if (arn >= 0 && !/[,;()]/.test(before.slice(arn))) {
    return { start: arn, name: arn };
  }
  const service = /(?:[a-z0-9-]{1,60}\.){1,4}amazonaws\.com(?:\.cn)?$/.exec(before.slice(-200));
  if (service !== null) {
    const at = before.length - service[0].length;
    return { start: at, name: at };
  }
  const word =
    /(?:user|role|principal|caller|identity)[a-z0-9*<>_[\].…-]{0,40}$|(?:assumed-role|user|role)\/[^"',;()]{1,200}$/.exec(
      before,
    );
  return word === null ? undefined : { start: word.index, name: before.length };
}

interface Tail {
  readonly end: number;
  /** Absent where AWS withholds the key: `on this resource`, `on the resource associated with this ciphertext`. */
  readonly key?: KeyFacts;
  readonly deniedBy: DeniedBy;
  readonly extras: ReadFields;
}

const reasonHead = /context:\[?|because(?:there(?:is|are))?no|because(?:the|this)|with(?:an)?explicit|duetoan?explicit/;

/** Resource and reason, after the action that ends at `at`. */
function readTail(page: PastedText, at: number, stop: number): Tail {
  const { lower, below } = page.squeezed;
  const because = lower.slice(at, Math.min(stop, at + 500)).search(reasonHead);
  const on =
    /^["'`).,*\]]{0,6}(?:actions?|operation)?on(?:(?:the)?(?:following)?resources?(?:\(s\))?[:=]?["'`*[]{0,4}|(?:the)?(?:kms)?(?:key)?["'`*]{0,2}(?=arn:|alias\/|key\/))/.exec(
      lower.slice(at, at + 60),
    );
  let end = at;
  const withheld = /^["'`]{0,2}on(?:this|the)resource(?!:)/.exec(lower.slice(at, at + 20));
  let key = withheld === null ? noKey : undefined;
  if (on !== null) {
    end = at + on[0].length;
    const name = readName(page.clean.text, below(end), because < 0 ? undefined : below(at + because));
    const facts = readKeyName(name.value);
    if (facts.resource !== null || (facts.keyId !== null && /key\/|alias\//.test(name.value))) {
      key = facts;
      end = advance(page, end, name.end);
    }
  }
  // The reason follows at once; what is said further on is another sentence.
  if (because < 0 || at + because - end > 120) {
    const goTo = /^\.?goto/.test(lower.slice(end, end + 6)) ? readAuthorizationId(page, end, stop) : undefined;
    return {
      end: goTo?.end ?? end,
      ...(key && { key }),
      deniedBy: 'unknown',
      extras: goTo === undefined ? {} : { authorizationId: goTo.id },
    };
  }
  const reason = readReason(page, at + because, stop);
  return { end: reason.end, ...(key && { key }), deniedBy: reason.deniedBy, extras: reason.extras };
}

/** The squeezed offset at which the clean offset `cleanEnd` is reached, going on from `from`. */
function advance(page: PastedText, from: number, cleanEnd: number): number {
  const start = page.squeezed.below(from);
  return from + page.clean.text.slice(start, cleanEnd).replace(/\s+/g, '').length;
}

// IAM User Guide, "Troubleshoot access denied error messages"; LocalStack says "role inline policy". The first that fits counts.
const policyTypes: readonly (readonly [RegExp, implicit: DeniedBy, explicit: DeniedBy])[] = [
  [/^vpcendpoint/, 'vpc-endpoint', 'vpc-endpoint'],
  [/^identity-?based/, 'no-identity-policy', 'explicit-deny-identity'],
  [/^resource-?based/, 'no-resource-policy', 'explicit-deny-resource'],
  [/^keypolicy/, 'no-resource-policy', 'explicit-deny-resource'],
  [/^servicecontrol/, 'no-scp', 'explicit-deny-scp'],
  [/^resourcecontrol/, 'no-rcp', 'explicit-deny-rcp'],
  [/^permissions?boundar/, 'no-boundary', 'explicit-deny-boundary'],
  [/^sessions?polic/, 'no-session', 'explicit-deny-session'],
  [/^(?:(?:role|user|group)(?:inline|managed)?|inline|managed)policy/, 'no-identity-policy', 'explicit-deny-identity'],
];

function readReason(
  page: PastedText,
  at: number,
  stop: number,
): { readonly end: number; readonly deniedBy: DeniedBy; readonly extras: ReadFields } {
  const { lower, below } = page.squeezed;
  const head =
    /^(?:(?:(?:because|context:\[?)(?:there(?:is|are))?)?no(?=[a-z-]{3,25}(?:policy|boundar))|(?:with|dueto|context:\[?)(?:an?)?explicitdeny(?:in)?|context:\[?(?=an?[a-z-]{3,25}(?:policy|boundary)explicitlydenies))(?:an?(?=[a-z])|the)?/.exec(
      lower.slice(at, at + 60),
    );
  if (head === null) {
    const triple = /^because.{0,200}?explicitlydeniesaccess/.exec(lower.slice(at, at + 260));
    return { end: at + (triple?.[0].length ?? 7), deniedBy: 'unknown', extras: {} };
  }
  const typeAt = at + head[0].length;
  const explicit =
    /explicitdeny/.test(head[0]) ||
    /^[a-z-]{3,25}(?:policy|boundary)explicitlydenies/.test(lower.slice(typeAt, typeAt + 50));
  const sentence = explicit
    ? /^[a-z-]{0,40}?(?:policy|boundary)/.exec(lower.slice(typeAt, typeAt + 60))
    : /^[a-z-]{0,60}?allowsthe[a-z]{1,20}:[a-z*]{1,60}?action/.exec(lower.slice(typeAt, typeAt + 180));
  let end = typeAt + (sentence?.[0].length ?? 0);
  const policy = explicit ? /^[:"'`(]{0,3}(?=arn:)/.exec(lower.slice(end, end + 12)) : null;
  let denyingPolicyArn: string | undefined;
  if (policy !== null) {
    const from = end + policy[0].length;
    const after = /(?:\.goto(?:https)?|\(service:|status(?:code)?:)/.exec(lower.slice(from, from + 400));
    const name = readName(page.clean.text, below(from), after === null ? undefined : below(from + after.index));
    denyingPolicyArn = name.value;
    end = advance(page, from, name.end);
  }
  const authorization = readAuthorizationId(page, end, stop);
  return {
    end: authorization?.end ?? end,
    deniedBy: deniedByPolicy(lower.slice(typeAt, typeAt + 40), explicit),
    extras: {
      ...(denyingPolicyArn !== undefined && { denyingPolicyArn }),
      ...(authorization && { authorizationId: authorization.id }),
    },
  };
}

function deniedByPolicy(named: string, explicit: boolean): DeniedBy {
  const found = policyTypes.find(([name]) => name.test(named));
  if (found === undefined) {
    return 'unknown';
  }
  const [, byNoAllow, byDeny] = found;
  return explicit ? byDeny : byNoAllow;
}

/** The authorization id that the newest messages end with (IAM User Guide, "Troubleshoot access denied errors with authorization ID"). */
function readAuthorizationId(
  { clean, squeezed: { text, lower, below } }: PastedText,
  from: number,
  stop: number,
): { readonly id: string; readonly end: number } | undefined {
  const said = /authorization-?(?:id:|details\/)/.exec(lower.slice(from, Math.min(stop, from + 600)));
  if (said === null) {
    return undefined;
  }
  const at = from + said.index + said[0].length;
  // The sentence around it shows where it ends, however it was wrapped.
  const id =
    /authorization-details\/([\w-]{1,120}?)forcompletedetails/i.exec(text.slice(from, from + 600))?.[1] ??
    /^[\w-]+/.exec(clean.text.slice(below(at), below(at) + 120))?.[0];
  return id === undefined ? undefined : { id, end: at + id.length };
}
