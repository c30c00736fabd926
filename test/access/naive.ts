import type { Json } from './cases';

/**
 * A second evaluator for comparison, of nothing but plain well-formed policies and a fully known request. It reads the JSON anew
 * for every question and compares with regular expressions, so it shares no idea with src/access but the documents.
 */
export interface NaiveCase {
  readonly principal: string;
  readonly action: string;
  readonly keyArn: string;
  readonly keyPolicy: Json;
  readonly identityPolicies: readonly Json[];
  readonly scp: readonly Json[] | null;
  readonly boundary: Json | null;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

type Statement = Readonly<Record<string, unknown>>;

export function naiveOutcome(c: NaiveCase): 'allowed' | 'denied' {
  const key = statementsOf(c.keyPolicy);
  const iam = c.identityPolicies.flatMap(statementsOf);
  const scp = (c.scp ?? []).flatMap(statementsOf);
  const boundary = c.boundary === null ? [] : statementsOf(c.boundary);
  const service = !c.principal.startsWith('arn:');
  const applies = (s: Statement): boolean => aboutRequest(s, c);
  if (key.some(s => s.Effect === 'Deny' && applies(s) && names(s, c) !== 'no')) { return 'denied'; }
  if (!service && [...iam, ...scp, ...boundary].some(s => s.Effect === 'Deny' && applies(s))) { return 'denied'; }
  if (!service && c.scp !== null && !scp.some(s => s.Effect === 'Allow' && applies(s))) { return 'denied'; }
  const ways = key.filter(s => s.Effect === 'Allow' && applies(s)).map(s => names(s, c));
  const iamAllows = iam.some(s => s.Effect === 'Allow' && applies(s));
  const limit = c.boundary === null || boundary.some(s => s.Effect === 'Allow' && applies(s));
  if (service) { return ways.includes('self') ? 'allowed' : 'denied'; }
  if (accountOf(c.principal) !== accountOf(c.keyArn)) {
    const crosses = !c.action.includes('PutKeyPolicy');
    return crosses && ways.some(w => w !== 'no') && iamAllows && limit ? 'allowed' : 'denied';
  }
  if (ways.includes('self')) { return 'allowed'; }
  if (ways.includes('role') && limit) { return 'allowed'; }
  return ways.includes('account') && iamAllows && limit ? 'allowed' : 'denied';
}

function statementsOf(policy: Json): readonly Statement[] {
  return policy.Statement as readonly Statement[];
}

function accountOf(arn: string): string | undefined { return arn.split(':')[4]; }

function list(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : value as readonly string[];
}

function names(s: Statement, c: NaiveCase): 'self' | 'role' | 'account' | 'no' {
  const found = new Set<string>();
  const principal = s.Principal;
  if (principal === '*') { return 'self'; }
  const map = principal as Record<string, unknown>;
  for (const service of map.Service === undefined ? [] : list(map.Service)) { if (service === c.principal) { return 'self'; } }
  for (const text of map.AWS === undefined ? [] : list(map.AWS)) {
    if (text === '*') { return 'self'; }
    const roleOfSession = c.principal.replace(/^arn:aws:sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:aws:iam::$1:role/$2');
    if (text === c.principal) { found.add(text.includes(':role/') ? 'role' : 'self'); }
    else if (text === roleOfSession) { found.add('role'); }
    if (text === accountOf(c.principal) || text === `arn:aws:iam::${accountOf(c.principal) ?? ''}:root`) { found.add('account'); }
  }
  return found.has('self') ? 'self' : found.has('role') ? 'role' : found.has('account') ? 'account' : 'no';
}

function aboutRequest(s: Statement, c: NaiveCase): boolean {
  const action = s.Action !== undefined ? list(s.Action).some(a => glob(a, true).test(c.action)) : !list(s.NotAction).some(a => glob(a, true).test(c.action));
  const resource = s.Resource !== undefined ? list(s.Resource).some(r => glob(r).test(c.keyArn)) : !list(s.NotResource).some(r => glob(r).test(c.keyArn));
  return action && resource && conditionsHold(s.Condition as Record<string, Record<string, unknown>> | undefined, c.context);
}

function glob(pattern: string, ignoreCase = false): RegExp {
  const source = [...pattern].map(ch => (ch === '*' ? '[^]*' : ch === '?' ? '[^]' : ch.replace(/[\\^$.+()[\]{}|]/g, '\\$&'))).join('');
  return new RegExp(`^${source}$`, ignoreCase ? 'i' : '');
}

function conditionsHold(condition: Record<string, Record<string, unknown>> | undefined, context: NaiveCase['context']): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) => Object.entries(keys).every(([key, values]) => conditionHolds(operator, key, list(values), context)));
}

function conditionHolds(operator: string, key: string, wanted: readonly string[], context: NaiveCase['context']): boolean {
  const entry = Object.entries(context).find(([k]) => k.toLowerCase() === key.toLowerCase());
  const actual = entry === undefined ? [] : list(entry[1]);
  if (operator === 'Null') { return wanted.includes(actual.length === 0 ? 'true' : 'false'); }
  let base = operator;
  const all = base.startsWith('ForAllValues:');
  const any = base.startsWith('ForAnyValue:');
  base = base.replace(/^For(All|Any)Values?:/, '');
  if (base.endsWith('IfExists')) {
    if (actual.length === 0) { return true; }
    base = base.replace(/IfExists$/, '');
  }
  const negative = base.includes('Not');
  const fits = (value: string): boolean => {
    const positive = wanted.some(w => compare(base.replace('Not', ''), value, w));
    return negative ? !positive : positive;
  };
  if (all) { return actual.every(fits); }
  if (any) { return actual.some(fits); }
  return actual.length === 0 ? negative : fits(actual[0] ?? '');
}

function compare(base: string, value: string, wanted: string): boolean {
  switch (base) {
    case 'StringEquals': return value === wanted;
    case 'StringEqualsIgnoreCase': return value.toLowerCase() === wanted.toLowerCase();
    case 'StringLike': return glob(wanted).test(value);
    case 'ArnEquals':
    case 'ArnLike': return wanted.split(':').length === value.split(':').length && wanted.split(':').every((part, i) => glob(part).test(value.split(':')[i] ?? ''));
    case 'Bool': return value.toLowerCase() === wanted.toLowerCase();
    case 'NumericEquals': return Number(value) === Number(wanted);
    case 'NumericLessThan': return Number(value) < Number(wanted);
    case 'NumericGreaterThanEquals': return Number(value) >= Number(wanted);
    default: throw new Error(base);
  }
}
