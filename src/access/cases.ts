import { findNodeAtLocation, type Node, type ParseError, parseTree, getNodeValue } from 'jsonc-parser';
import { membersOf, parsePolicy, type PolicyDocument, readPolicy } from '../policy';
import type { KeyState } from '../reference';
import { asCode, asName, message, type Message } from '../text/message';
import type { AccessRequest, Grant, IdentityPolicy, Known } from './types';
import type { PolicyKind } from './policyKinds';

/** A request with all that is known about it, as one JSON object: the format of `double-lock simulate`. */
export interface AccessCase {
  /** As given; undefined when the case has none. */
  readonly id: CaseId;
  readonly request: AccessRequest;
  readonly known: Known;
}

/** The `id` of a case as it is written; undefined when it has none. */
export type CaseId = string | number | undefined;

/** A case, or what keeps a text from being one. */
export type CaseReading = { readonly case: AccessCase } | { readonly id: CaseId; readonly problem: Message };

/** Reads one case from JSON text. Policies keep their place in `text`. Never throws: what is wrong comes back as a problem. */
export function readCase(text: string): CaseReading {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: false });
  if (root?.type !== 'object' || errors.length > 0) {
    return { id: idOf(root), problem: message('it is no JSON object') };
  }
  return readCaseNode(text, root);
}

/**
 * Reads the case whose object is `node`, a node of `text`'s tree, where its policies keep their places. What is wrong
 * with the case comes back as a problem.
 */
export function readCaseNode(text: string, node: Node): CaseReading {
  const names = membersOf(node).map(m => m.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    return {
      id: twice === 'id' ? undefined : idOf(node),
      problem: message('{field} stands twice', { field: asCode(twice) }),
    };
  }
  const reader = new CaseReader(text, node);
  const id = idOf(node);
  try {
    return { case: { id, request: reader.request(), known: reader.known() } };
  } catch (problem) {
    if (problem instanceof CaseProblem) {
      return { id, problem: problem.problem };
    }
    throw problem;
  }
}

/** Also out of a broken case, so that people find it. */
function idOf(node: Node | undefined): CaseId {
  const id = node?.type === 'object' ? findNodeAtLocation(node, ['id']) : undefined;
  return id?.type === 'string' || id?.type === 'number' ? (id.value as string | number) : undefined;
}

class CaseProblem extends Error {
  constructor(readonly problem: Message) {
    super(problem.text);
  }
}

function fail(problem: Message): never {
  throw new CaseProblem(problem);
}

/** Field names of a case, and the kinds of policy they hold. */
const unreadNames: Readonly<Record<string, PolicyKind>> = {
  keyPolicy: 'key-policy',
  identityPolicies: 'identity-policy',
  scp: 'scp',
  rcp: 'rcp',
  boundary: 'boundary',
  sessionPolicy: 'session-policy',
  vpcEndpointPolicy: 'vpc-endpoint-policy',
};
const kinds: ReadonlySet<string> = new Set(Object.values(unreadNames));
const keyStates: readonly KeyState[] = [
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingReplicaDeletion',
  'PendingImport',
  'Unavailable',
  'Creating',
  'Updating',
];

class CaseReader {
  constructor(
    private readonly text: string,
    private readonly node: Node,
  ) {}

  /** A member's value; undefined when it is absent or null. */
  get(name: string): Node | undefined {
    const value = findNodeAtLocation(this.node, [name]);
    return value === undefined || value.type === 'null' ? undefined : value;
  }

  request(): AccessRequest {
    const action = this.string('action') ?? fail(message('{field} is missing', { field: asCode('action') }));
    if (!/^kms:[A-Za-z]+$/i.test(action)) {
      fail(message('{action} is no KMS permission of the form kms:Operation', { action: asCode(action) }));
    }
    const keyArn = this.string('keyArn') ?? fail(message('{field} is missing', { field: asCode('keyArn') }));
    if (keyArn !== '*' && !/^arn:[^:]+:kms:[^:]*:\d{12}:.+$/.test(keyArn)) {
      fail(message('{keyArn} is no ARN of a KMS key', { keyArn: asCode(keyArn) }));
    }
    if (/^arn:[^:]+:kms:[^:]*:\d{12}:alias\//.test(keyArn) && !/alias$/i.test(action)) {
      fail(message('{keyArn} is an alias: policies and grants are those of its key', { keyArn: asCode(keyArn) }));
    }
    const principal = this.string('principal') ?? fail(message('{field} is missing', { field: asCode('principal') }));
    return { principal, action, keyArn, context: this.context(), contextUnknown: this.strings('contextUnknown') };
  }

