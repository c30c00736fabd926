import { decide, type AccessRequest, type Known } from '../../src/access';
import { type LocatedKind, parsePolicy, type PolicyDocument, readOperator } from '../../src/policy';
import { conditionKey, conditionKeys, kmsOperation, kmsOperations } from '../../src/reference';

/** A JSON object, as `JSON.parse` gives it. */
type Json = Readonly<Record<string, unknown>>;

const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const everything = parsePolicy(
  '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}',
);
const delegating = parsePolicy(
  '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ["111122223333", "444455556666"]}, "Action": "*", "Resource": "*"}]}',
);
const letsEverybody = parsePolicy(
  '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}',
);

/** What is known in a world where the policy is in force: once it gives all that there is, once it can only take away. */
function worlds(kind: LocatedKind, document: PolicyDocument): readonly Known[] {
  const none = { grants: [] };
  switch (kind) {
    case 'identity':
    case 'unknown':
      return [
        { ...none, keyPolicy: delegating, identityPolicies: [{ document }] },
        { ...none, keyPolicy: delegating, identityPolicies: [{ document }, { document: everything }] },
      ];
    case 'scp':
      return [
        { ...none, keyPolicy: letsEverybody, identityPolicies: [{ document: everything }], scp: [document] },
        {
          ...none,
          keyPolicy: letsEverybody,
          identityPolicies: [{ document: everything }],
          scp: [document, everything],
        },
      ];
    case 'rcp':
      return [
        {
          ...none,
          keyPolicy: letsEverybody,
          identityPolicies: [{ document: everything }],
          rcp: [document, letsEverybody],
        },
      ];
    default:
      return [
        { ...none, keyPolicy: document, identityPolicies: [] },
        { ...none, keyPolicy: document, identityPolicies: [{ document: everything }] },
      ];
  }
}

/** A policy as the decisions read it: a trust policy is about its own role, and so has no Resource. */
function documentOf(kind: LocatedKind, text: string): PolicyDocument {
  if (kind !== 'trust') {
    return parsePolicy(text);
  }
  try {
    const { Statement, ...rest } = JSON.parse(text) as Json;
    const statements = (Array.isArray(Statement) ? Statement : [Statement]).map((s: Json) => ({ Resource: '*', ...s }));
    return parsePolicy(JSON.stringify({ ...rest, Statement: statements }));
  } catch {
    return parsePolicy(text);
  }
}

/** What a policy of the kind, and another one like it, decide for requests that are made of what stands in either. */
export interface Changes {
  /** Requests that were not allowed, or not for certain, and are after. */
  readonly gains: readonly string[];
  /** Requests that were allowed and are not any more. */
  readonly losses: readonly string[];
}

export function changesOf(kind: LocatedKind, before: string, after: string, keyArn = key): Changes {
  const gains: string[] = [];
  const losses: string[] = [];
  const [one, other] = [before, after].map(text => documentOf(kind, text));
  if (one === undefined || other === undefined) {
    return { gains, losses };
  }
  const requests = requestsOf([one, other], keyArn);
  const others = worlds(kind, other);
  worlds(kind, one).forEach((world, i) => {
    const changed = others[i];
    for (const request of changed === undefined ? [] : requests) {
      const was = decide(request, world).outcome;
      const is = decide(request, changed ?? world).outcome;
      if (was !== is && (is === 'allowed' || was === 'allowed')) {
        (is === 'allowed' ? gains : losses).push(
          `${request.principal} ${request.action} ${request.keyArn} ${JSON.stringify(request.context)}: ${was} → ${is}`,
        );
      }
    }
  });
  return { gains, losses };
}

const most = { principals: 5, actions: 4, resources: 4, contexts: 24 };

