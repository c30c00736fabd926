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
  const q = questionsAbout(c);
  const keyPolicyLock = keyPolicyLockOf(q);
  const iamLock = iamLockOf(q, keyPolicyLock);
  const denySource = denySourceOf(q);
  return { decision: denySource === 'none' ? 'allowed' : 'denied', keyPolicyLock, iamLock, denySource };
}

/** What the tables of the documents ask about a case. */
interface Questions {
  readonly c: NaiveCase;
  readonly kind: Kind;
  /** Neither a service nor the root user: IAM policies count. */
  readonly human: boolean;
  /** Caller and key belong to different accounts, or partitions. */
  readonly cross: boolean;
  readonly impossible: boolean;
  readonly iamOnly: boolean;
  readonly limits: Limits;
  /** The kinds of policy that deny, the first to blame first. */
  readonly denying: readonly string[];
  /** How the key policy lets the caller in. */
  readonly direct: boolean;
  readonly role: boolean;
  readonly account: boolean;
  readonly iamAllows: boolean;
  /** Boundary or session policy do not let it through. */
  readonly limited: boolean;
  /** There are grants for this caller and operation; of some the constraints are met. */
  readonly served: boolean;
  readonly granted: boolean;
}

/** Statements by kind of policy; undefined = no such policy is in force for this caller. */
type Limits = Readonly<
  Record<'scp' | 'rcp' | 'vpc-endpoint-policy' | 'boundary' | 'session-policy', readonly Statement[] | undefined>
>;

function questionsAbout(c: NaiveCase): Questions {
  const kind = kindOf(c.principal);
  const human = isHuman(kind);
  const otherPartition = partitionOf(c.principal) !== partitionOf(c.keyArn);
  const cross = kind !== 'service' && (accountOf(c.principal) !== accountOf(c.keyArn) || otherPartition);
  const impossible = cross && (neverAcross.includes(c.action) || otherPartition);
  const iamOnly = byIamOnly.includes(c.action);
  const key = iamOnly ? [] : statementsOf(c.keyPolicy);
  const iam = kind === 'service' ? [] : c.identityPolicies.flatMap(statementsOf);
  const limits = limitsOf(c, kind);
  const ways = key.filter(s => s.Effect === 'Allow' && aboutRequest(s, c)).flatMap(s => waysOf(s, c, kind));
  const serving = impossible ? [] : grantsFor(c, kind);
  return {
    c,
    kind,
    human,
    cross,
    impossible,
    iamOnly,
    limits,
    denying: Object.entries({ 'key-policy': key, 'identity-policy': iam, ...limits })
      .filter(([, list]) => denies(list, c))
      .map(([name]) => name),
    direct: ways.includes('self'),
    role: ways.includes('role'),
    account: ways.includes('account'),
    iamAllows: human && allows(iam, c),
    limited: isLimited(limits, c, kind),
    served: serving.length > 0,
    granted: serving.some(g => meets(g.Constraints as Json | undefined, c)),
  };
}

function isHuman(kind: Kind): boolean {
  return kind !== 'service' && kind !== 'root';
}

function limitsOf(c: NaiveCase, kind: Kind): Limits {
  const linked = c.principal.includes('AWSServiceRoleFor');
  const human = isHuman(kind);
  return {
    scp: kind === 'service' || linked || c.scp === null ? undefined : c.scp.flatMap(statementsOf),
    rcp: linked || c.rcp === null ? undefined : c.rcp.flatMap(statementsOf),
    'vpc-endpoint-policy': c.vpcEndpointPolicy === null ? undefined : statementsOf(c.vpcEndpointPolicy),
    boundary: human && c.boundary !== null ? statementsOf(c.boundary) : undefined,
    'session-policy': human && c.sessionPolicy !== null ? statementsOf(c.sessionPolicy) : undefined,
  };
}

/** A federated user without a session policy has nothing but what a key policy gives to that user itself. */
function isLimited(limits: Limits, c: NaiveCase, kind: Kind): boolean {
  if (!allows(limits.boundary, c)) {
    return true;
  }
  return (kind === 'federated' && c.sessionPolicy === null) || !allows(limits['session-policy'], c);
}

function grantsFor(c: NaiveCase, kind: Kind): readonly Json[] {
  if (!grantable.includes(c.action)) {
    return [];
  }
  const operation = c.action.slice('kms:'.length);
  return c.grants.filter(
    g => (g.Operations as string[]).includes(operation) && isGrantee(g.GranteePrincipal as string, c, kind),
  );
}

function denies(list: readonly Statement[] | undefined, c: NaiveCase): boolean {
  return (list ?? [])
    .filter(s => s.Effect === 'Deny')
    .map(s => hits(s, c))
    .includes(true);
}

/** Whether a policy allows, or is not in force. */
function allows(list: readonly Statement[] | undefined, c: NaiveCase): boolean {
  return (
    list === undefined ||
    list
      .filter(s => s.Effect === 'Allow')
      .map(s => hits(s, c))
      .includes(true)
  );
}

