import { isPlaceholderWord, matchesWildcard, type PolicyString, type Statement } from '../../policy';
import type { ServiceData } from '../../reference/servicesData';
import type { PolicyView } from './view';

/** A field of a resource ARN; `open` when a placeholder, policy variable or wildcard leaves it open. */
export interface ArnField {
  readonly text: string;
  readonly open: boolean;
}

/** A Resource entry taken apart, as far as that can be told. */
export interface ResourceArn {
  readonly statement: Statement;
  /** True in NotResource. */
  readonly not: boolean;
  readonly string: PolicyString;
  /** Number of fields that are there: an ARN has six. */
  readonly count: number;
  readonly partition: ArnField;
  readonly service: ArnField;
  readonly region: ArnField;
  readonly account: ArnField;
  readonly resource: ArnField;
}

// Stands for a placeholder or a policy variable, whose colons are no separators.
const open = '\u0001';

const cache = new WeakMap<PolicyView, readonly ResourceArn[]>();

/** The Resource entries that begin like an ARN, taken apart. */
export function resourceArns(policy: PolicyView): readonly ResourceArn[] {
  const known = cache.get(policy);
  if (known) {
    return known;
  }
  const arns = policy.resources.flatMap(({ statement, not, string }) => {
    const text = masked(string);
    if (!text.startsWith('arn:')) {
      return [];
    }
    const parts = text.split(':');
    const field = (i: number): ArnField =>
      i === 5 ? asField(parts.slice(5).join(':')) : asNamed(parts[i] ?? '', i === 2 ? isServicePlaceholder : undefined);
    return [
      {
        statement,
        not,
        string,
        count: Math.min(parts.length, 6),
        partition: field(1),
        service: field(2),
        region: field(3),
        account: field(4),
        resource: field(5),
      },
    ];
  });
  cache.set(policy, arns);
  return arns;
}

/** A string with each placeholder and policy variable as one character. */
export function masked(string: PolicyString): string {
  return string.parts.map(p => (typeof p === 'string' ? p.replace(/\$\{[^}]*\}?/g, open) : open)).join('');
}

function asField(text: string): ArnField {
  return { text, open: text.includes(open) || /[*?]/.test(text) };
}

// AWS's guides print placeholders in italics, which a copied text has lost.
function asNamed(text: string, isPlaceholder: (text: string) => boolean = isPlaceholderWord): ArnField {
  const field = asField(text);
  return field.open || !isPlaceholder(text) ? field : { text, open: true };
}

// The names of services have such words in them (account, rolesanywhere).
function isServicePlaceholder(text: string): boolean {
  return /^(aws-|your-|my-)?service(-(name|id|code|prefix))?$/i.test(text);
}

/** What a service's ARNs must have in a field: something, nothing, or what the pattern says. */
type Demand = 'needed' | 'empty' | 'fixed';

/** An ARN pattern of a service's resource type. */
export interface ArnPattern {
  readonly region: Demand;
  readonly account: Demand;
  /** The resource part, with `*` for what varies. */
  readonly resource: string;
}

const patternsOf = new WeakMap<ServiceData, Map<string, ArnPattern[]>>();

/** The patterns of all resource types whose ARNs have this service; undefined when no ARN is known to have it. */
export function arnPatterns(data: ServiceData, service: string): readonly ArnPattern[] | undefined {
  let all = patternsOf.get(data);
  if (all === undefined) {
    patternsOf.set(data, (all = readPatterns(data)));
  }
  return all.get(service);
}

function readPatterns(data: ServiceData): Map<string, ArnPattern[]> {
  const all = new Map<string, ArnPattern[]>();
  for (const prefix of data.prefixes) {
    for (const arn of data.service(prefix)?.resources ?? []) {
      const parts = arn.split(/:(?![^{]*\})/);
      if (parts[0] !== 'arn' || parts.length < 6) {
        continue;
      }
      const [, , service = '', region = '', account = ''] = parts;
      const pattern: ArnPattern = {
        region: demandOn(region),
        account: demandOn(account),
        resource: parts
          .slice(5)
          .join(':')
          .replace(/\$\{[^}]*\}/g, '*'),
      };
      const list = all.get(service);
      if (list) {
        list.push(pattern);
      } else {
        all.set(service, [pattern]);
      }
    }
  }
  return all;
}

function demandOn(field: string): Demand {
  if (field === '') {
    return 'empty';
  }
  return /^\$\{\w+\}$/.test(field) ? 'needed' : 'fixed';
}

// Several rules ask for the same ARNs, and `key/*` stands in policy after policy.
const met = new WeakMap<readonly ArnPattern[], Map<string, readonly ArnPattern[]>>();
const mostMet = 500;

/** The patterns that an ARN's resource part may belong to; undefined when nothing is known about the service. */
export function candidates({ known: { services } }: PolicyView, arn: ResourceArn): readonly ArnPattern[] | undefined {
  const patterns =
    services === undefined || arn.count < 6 || arn.service.open ? undefined : arnPatterns(services, arn.service.text);
  if (patterns === undefined) {
    return undefined;
  }
  let known = met.get(patterns);
  if (known === undefined || known.size > mostMet) {
    met.set(patterns, (known = new Map()));
  }
  const text = arn.resource.text.replaceAll(open, '*');
  let found = known.get(text);
  if (found === undefined) {
    known.set(text, (found = patterns.filter(p => mayMeet(p.resource, text))));
  }
  return found;
}

/** Whether some text fits both patterns. */
export function mayMeet(a: string, b: string): boolean {
  // What both begin with, up to the first wildcard, settles most pairs.
  for (let i = 0; i <= a.length && i <= b.length; i++) {
    const [x, y] = [a[i], b[i]];
    if (isWild(x) || isWild(y)) {
      break;
    }
    if (x !== y) {
      return false;
    }
  }
  if (!/[*?]/.test(b)) {
    return matchesWildcard(a, b);
  }
  if (!/[*?]/.test(a)) {
    return matchesWildcard(b, a);
  }
  return meet(a, b);
}

function isWild(char: string | undefined): boolean {
  return char === '*' || char === '?';
}

// Time is the product of their lengths, so long ones count as meeting.
function meet(a: string, b: string): boolean {
  if (a.length * b.length > 40_000) {
    return true;
  }
  // row[j] = whether a's rest from i on and b's rest from j on can meet; beyond the ends nothing does
  let below: boolean[] = [];
  for (let i = a.length; i >= 0; i--) {
    const row: boolean[] = new Array<boolean>(b.length + 1).fill(false);
    for (let j = b.length; j >= 0; j--) {
      if (i === a.length && j === b.length) {
        row[j] = true;
      } else if (a[i] === '*' || b[j] === '*') {
        row[j] = below[j] === true || row[j + 1] === true;
      } else if (a[i] === b[j] || a[i] === '?' || b[j] === '?') {
        row[j] = below[j + 1] === true;
      }
    }
    below = row;
  }
  return below[0] ?? false;
}

/** The same ARN with one field changed, when it is written out in the document. */
export function withField({ string }: ResourceArn, index: number, value: string): string | undefined {
  if (!string.known || string.value.includes('${')) {
    return undefined;
  }
  const parts = string.value.split(':');
  parts[index] = value;
  return parts.join(':');
}