function requestsOf(documents: readonly PolicyDocument[], keyArn: string): AccessRequest[] {
  const statements = documents.flatMap(d => d.statements);
  const principals = few(
    statements
      .flatMap(s => [s.principal, s.notPrincipal])
      .flatMap(p => p?.value.entries.flatMap(e => e.value.strings.map(v => v.value)) ?? [])
      .flatMap(callersOf)
      .reverse(),
    ['arn:aws:iam::111122223333:role/app', 'arn:aws:iam::444455556666:user/alice'],
    most.principals,
  );
  const actions = few(
    statements
      .flatMap(s => [s.action, s.notAction])
      .flatMap(a => a?.value.strings.flatMap(v => actionsFitting(v.value)) ?? [])
      .reverse(),
    ['kms:Decrypt'],
    most.actions,
  );
  const resources = few(
    statements
      .flatMap(s => [s.resource, s.notResource])
      .flatMap(r => r?.value.strings.flatMap(v => resourcesFitting(v.value)) ?? [])
      .reverse(),
    [keyArn],
    most.resources,
  );
  const contexts = contextsOf(documents);
  return principals.flatMap(principal =>
    actions.flatMap(action =>
      resources.flatMap(resource =>
        contexts.map(context => ({ principal, action, keyArn: resource, context, contextUnknown: [] })),
      ),
    ),
  );
}

function few(found: readonly string[], always: readonly string[], count: number): string[] {
  return [...new Set([...always, ...found])].slice(0, count);
}

function callersOf(value: string): string[] {
  if (/^\d{12}$/.test(value)) {
    return [`arn:aws:iam::${value}:role/some`];
  }
  if (/^arn:aws[a-z-]*:(iam|sts)::\d{12}:root$/.test(value)) {
    return [value.replace(':root', ':role/some')];
  }
  return /^arn:aws[a-z-]*:(iam|sts)::\d{12}:(role|user|assumed-role|federated-user)\/[\w+=,.@/-]+$/.test(value) ||
    /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(value)
    ? [value]
    : [];
}