function hits(s: Statement, c: NaiveCase): boolean {
  if (!aboutRequest(s, c)) {
    return false;
  }
  const kind = kindOf(c.principal);
  if (s.NotPrincipal !== undefined) {
    return hitByNotPrincipal(s, c, kind);
  }
  return s.Principal === undefined || waysOf(s, c, kind).length > 0;
}

function keyPolicyLockOf(q: Questions): NaiveAnswer['keyPolicyLock'] {
  if (q.impossible) {
    return 'shut';
  }
  if (q.iamOnly) {
    return 'delegated-to-iam';
  }
  if (q.denying.includes('key-policy')) {
    return 'shut';
  }
  if (q.direct || q.role) {
    return 'open';
  }
  return q.account ? 'delegated-to-iam' : 'shut';
}

function iamLockOf(q: Questions, keyPolicyLock: NaiveAnswer['keyPolicyLock']): NaiveAnswer['iamLock'] {
  if (q.denying.includes('identity-policy')) {
    return 'shut';
  }
  const needed = q.human && !q.granted && (q.cross || keyPolicyLock !== 'open');
  if (!needed) {
    return 'not-needed';
  }
  return q.iamAllows ? 'open' : 'shut';
}

function denySourceOf(q: Questions): string {
  if (q.impossible) {
    return 'not-cross-account';
  }
  if (q.denying[0] !== undefined) {
    return q.denying[0];
  }
  if (!allows(q.limits.scp, q.c)) {
    return 'scp';
  }
  if (!allows(q.limits['vpc-endpoint-policy'], q.c)) {
    return 'vpc-endpoint-policy';
  }
  if (openByPolicies(q)) {
    return 'none';
  }
  if (q.granted) {
    if (q.human && q.limited) {
      throw new Undocumented('grant and limits');
    }
    return 'none';
  }
  return lackingSourceOf(q);
}

function openByPolicies(q: Questions): boolean {
  const { direct, role, account, iamOnly, cross, iamAllows, limited } = q;
  if (!q.human) {
    return iamOnly ? q.kind === 'root' : direct;
  }
  if (iamOnly || cross) {
    return (iamOnly || direct || role || account) && iamAllows && !limited;
  }
  return direct || (role && !limited) || (account && iamAllows && !limited);
}

/** Where the Allow is missing. */
function lackingSourceOf(q: Questions): string {
  const { direct, role, account, iamOnly, cross, human } = q;
  if (q.served && !direct && !role) {
    return 'grant-constraint';
  }
  if (!iamOnly && !direct && !role && !account) {
    return 'key-policy';
  }
  if (!human) {
    return iamOnly ? 'identity-policy' : 'key-policy';
  }
  if ((cross || !(direct || role)) && !q.iamAllows) {
    return 'identity-policy';
  }
  return allows(q.limits.boundary, q.c) ? 'session-policy' : 'boundary';
}

function kindOf(principal: string): Kind {
  if (!principal.startsWith('arn:')) {
    return 'service';
  }
  const [type = ''] = (principal.split(':')[5] ?? '').split('/');
  return kinds[type] ?? 'session';
}

const kinds: Readonly<Record<string, Kind>> = {
  root: 'root',
  user: 'user',
  role: 'role',
  'federated-user': 'federated',
};

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
  if (namesAccount(names, c)) {
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

function namesAccount(names: readonly string[], c: NaiveCase): boolean {
  const account = accountOf(c.principal);
  return names.includes(account) || names.includes(`arn:${partitionOf(c.principal)}:iam::${account}:root`);
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
  const alwaysHit = c.boundary !== null && ['user', 'role', 'session'].includes(kind);
  if (s.NotPrincipal === '*') {
    return alwaysHit;
  }
  const { AWS: aws = [], Service: services = [] } = s.NotPrincipal as { AWS?: unknown; Service?: unknown };
  if (kind === 'service') {
    return !list(services).includes(c.principal);
  }
  const names = list(aws);
  if (alwaysHit) {
    return true;
  }
  if (kind === 'root') {
    return !namesAccount(names, c);
  }
  const wanted = kind === 'session' ? [c.principal, roleOf(c)] : [c.principal];
  const found = wanted.filter(n => names.includes(n)).length;
  leaveOpen(names, c, kind);
  if (found === 0) {
    return true;
  }
  if (kind === 'role' || kind === 'federated' || found < wanted.length || !namesAccount(names, c)) {
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
  const wildcards: Readonly<Record<string, string>> = { '*': '[^]*', '?': '[^]' };
  const source = [...pattern].map(ch => wildcards[ch] ?? ch.replace(/[\\^$.+()[\]{}|]/g, '\\$&')).join('');
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
  switch (set) {
    case 'ForAllValues':
      return actual.every(fits);
    case 'ForAnyValue':
      return actual.some(fits);
    default:
      return fits(actual[0] ?? '');
  }
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
