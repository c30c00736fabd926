import { parsePrincipal } from '../policy';
import type { Denial, PrincipalType } from './types';

const closers: Readonly<Record<string, string>> = { '<': '>', '[': ']', '{': '}', '(': ')' };
/** Longer than any ARN (2048 is IAM's limit for a path and name together is far below). */
const longest = 1200;

/** A name read out of clean text, put together again where a line break went through it. */
export interface Name {
  readonly value: string;
  /** Offset just after it, in the text it was read from. */
  readonly end: number;
}

/**
 * Reads the ARN, or any word, that begins at `start`. It ends at white space, a quote or a closing bracket that it did not open
 * (redactions such as `<account id>` and `[redacted]` belong to it). At a line break it goes on when it cannot be complete, or when
 * `until`, where the next known word of the sentence begins, is still ahead with no space between.
 */
export function readName(text: string, start: number, until?: number): Name {
  const glued =
    until !== undefined && until - start <= longest && !/[^\S\n]/.test(withoutHoles(text.slice(start, until)).trim());
  const limit = Math.min(text.length, start + longest, until ?? Infinity);
  let value = '';
  let at = start;
  while (at < limit) {
    const c = text.charAt(at);
    const masked = c === ' ' ? maskAfter(value, text, at) : '';
    if (masked !== '') {
      value += masked;
      at += masked.length;
      continue;
    }
    const close = closers[c];
    if (close !== undefined) {
      const closing = holeEnd(text, at, close, limit);
      if (closing < 0 || text.charAt(at + 1) === '/') {
        break;
      }
      value += text.slice(at, closing + 1).replace(/\n/g, '');
      at = closing + 1;
      continue;
    }
    if (c === '\n') {
      if (!(glued || goesOn(value, text, at + 1))) {
        break;
      }
    } else if ((glued ? /[\s"'`\u2e80-\uffdc]/ : /[\s"'`)\]}>,;|\\\u2e80-\uffdc]/).test(c)) {
      break;
    } else {
      value += c;
    }
    at++;
  }
  const trimmed = trimEnd(value, text.charAt(start - 1));
  return { value: trimmed, end: at };
}

/** The rest of a redaction in groups, `XXXX XXXX XXXX`, whose next group follows the space at `at`. */
function maskAfter(value: string, text: string, at: number): string {
  return /[Xx*#]{2}$/.test(value) ? (/^ [Xx*#]{2,12}(?=[ :/])/.exec(text.slice(at, at + 14))?.[0] ?? '') : '';
}

/** Where the bracket at `at` closes: on the same line, soon, and without another one in between. */
function holeEnd(text: string, at: number, close: string, limit: number): number {
  for (let i = at + 1; i < Math.min(limit, at + 60); i++) {
    const c = text.charAt(i);
    if (c === close) {
      return text.charAt(i + 1) === close && close === '}' ? i + 1 : i;
    }
    // `(Service: …` is the next part of the message.
    if (c === '"' || (c === '\n' && close !== '>') || (close === ')' && /[:;,]/.test(c))) {
      return -1;
    }
  }
  return -1;
}

function withoutHoles(text: string): string {
  return text.replace(/<[^<>"]{0,60}>|\[[^[\]"]{0,60}\]|[Xx*#]{2,12}(?: [Xx*#]{2,12})+/g, '');
}

/** A sentence's full stop, a colon and Markdown around the name do not belong to it; `...` and `**` as redaction do. */
function trimEnd(value: string, before: string): string {
  let trimmed = value;
  if (before === '*' || before === '_') {
    trimmed = trimmed.replace(/[*_]{1,3}[.:]?$/, '');
  }
  return trimmed.replace(/(?<!\.)\.$|[:,!?]+$/, '').replace(/(?<!\.)\.$/, '');
}

const partialUuid =
  /^(?:mrk-[0-9a-f]{0,31}|[0-9a-f]{1,7}|[0-9a-f]{8}(?:-(?:[0-9a-f]{0,4}|[0-9a-f]{4}-(?:[0-9a-f]{0,4}|[0-9a-f]{4}-(?:[0-9a-f]{0,4}|[0-9a-f]{4}-[0-9a-f]{0,11})))?)?)$/i;

/** Whether a name that stops at a line break must go on in the next line: no ARN is complete that way, and the rest stands there. */
function goesOn(value: string, text: string, next: number): boolean {
  if (!/^a(?:r(?:n(?::|$)|$)|$)/.test(value)) {
    return false;
  }
  const rest = /^[^\s"'`)\]}>,;|\\]{1,64}/.exec(text.slice(next, next + 64))?.[0] ?? '';
  if (rest === '') {
    return false;
  }
  const parts = value.split(':');
  if (parts.length < arnParts) {
    return parts.length < 3 || /[:/]/.test(rest) || /^\d+$/.test(rest);
  }
  const last = parts.at(-1) ?? '';
  if (last === '' || last.endsWith('/')) {
    return true;
  }
  return parts[2] === 'kms' && keyGoesOn(parts, rest, () => brokenAtEdge(text, next - 1));
}

/** `arn:partition:service:region:account:resource` (IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)"). */
const arnParts = 6;

/** The same of the ARN of a key or alias. An alias may end anywhere: it goes on when its line was cut. */
function keyGoesOn(parts: readonly string[], rest: string, isLineCut: () => boolean): boolean {
  const last = parts.at(-1) ?? '';
  if ((parts.length === arnParts && isPartOfKeyType(last)) || /[-_]$/.test(last)) {
    return true;
  }
  return last.startsWith('alias/') ? isLineCut() : keyIdGoesOn(last.startsWith('key/') ? last.slice(4) : '', rest);
}

/** The beginning of `key/` or `alias/`, and nothing behind it. */
function isPartOfKeyType(resource: string): boolean {
  return resource !== '' && ('key'.startsWith(resource) || 'alias'.startsWith(resource));
}

function keyIdGoesOn(id: string, rest: string): boolean {
  const more = /^[0-9a-z-]+/i.exec(rest)?.[0] ?? '';
  // The rest of an `mrk-` id has its digits only, and may be a word.
  if (id.startsWith('mrk-')) {
    return more === rest && /^[0-9a-f]+$/.test(more) && (id + more).length <= 36 && /[0-9]/.test(more);
  }
  return partialUuid.test(id) && (isKeyId(id + more) || partialUuid.test(id + more));
}

/** Whether a line was cut at the edge of a terminal: it is as long as the one before. */
function brokenAtEdge(text: string, lineEnd: number): boolean {
  const before = text.slice(Math.max(0, lineEnd - 1000), lineEnd).split('\n');
  const width = before.at(-1)?.length ?? 0;
  return before.length > 1 && width >= 20 && Math.abs(width - (before.at(-2)?.length ?? 0)) <= 1;
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function isKeyId(id: string): boolean {
  return uuid.test(id) || /^mrk-[0-9a-z]+$/i.test(id);
}

/** What a key's name tells: account, Region and id where they are real, null where they are redacted or missing. */
export interface KeyFacts {
  readonly resource: string | null;
  readonly resourceAccount: string | null;
  readonly region: string | null;
  readonly keyId: string | null;
}

/** No key or alias is mentioned. */
export const noKey: KeyFacts = { resource: null, resourceAccount: null, region: null, keyId: null };

/** Takes the ARN of a key or alias apart, however redacted; also a bare key id or alias name. {@link noKey} for anything else. */
export function readKeyName(name: string): KeyFacts {
  const parts = splitArn(name);
  if (!/^arn:[^:]*:kms(?::|$)/.test(name)) {
    return { ...noKey, keyId: keyIdOf(name) };
  }
  return {
    resource: name,
    // An account one colon too far is still the account.
    resourceAccount: parts.slice(4).find(isAccount) ?? null,
    region: looksLikeRegion(parts[3] ?? '') ? (parts[3] ?? null) : null,
    keyId: keyIdOf(parts.at(-1) ?? ''),
  };
}

function keyIdOf(name: string): string | null {
  const alias = /(?:^|\/)(alias\/[A-Za-z0-9/_-]+)$/.exec(name)?.[1];
  if (alias !== undefined) {
    return alias;
  }
  const id = name.slice(name.lastIndexOf('/') + 1);
  return isKeyId(id) ? id : null;
}

/**
 * What a caller's name tells. Less than a `Principal`: the name may be cut or redacted, so that no part of it is sure to be there.
 */
export interface CallerFacts {
  readonly principal: string | null;
  readonly principalType: PrincipalType | null;
  readonly principalAccount: string | null;
}

/** No caller is mentioned. */
export const noCaller: CallerFacts = { principal: null, principalType: null, principalAccount: null };

/** A caller that the text mentions by a name that says nothing. */
export const unreadCaller: CallerFacts = { principal: null, principalType: 'unknown', principalAccount: null };

/** Takes a caller apart: an ARN of any shape, or a service principal. Null as the principal when it is neither. */
export function callerFacts(name: string): CallerFacts {
  const parsed = parsePrincipal(name);
  if (parsed.kind === 'service') {
    return { principal: name, principalType: 'service', principalAccount: null };
  }
  if (!/^arn:[^:]*:(?:iam|sts)(?::|$)/.test(name)) {
    return unreadCaller;
  }
  const parts = splitArn(name);
  const type = /^[a-z-]+/.exec(parts.slice(5).find(p => p !== '') ?? '')?.[0] ?? '';
  return {
    principal: name,
    principalType: callerTypes[type] ?? 'unknown',
    principalAccount: parts.slice(3).find(isAccount) ?? null,
  };
}

/**
 * The denial with another caller, as a person names it.
 * @param name an ARN, an account's id, a service principal or a unique id
 */
export function withCaller(denial: Denial, name: string): Denial {
  const facts = isAccount(name) ? ({ principalType: 'root', principalAccount: name } as const) : callerFacts(name);
  return { ...denial, ...facts, principal: name };
}

const callerTypes: Readonly<Record<string, PrincipalType>> = {
  role: 'role',
  'assumed-role': 'assumed-role',
  user: 'user',
  root: 'root',
  'federated-user': 'federated',
  'saml-provider': 'federated',
  'oidc-provider': 'federated',
};

/** The parts between the colons; a placeholder such as `${AWS::AccountId}` is one part, whatever it holds. */
function splitArn(name: string): string[] {
  return name.replace(/\$?\{[^{}]{0,60}\}|<[^<>]{0,60}>/g, '*').split(':');
}

/** Whether a text is an account's id: twelve digits and nothing else. */
export function isAccount(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** Region names: `eu-west-1`, `us-gov-east-1`, `us-isob-east-1`, `eusc-de-east-1`. */
export function looksLikeRegion(text: string): boolean {
  return /^[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/.test(text);
}