/** Actions that there are; what no service has, nobody can ask for. */
function actionsFitting(value: string): string[] {
  if (value === '*') {
    return [];
  }
  if (!/[*?]/.test(value)) {
    const other = /^(?!kms:)[a-z0-9-]+:[A-Za-z]+$/.test(value) ? value : undefined;
    return [kmsOperation(value)?.action ?? other].flatMap(action => action ?? []);
  }
  const pattern = new RegExp(
    `^${value
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'i',
  );
  const [first, last] = [
    kmsOperations.find(o => pattern.test(o.action)),
    kmsOperations.findLast(o => pattern.test(o.action)),
  ];
  return [first, last].flatMap(o => (o === undefined ? [] : [o.action]));
}

function resourcesFitting(value: string): string[] {
  return /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:[^$<]+$/.test(value.replaceAll('*', 'x')) ||
    /^arn:aws[^$<]*$/.test(value)
    ? [value.replace(/[*]/g, 'x1').replace(/[?]/g, 'y'), value.replaceAll(/[*?]/g, '')]
    : [];
}

type Context = Readonly<Record<string, string | readonly string[]>>;

/** A condition key that policies ask for: the values near theirs, and whether a request may have several. */
interface AskedKey {
  readonly name: string;
  readonly values: Set<string>;
  several: boolean;
}

/** Contexts in which each key is absent, has a value that is named, or another one; in many ways of putting them together. */
function contextsOf(documents: readonly PolicyDocument[]): readonly Context[] {
  let contexts: Context[] = [{}];
  for (const { name, values, several } of askedKeys(documents)) {
    const [first = 'some', second = 'other'] = values;
    const choices = [
      undefined,
      ...[...values].slice(0, 4),
      'other',
      ...(several
        ? [
            [first, second],
            [first, 'other'],
          ]
        : []),
    ];
    const more = choices.flatMap(value => contexts.map(c => (value === undefined ? c : { ...c, [name]: value })));
    contexts = more.length <= most.contexts ? more : spread(more, most.contexts);
  }
  return contexts.map(withDeprecated);
}

function askedKeys(documents: readonly PolicyDocument[]): Iterable<AskedKey> {
  const keys = new Map<string, AskedKey>();
  const operators = documents.flatMap(d => d.statements).flatMap(s => s.condition?.value.operators ?? []);
  for (const operator of operators) {
    const { family, qualifier } = readOperator(operator.name);
    for (const { name: written, value } of operator.value) {
      const instead = conditionKey(written)?.deprecatedUse;
      const name = typeof instead === 'string' ? instead : written;
      const asked = keys.get(name.toLowerCase()) ?? { name, values: new Set<string>(), several: false };
      asked.several ||= qualifier !== undefined && conditionKey(name)?.multiValued !== false;
      keys.set(name.toLowerCase(), asked);
      for (const string of family === 'Null' ? [] : value.strings.filter(s => s.known)) {
        valuesNear(string.value, family).forEach(near => asked.values.add(near));
      }
    }
  }
  return keys.values();
}

/** A request has a deprecated key and the one that replaces it, with the same value (KMS Developer Guide, "kms:CustomerMasterKeySpec (deprecated)"). */
function withDeprecated(context: Context): Context {
  const old = conditionKeys.flatMap(({ key, deprecatedUse }) => {
    const value = typeof deprecatedUse === 'string' ? context[deprecatedUse] : undefined;
    return value === undefined ? [] : [[key, value]];
  });
  return { ...context, ...(Object.fromEntries(old) as Context) };
}

/** So many of a list, from all over it. */
function spread<T>(items: readonly T[], count: number): T[] {
  return items.filter(
    (_, i) => Math.floor((i * count) / items.length) !== Math.floor(((i - 1) * count) / items.length),
  );
}

/** A value, and others near it that an operator of the family may tell from it. */
function valuesNear(value: string, family: string | undefined): string[] {
  switch (family) {
    case 'Numeric': {
      const number = Number(value);
      return Number.isNaN(number) ? [value] : [number, number - 1, number + 1].map(String);
    }
    case 'Date':
      return [value, '2020-01-01T00:00:00Z', '2040-01-01T00:00:00Z'];
    case 'Bool':
      return ['true', 'false'];
    case 'IpAddress':
      return [value.replace(/\/\d+$/, ''), '198.51.100.1', value.replace(/\.\d+(\/\d+)?$/, '.9')];
    default:
      return [value.replace(/[*?]/g, 'x')];
  }
}

/** A policy, and the same with one thing of its statements turned round: what a rule finds in one it may find in another. */
export function variantsOf(text: string): readonly string[] {
  let policy: Json;
  try {
    policy = JSON.parse(text) as Json;
  } catch {
    return [text];
  }
  const statements = (Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement]) as Json[];
  const changed = (change: (statement: Json) => Json | undefined): string[] => {
    const done = statements.map(s => (typeof s === 'object' && !isRoot(s) ? change(s) : undefined));
    return done.every(s => s === undefined)
      ? []
      : [JSON.stringify({ ...policy, Statement: statements.map((s, i) => done[i] ?? s) })];
  };
  const effects = ['Allow', 'Deny'].flatMap(effect =>
    changed(s => (s.Effect === undefined || s.Effect === effect ? undefined : { ...s, Effect: effect })),
  );
  const all = [text, ...effects];
  return [...all, ...all.flatMap(t => elementVariants(t))];
}

function elementVariants(text: string): string[] {
  const policy = JSON.parse(text) as Json;
  const statements = (Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement]) as Json[];
  const changed = (change: (statement: Json) => Json): string[] => {
    const done = statements.map(s => (typeof s === 'object' && s !== null && !isRoot(s) ? change(s) : s));
    const result = JSON.stringify({ ...policy, Statement: done });
    return result === JSON.stringify({ ...policy, Statement: statements }) ? [] : [result];
  };
  const negated = ['Action', 'Resource', 'Principal'].flatMap(name =>
    changed(s => renamed(s, n => (n === name ? `Not${n}` : n))),
  );
  const operators = ['IfExists', 'ForAllValues:', 'ForAnyValue:', 'Not'].flatMap(change =>
    changed(s =>
      typeof s.Condition === 'object' && s.Condition !== null
        ? { ...s, Condition: renamed(s.Condition as Json, n => operatorVariant(n, change)) }
        : s,
    ),
  );
  return [...negated, ...operators];
}

function operatorVariant(name: string, change: string): string {
  const plain = name.replace(/^For(All|Any)Values?:/, '').replace(/IfExists$/, '');
  if (change === 'IfExists') {
    return plain === 'Null' ? name : `${plain}IfExists`;
  }
  if (change === 'Not') {
    return plain
      .replace(/^(String|Numeric|Date|Arn)(?!Not)(Equals|Like)/, '$1Not$2')
      .replace(/^IpAddress/, 'NotIpAddress');
  }
  return plain === 'Null' ? name : `${change}${plain}`;
}

function renamed(object: Json, name: (name: string) => string): Json {
  return Object.fromEntries(Object.entries(object).map(([n, value]) => [name(n), value]));
}

function isRoot(statement: Json | null): boolean {
  return statement !== null && statement.Sid === 'Enable IAM policies' && statement.Effect === 'Allow';
}