  known(): Known {
    const keyState = this.string('keyState');
    if (keyState !== undefined && !keyStates.includes(keyState as KeyState)) {
      fail(message('{state} is no key state', { state: asCode(keyState) }));
    }
    return {
      keyPolicy: this.policy('keyPolicy'),
      identityPolicies: this.policies('identityPolicies')?.map((document): IdentityPolicy => ({ document })),
      grants: this.grants(),
      scp: this.policies('scp'),
      rcp: this.policies('rcp'),
      boundary: this.policy('boundary'),
      sessionPolicy: this.policy('sessionPolicy'),
      vpcEndpointPolicy: this.policy('vpcEndpointPolicy'),
      keyState: keyState as KeyState | undefined,
      unread: this.strings('unread').map(
        name =>
          unreadNames[name] ??
          (kinds.has(name)
            ? (name as PolicyKind)
            : fail(message('{name} is no kind of policy', { name: asName(name) }))),
      ),
    };
  }

  private string(name: string): string | undefined {
    const value = this.get(name);
    if (value === undefined) {
      return undefined;
    }
    return value.type === 'string'
      ? String(value.value)
      : fail(message('{field} is no string', { field: asCode(name) }));
  }

  private strings(name: string): readonly string[] {
    const value = this.get(name);
    if (value === undefined) {
      return [];
    }
    const list: unknown = getNodeValue(value);
    return Array.isArray(list) && list.every(v => typeof v === 'string')
      ? list
      : fail(message('{field} is no list of strings', { field: asCode(name) }));
  }

  private policy(name: string): PolicyDocument | undefined {
    const value = this.get(name);
    if (value === undefined) {
      return undefined;
    }
    return this.document(value) ?? fail(message('{field} is no policy', { field: asCode(name) }));
  }

  /** A policy as an object, or as GetKeyPolicy returns it: in a string, whose offsets are then its own. */
  private document(value: Node): PolicyDocument | undefined {
    if (value.type === 'object') {
      return readPolicy(this.text, value);
    }
    return value.type === 'string' && /^\s*\{/.test(String(value.value)) ? parsePolicy(String(value.value)) : undefined;
  }

  private policies(name: string): readonly PolicyDocument[] | undefined {
    const value = this.get(name);
    if (value === undefined) {
      return undefined;
    }
    const nodes = value.type === 'array' ? (value.children ?? []) : [value];
    return nodes.map(n => this.document(n) ?? fail(message('{field} is no list of policies', { field: asCode(name) })));
  }

  private grants(): readonly Grant[] | undefined {
    const value = this.get('grants');
    if (value === undefined) {
      return undefined;
    }
    const nodes =
      value.type === 'array'
        ? (value.children ?? [])
        : fail(message('{field} is no list of grants', { field: asCode('grants') }));
    return nodes.map(
      n => readGrant(getNodeValue(n)) ?? fail(message('{field} is no list of grants', { field: asCode('grants') })),
    );
  }

  private context(): AccessRequest['context'] {
    const value = this.get('context');
    if (value === undefined) {
      return {};
    }
    if (value.type !== 'object') {
      fail(message('{field} is no map of condition keys to values', { field: asCode('context') }));
    }
    return Object.fromEntries(
      Object.entries(getNodeValue(value) as Record<string, unknown>).flatMap(
        ([key, v]): (readonly [string, string | readonly string[]])[] => {
          if (v === null) {
            return [];
          }
          if (Array.isArray(v) && v.every(isScalar)) {
            return [[key, v.map(String)]];
          }
          return isScalar(v)
            ? [[key, String(v)]]
            : fail(message('the value of {key} in the context is no text', { key: asName(key) }));
        },
      ),
    );
  }
}

/** Checks the members that decide; others, such as Name and CreationDate, are left as they are. */
function readGrant(value: unknown): Grant | undefined {
  if (!isMap(value)) {
    return undefined;
  }
  const { Operations: operations, Constraints: constraints } = value;
  const texts = [
    'GrantId',
    'KeyId',
    'GranteePrincipal',
    'GranteeServicePrincipal',
    'RetiringPrincipal',
    'IssuingAccount',
  ];
  const sound =
    texts.every(name => value[name] === undefined || typeof value[name] === 'string') &&
    (operations === undefined || (Array.isArray(operations) && operations.every(o => typeof o === 'string'))) &&
    (constraints === undefined || (isMap(constraints) && isConstraints(constraints)));
  return sound ? value : undefined;
}

function isConstraints({
  EncryptionContextEquals: equals,
  EncryptionContextSubset: subset,
  SourceArn: sourceArn,
}: Readonly<Record<string, unknown>>): boolean {
  return (
    [equals, subset].every(
      pairs => pairs === undefined || (isMap(pairs) && Object.values(pairs).every(v => typeof v === 'string')),
    ) &&
    (sourceArn === undefined || typeof sourceArn === 'string')
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
