import type { Json } from './cases';

/**
 * A second evaluator for comparison, of well-formed policies and a fully known request. It reads the JSON anew for every question, knows
 * true and false only, and follows the tables of the documents one by one, so it shares no idea with src/access but the documents.
 */
export interface NaiveCase {
  readonly principal: string;
  readonly action: string;
  readonly keyArn: string;
  readonly keyPolicy: Json;
  readonly identityPolicies: readonly Json[];
  readonly grants: readonly Json[];
  readonly scp: readonly Json[] | null;
  readonly rcp: readonly Json[] | null;
  readonly boundary: Json | null;
  readonly sessionPolicy: Json | null;
  readonly vpcEndpointPolicy: Json | null;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** What the answer has to be; undefined where AWS does not document it. */
export interface NaiveAnswer {
  readonly decision: 'allowed' | 'denied';
  readonly keyPolicyLock: 'open' | 'delegated-to-iam' | 'shut';
  readonly iamLock: 'open' | 'not-needed' | 'shut';
  readonly denySource: string;
}

type Statement = Readonly<Record<string, unknown>>;
type Kind = 'user' | 'role' | 'session' | 'federated' | 'root' | 'service';

/** Thrown where the documents leave it open. */
class Undocumented extends Error {}

export function naiveAnswer(c: NaiveCase): NaiveAnswer | undefined {
  try {
    return answer(c);
  } catch (problem) {
    if (problem instanceof Undocumented) {
      return undefined;
    }
    throw problem;
  }
}

const neverAcross = ['kms:PutKeyPolicy', 'kms:ListKeys'];
const byIamOnly = ['kms:ListKeys'];
const grantable = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'];

function answer(c: NaiveCase): NaiveAnswer {
  const kind = kindOf(c.principal);
  const cross =
    kind !== 'service' &&
    (accountOf(c.principal) !== accountOf(c.keyArn) || partitionOf(c.principal) !== partitionOf(c.keyArn));
  const impossible = cross && (neverAcross.includes(c.action) || partitionOf(c.principal) !== partitionOf(c.keyArn));
  const iamOnly = byIamOnly.includes(c.action);
  const linked = c.principal.includes('AWSServiceRoleFor');
  const human = kind !== 'service' && kind !== 'root';
  const key = iamOnly ? [] : statementsOf(c.keyPolicy);
  const limits: Readonly<Record<string, readonly Statement[] | undefined>> = {
    scp: kind === 'service' || linked || c.scp === null ? undefined : c.scp.flatMap(statementsOf),
    rcp: linked || c.rcp === null ? undefined : c.rcp.flatMap(statementsOf),
    'vpc-endpoint-policy': c.vpcEndpointPolicy === null ? undefined : statementsOf(c.vpcEndpointPolicy),
    boundary: human && c.boundary !== null ? statementsOf(c.boundary) : undefined,
    'session-policy': human && c.sessionPolicy !== null ? statementsOf(c.sessionPolicy) : undefined,
  };
  const iam = kind === 'service' ? [] : c.identityPolicies.flatMap(statementsOf);
  const hits = (s: Statement): boolean =>
    aboutRequest(s, c) &&
    (!('Principal' in s || 'NotPrincipal' in s) ||
      (s.NotPrincipal === undefined ? waysOf(s, c, kind).length > 0 : hitByNotPrincipal(s, c, kind)));
  const denies = (list: readonly Statement[] | undefined): boolean =>
    (list ?? [])
      .filter(s => s.Effect === 'Deny')
      .map(hits)
      .includes(true);
  const allows = (list: readonly Statement[] | undefined): boolean =>
    list === undefined ||
    list
      .filter(s => s.Effect === 'Allow')
      .map(hits)
      .includes(true);

  const ways = key.filter(s => s.Effect === 'Allow' && aboutRequest(s, c)).flatMap(s => waysOf(s, c, kind));
  const direct = ways.includes('self');
  const role = ways.includes('role');
  const account = ways.includes('account');
  const iamAllows = human && allows(iam);
  const limited = !(
    allows(limits.boundary) &&
    (kind === 'federated' && c.sessionPolicy === null ? false : allows(limits['session-policy']))
  );
  const serving =
    impossible || !grantable.includes(c.action)
      ? []
      : c.grants.filter(
          g =>
            (g.Operations as string[]).includes(c.action.slice(4)) && isGrantee(g.GranteePrincipal as string, c, kind),
        );
  const met = serving.filter(g => meets(g.Constraints as Json | undefined, c));

  const denying = [['key-policy', key], ['identity-policy', iam], ...Object.entries(limits)]
    .filter(([, list]) => denies(list as Statement[] | undefined))
    .map(([name]) => name as string);
  const keyPolicyLock = impossible
    ? 'shut'
    : iamOnly
      ? 'delegated-to-iam'
      : denying.includes('key-policy')
        ? 'shut'
        : direct || role
          ? 'open'
          : account
            ? 'delegated-to-iam'
            : 'shut';
  const needsIam = human && met.length === 0 && (cross || keyPolicyLock !== 'open');
  const iamLock = denying.includes('identity-policy') ? 'shut' : !needsIam ? 'not-needed' : iamAllows ? 'open' : 'shut';
  const done = (denySource: string): NaiveAnswer => ({
    decision: denySource === 'none' ? 'allowed' : 'denied',
    keyPolicyLock,
    iamLock,
    denySource,
  });

  if (impossible) {
    return done('not-cross-account');
  }
  if (denying[0] !== undefined) {
    return done(denying[0]);
  }
  if (!allows(limits.scp)) {
    return done('scp');
  }
  if (!allows(limits['vpc-endpoint-policy'])) {
    return done('vpc-endpoint-policy');
  }
  const open = (): boolean => {
    if (!human) {
      return iamOnly ? kind === 'root' : direct;
    }
    if (iamOnly || cross) {
      return (iamOnly || direct || role || account) && iamAllows && !limited;
    }
    return direct || (role && !limited) || (account && iamAllows && !limited);
  };
  if (open()) {
    return done('none');
  }
  if (met.length > 0) {
    if (human && limited) {
      throw new Undocumented('grant and limits');
    }
    return done('none');
  }
  if (serving.length > 0 && !direct && !role) {
    return done('grant-constraint');
  }
  if (!iamOnly && !direct && !role && !account) {
    return done('key-policy');
  }
  if (!human) {
    return done(iamOnly ? 'identity-policy' : 'key-policy');
  }
  if ((cross || !(direct || role)) && !iamAllows) {
    return done('identity-policy');
  }
  return done(allows(limits.boundary) ? 'session-policy' : 'boundary');
}

function kindOf(principal: string): Kind {
  if (!principal.startsWith('arn:')) {
    return 'service';
  }
  const resource = principal.split(':')[5] ?? '';
  return resource === 'root'
    ? 'root'
    : resource.startsWith('user/')
      ? 'user'
      : resource.startsWith('role/')
        ? 'role'
        : resource.startsWith('federated-user/')
          ? 'federated'
          : 'session';
}

function statementsOf(policy: Json): readonly Statement[] {
  return policy.Statement as readonly Statement[];
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
function partitionOf(arn: string): string {
  return arn.split(':')[1] ?? '';
}

function list(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : (value as readonly string[]);
}

/** The role of a session: `aws:PrincipalArn` says where its path is. */
function roleOf(c: NaiveCase): string {
  const given = c.context['aws:PrincipalArn'];
  return typeof given === 'string'
    ? given
    : c.principal.replace(/^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');
}

function waysOf(s: Statement, c: NaiveCase, kind: Kind): readonly ('self' | 'role' | 'account')[] {
  if (s.Principal === '*') {
    return ['self'];
  }
  const { AWS: aws = [], Service: services = [] } = s.Principal as { AWS?: unknown; Service?: unknown };
  const names = list(aws);
  if (names.includes('*') || list(services).includes(c.principal)) {
    return ['self'];
  }
  if (kind === 'service') {
    return [];
  }
  const ways: ('self' | 'role' | 'account')[] = [];
  if (
    names.includes(accountOf(c.principal)) ||
    names.includes(`arn:${partitionOf(c.principal)}:iam::${accountOf(c.principal)}:root`)
  ) {
    ways.push(kind === 'root' ? 'self' : 'account');
  }
  if (kind !== 'root' && names.includes(c.principal)) {
    ways.push(kind === 'role' ? 'role' : 'self');
  }
  if (kind === 'session' && names.includes(roleOf(c))) {
    ways.push('role');
  }
  if (!ways.includes('self')) {
    leaveOpen(names, c, kind);
  }
  return ways;
}

/** A role stands for some session of it; of a federated user the ARN does not show which user it comes from. */
function leaveOpen(names: readonly string[], c: NaiveCase, kind: Kind): void {
  const account = accountOf(c.principal);
  if (
    kind === 'role' &&
    names.some(n => n.includes(`:sts::${account}:assumed-role/${c.principal.split('/').at(-1) ?? ''}/`))
  ) {
    throw new Undocumented('some session');
  }
  if (kind === 'federated' && names.some(n => n.includes(`:iam::${account}:user/`))) {
    throw new Undocumented('federating user');
  }
}

function hitByNotPrincipal(s: Statement, c: NaiveCase, kind: Kind): boolean {
  if (s.NotPrincipal === '*') {
    return c.boundary !== null && (kind === 'user' || kind === 'role' || kind === 'session');
  }
  const { AWS: aws = [], Service: services = [] } = s.NotPrincipal as { AWS?: unknown; Service?: unknown };
  if (kind === 'service') {
    return !list(services).includes(c.principal);
  }
  const names = list(aws);
  if (c.boundary !== null && kind !== 'root' && kind !== 'federated') {
    return true;
  }
  const account =
    names.includes(accountOf(c.principal)) ||
    names.includes(`arn:${partitionOf(c.principal)}:iam::${accountOf(c.principal)}:root`);
  if (kind === 'root') {
    return !account;
  }
  const wanted = kind === 'session' ? [c.principal, roleOf(c)] : [c.principal];
  const found = wanted.filter(n => names.includes(n)).length;
  leaveOpen(names, c, kind);
  if (found === 0) {
    return true;
  }
  if (kind === 'role' || kind === 'federated' || found < wanted.length || !account) {
    throw new Undocumented('NotPrincipal names a part');
  }
  return false;
}

function isGrantee(grantee: string, c: NaiveCase, kind: Kind): boolean {
  if (grantee === c.principal) {
    return true;
  }
  if (kind === 'session') {
    return grantee === roleOf(c);
  }
  if (
    kind === 'role' &&
    grantee.includes(`:sts::${accountOf(c.principal)}:assumed-role/${c.principal.split('/').at(-1) ?? ''}/`)
  ) {
    throw new Undocumented('some session');
  }
  if (kind === 'federated' && grantee.includes(`:iam::${accountOf(c.principal)}:user/`)) {
    throw new Undocumented('federating user');
  }
  return false;
}

function meets(constraints: Json | undefined, c: NaiveCase): boolean {
  if (constraints === undefined || c.action === 'kms:DescribeKey') {
    return true;
  }
  const pairs = new Map(
    Object.entries(c.context)
      .filter(([k]) => /^kms:encryptioncontext:/i.test(k))
      .map(([k, v]) => [k.slice(22).toLowerCase(), v]),
  );
  const holds = (wanted: Json): boolean => Object.entries(wanted).every(([k, v]) => pairs.get(k.toLowerCase()) === v);
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = constraints as {
    EncryptionContextEquals?: Json;
    EncryptionContextSubset?: Json;
  };
  return (
    (equals === undefined || (holds(equals) && Object.keys(equals).length === pairs.size)) &&
    (subset === undefined || holds(subset))
  );
}

function aboutRequest(s: Statement, c: NaiveCase): boolean {
  const action =
    s.Action !== undefined
      ? list(s.Action).some(a => glob(a, true).test(c.action))
      : !list(s.NotAction).some(a => glob(a, true).test(c.action));
  const resource = (value: unknown): boolean =>
    list(value)
      .map(r => fill(r, c))
      .some(r => r !== undefined && (r === '*' || glob(r).test(plain(c.keyArn))));
  if (action && s.NotResource !== undefined && list(s.NotResource).some(r => fill(r, c) === undefined)) {
    throw new Undocumented('a variable without a value in NotResource');
  }
  return (
    action &&
    (s.Resource !== undefined ? resource(s.Resource) : !resource(s.NotResource)) &&
    conditionsHold(s.Condition as Record<string, Record<string, unknown>> | undefined, c)
  );
}

const plain = (text: string): string => text.replaceAll('*', '\u0001').replaceAll('?', '\u0002');

/** Fills policy variables in; their values are no patterns. Undefined where one has no value. */
function fill(text: string, c: NaiveCase): string | undefined {
  let missing = false;
  const filled = text.replace(/\$\{([^},]+)(?:, *'([^']*)')?\}/g, (_all, key: string, fallback: string | undefined) => {
    if (key === '*' || key === '?' || key === '$') {
      return plain(key);
    }
    const values = valuesOf(key, c);
    if (values.length === 1) {
      return plain(values[0] ?? '');
    }
    if (fallback === undefined) {
      missing = true;
    }
    return plain(fallback ?? '');
  });
  return missing ? undefined : filled;
}

function valuesOf(key: string, c: NaiveCase): readonly string[] {
  const entry = Object.entries(c.context).find(([k]) => k.toLowerCase() === key.toLowerCase());
  if (entry !== undefined) {
    return list(entry[1]);
  }
  const kind = kindOf(c.principal);
  switch (key.toLowerCase()) {
    case 'aws:username':
      return kind === 'user' ? [c.principal.split('/').at(-1) ?? ''] : [];
    case 'aws:principalarn':
      return kind === 'service' ? [] : [kind === 'session' ? roleOf(c) : c.principal];
    case 'kms:calleraccount':
    case 'aws:principalaccount':
      return kind === 'service' ? [] : [accountOf(c.principal)];
    case 'aws:principalisawsservice':
      return [String(kind === 'service')];
    case 'kms:encryptioncontextkeys':
      return Object.keys(c.context)
        .filter(k => /^kms:encryptioncontext:/i.test(k))
        .map(k => k.slice(22));
    default:
      return [];
  }
}

function glob(pattern: string, ignoreCase = false): RegExp {
  const source = [...pattern]
    .map(ch => (ch === '*' ? '[^]*' : ch === '?' ? '[^]' : ch.replace(/[\\^$.+()[\]{}|]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`, ignoreCase ? 'i' : '');
}

function conditionsHold(condition: Record<string, Record<string, unknown>> | undefined, c: NaiveCase): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => conditionHolds(operator, list(values), valuesOf(key, c), c)),
  );
}

function conditionHolds(operator: string, wanted: readonly string[], actual: readonly string[], c: NaiveCase): boolean {
  if (operator === 'Null') {
    return wanted.includes(actual.length === 0 ? 'true' : 'false');
  }
  const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const negative = name.includes('Not');
  if (actual.length === 0) {
    return ifExists !== undefined || set === 'ForAllValues' || (set === undefined && negative);
  }
  const fits = (value: string): boolean => {
    const found = wanted.some(w => {
      const filled = /^(String|Arn)/.test(name) ? fill(w, c) : w;
      if (filled === undefined && negative) {
        throw new Undocumented('a variable without a value under a negated operator');
      }
      return filled !== undefined && compare(name.replace('Not', ''), plain(value), filled);
    });
    return found !== negative;
  };
  return set === 'ForAllValues'
    ? actual.every(fits)
    : set === 'ForAnyValue'
      ? actual.some(fits)
      : fits(actual[0] ?? '');
}

function compare(base: string, value: string, wanted: string): boolean {
  switch (base) {
    case 'StringEquals':
      return value === plain(wanted);
    case 'StringEqualsIgnoreCase':
      return value.toLowerCase() === plain(wanted).toLowerCase();
    case 'StringLike':
      return glob(wanted).test(value);
    case 'ArnEquals':
    case 'ArnLike':
      return (
        arnParts(wanted).length === arnParts(value).length &&
        arnParts(wanted).every((part, i) => glob(part).test(arnParts(value)[i] ?? ''))
      );
    case 'Bool':
      return value.toLowerCase() === wanted.toLowerCase();
    case 'BinaryEquals':
      return value === wanted;
    case 'IpAddress':
      return bitsOf(value).startsWith(bitsOf(wanted.split('/')[0] ?? '').slice(0, Number(wanted.split('/')[1] ?? 32)));
    default:
      return compareSizes(base, value, wanted);
  }
}

function compareSizes(base: string, value: string, wanted: string): boolean {
  const [v, w] = [value, wanted].map(text =>
    base.startsWith('Date') && !/^\d+$/.test(text) ? Date.parse(text) / 1000 : Number(text),
  ) as [number, number];
  switch (base.replace(/^(?:Numeric|Date)/, '')) {
    case 'Equals':
      return v === w;
    case 'LessThan':
      return v < w;
    case 'LessThanEquals':
      return v <= w;
    case 'GreaterThan':
      return v > w;
    case 'GreaterThanEquals':
      return v >= w;
    default:
      throw new Error(base);
  }
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function bitsOf(address: string): string {
  return address
    .split('.')
    .map(n => Number(n).toString(2).padStart(8, '0'))
    .join('');
}
