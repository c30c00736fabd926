import { createHash, randomBytes } from 'node:crypto';
import type { Grant } from '../access';
import { type KeyArn, parseArn, parseKeyArn, parsePrincipal, type Principal } from '../policy';
import { type KeyState, partitionOfRegion } from '../reference';

/** A policy as people write it. */
export type PolicyJson = Readonly<Record<string, unknown>>;

/** A role, user or group of a sandbox account, or an AWS service; the root user of every account exists without being listed. */
export interface SandboxIdentity {
  /** With its path: `arn:aws:iam::111122223333:role/service-role/Reports`; of a service its principal: `sns.amazonaws.com` */
  readonly arn: string;
  /** Roles only: who may assume it. */
  readonly trust?: PolicyJson;
  /** Users only: the ARNs of their groups. */
  readonly groups?: readonly string[];
  /** Inline policies by name. */
  readonly inline?: Readonly<Record<string, PolicyJson>>;
  /** ARNs of attached managed policies. */
  readonly attached?: readonly string[];
  /** ARN of the managed policy that is the permissions boundary. */
  readonly boundary?: string;
  /** Services only: for which account it calls, and the condition keys its calls bring, such as `aws:SourceArn`. */
  readonly serves?: { readonly account: string; readonly context?: Readonly<Record<string, string>> };
}

/** A KMS key as a scenario describes it; everything absent has KMS's usual value. */
export interface SandboxKey {
  readonly arn: string;
  readonly policy: PolicyJson;
  readonly description?: string;
  /** `alias/…` */
  readonly aliases?: readonly string[];
  readonly state?: KeyState;
  readonly grants?: readonly Grant[];
  /** `AWS` for an AWS managed key. */
  readonly manager?: 'AWS' | 'CUSTOMER';
  /** For a multi-Region key: the ARNs of the primary and of its replicas. */
  readonly multiRegion?: { readonly primary: string; readonly replicas: readonly string[] };
}

/** What a scenario brings into the sandbox. */
export interface WorldData {
  readonly identities?: readonly SandboxIdentity[];
  readonly managedPolicies?: Readonly<Record<string, PolicyJson>>;
  readonly keys?: readonly SandboxKey[];
}

/** A key in the running sandbox. */
export interface StoredKey extends Omit<SandboxKey, 'policy' | 'grants' | 'state'> {
  readonly parts: KeyArn & { readonly keyId: string };
  /** The key policy's text, as PutKeyPolicy left it. */
  policy: string;
  readonly state: KeyState;
  readonly grants: StoredGrant[];
  readonly created: number;
}

/** A grant in the running sandbox. */
export type StoredGrant = Grant & { readonly GrantId: string; readonly Name?: string; readonly CreationDate: number };

/** Every account, identity, policy and key of a running sandbox. In memory only. */
export class World {
  readonly keys: StoredKey[] = [];
  readonly #identities = new Map<string, SandboxIdentity>();
  readonly #managed = new Map<string, PolicyJson>();
  readonly #material = new Map<string, Buffer>();

  constructor(data: readonly WorldData[]) {
    for (const { identities = [], managedPolicies = {}, keys = [] } of data) {
      for (const identity of identities) {
        this.#identities.set(identity.arn, identity);
      }
      for (const [arn, policy] of Object.entries(managedPolicies)) {
        this.#managed.set(arn, policy);
      }
      this.keys.push(...keys.map(stored));
    }
  }

  /** The role, user or root user of that ARN: whoever can call or be a principal. Undefined when there is none. */
  identity(arn: string): SandboxIdentity | undefined {
    const principal = parsePrincipal(arn);
    if (principal.kind === 'account') {
      return arn.startsWith('arn:') && this.accounts.has(principal.account) ? { arn } : undefined;
    }
    return ['role', 'user', 'service'].includes(principal.kind) ? this.#identities.get(arn) : undefined;
  }

  /** The groups of a user. */
  groupsOf({ groups = [] }: SandboxIdentity): readonly SandboxIdentity[] {
    return groups.flatMap(arn => this.#identities.get(arn) ?? []);
  }

  get identities(): Iterable<SandboxIdentity> {
    return this.#identities.values();
  }

  get accounts(): ReadonlySet<string> {
    return new Set([...[...this.#identities.values()].map(accountOfIdentity), ...this.keys.map(k => k.parts.account)]);
  }

  /** A managed policy by its ARN; undefined when there is none. */
  managedPolicy(arn: string): PolicyJson | undefined {
    return this.#managed.get(arn);
  }

  /** A key by its exact ARN; undefined when there is none. */
  key(arn: string): StoredKey | undefined {
    return this.keys.find(k => k.arn === arn);
  }

  /** The key an alias ARN points to; undefined when there is none. */
  aliased(aliasArn: string): StoredKey | undefined {
    return this.keys.find(k => k.aliases?.some(name => aliasArnOf(k, name) === aliasArn));
  }

  /** The key's 256 bits; all Regions of a multi-Region key share them. */
  material({ parts }: StoredKey): Buffer {
    const name = `${parts.account}:${parts.keyId}`;
    const material = this.#material.get(name) ?? randomBytes(32);
    this.#material.set(name, material);
    return material;
  }
}

/** The ARN of a key's alias. */
export function aliasArnOf({ parts }: StoredKey, name: string): string {
  return `arn:${parts.partition}:kms:${parts.region}:${parts.account}:${name}`;
}

/** The ARN that a `KeyId` parameter stands for: a bare id or alias belongs to the caller's account and the Region asked. */
export function arnOfKeyId(id: string, region: string, account: string): string {
  if (id.startsWith('arn:')) {
    return id;
  }
  return `arn:${partitionOfRegion(region) ?? 'aws'}:kms:${region}:${account}:${id.startsWith('alias/') ? id : `key/${id}`}`;
}

/** The account in an ARN; empty when there is none. */
export function accountOf(arn: string): string {
  return parseArn(arn)?.account ?? '';
}

/** The account an identity belongs to; of a service, the one it calls for. */
export function accountOfIdentity({ arn, serves }: SandboxIdentity): string {
  return serves?.account ?? accountOf(arn);
}

/** The unique id behind an ARN (`AROA…`, `AIDA…`, `AGPA…`), the same at every start; the account id for a root user. */
export function uniqueId(arn: string): string {
  const { kind } = parsePrincipal(arn);
  if (kind === 'account') {
    return accountOf(arn);
  }
  const digest = createHash('sha256').update(arn).digest();
  const letters = [...digest.subarray(0, 17)].map(b => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[b % 32]).join('');
  return `${idPrefixes[kind] ?? 'AROA'}${letters}`;
}

const idPrefixes: Readonly<Partial<Record<Principal['kind'], string>>> = { user: 'AIDA', group: 'AGPA' };

function stored(key: SandboxKey): StoredKey {
  const parts = parseKeyArn(key.arn);
  if (parts?.keyId === undefined) {
    throw new Error(`Not a key ARN: ${key.arn}`);
  }
  return {
    ...key,
    parts: { ...parts, keyId: parts.keyId },
    policy: JSON.stringify(key.policy, undefined, 2),
    state: key.state ?? 'Enabled',
    grants: (key.grants ?? []).map(g => ({
      ...g,
      GrantId: g.GrantId ?? randomBytes(32).toString('hex'),
      CreationDate: created,
    })),
    created,
  };
}

/** Seconds since 1970; one day for everything that is there from the start. */
const created = Date.UTC(2026, 0, 15, 9) / 1000;
