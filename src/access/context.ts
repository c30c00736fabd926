import { parseArn } from '../policy';
import type { Caller } from './caller';
import type { AccessRequest } from './types';

/** What a request holds under a condition key: its values, nothing (`undefined`), or nobody knows. */
export type ContextValue = readonly string[] | 'unknown' | undefined;

/** The request context: what was given, and what follows from the request itself. */
export class RequestContext {
  private readonly given = new Map<string, readonly string[]>();
  private readonly unknown = new Set<string>();
  private readonly unknownPrefixes: string[] = [];
  private readonly found = new Map<string, ContextValue>();
  /** The encryption context, its keys as written. */
  readonly encryptionContext: readonly (readonly [key: string, value: string])[];

  /** @param caller the one who makes the request: some keys follow from who it is */
  constructor(
    private readonly request: AccessRequest,
    private readonly caller: Caller,
  ) {
    const encryptionContext: (readonly [string, string])[] = [];
    for (const [key, value] of Object.entries(request.context)) {
      const values = typeof value === 'string' ? [value] : value;
      this.given.set(key.toLowerCase(), values);
      if (key.toLowerCase().startsWith(encryptionContextPrefix) && values[0] !== undefined) {
        encryptionContext.push([key.slice(encryptionContextPrefix.length), values[0]]);
      }
    }
    this.encryptionContext = encryptionContext;
    for (const key of request.contextUnknown) {
      const folded = key.toLowerCase();
      if (folded.endsWith('*')) {
        this.unknownPrefixes.push(folded.slice(0, -1));
      } else {
        this.unknown.add(folded);
      }
    }
  }

  /**
   * What the request holds under `key`: its values, undefined where it does not carry the key, `unknown` where nobody
   * knows. Names ignore case (IAM User Guide, "Condition": key names are not case-sensitive).
   */
  lookup(key: string): ContextValue {
    const folded = key.toLowerCase();
    if (this.found.has(folded)) {
      return this.found.get(folded);
    }
    const value = this.find(folded);
    this.found.set(folded, value);
    return value;
  }

  /** Whether pairs of the encryption context may be missing from {@link encryptionContext}. */
  get encryptionContextUnknown(): boolean {
    return (
      this.unknown.size + this.unknownPrefixes.length > 0 &&
      [...this.unknown, ...this.unknownPrefixes].some(
        k => k.startsWith('kms:encryptioncontext') || 'kms:encryptioncontext'.startsWith(k),
      )
    );
  }

  private find(key: string): ContextValue {
    const given = this.given.get(key);
    if (given !== undefined) {
      return given.length === 0 ? undefined : given;
    }
    if (this.unknown.has(key) || this.unknownPrefixes.some(p => key.startsWith(p))) {
      return 'unknown';
    }
    return derived[key]?.(this.caller, this.request, this);
  }
}

const encryptionContextPrefix = 'kms:encryptioncontext:';

type Derive = (caller: Caller, request: AccessRequest, context: RequestContext) => ContextValue;

const keyPart =
  (part: 'account' | 'region'): Derive =>
  (_caller, request) => {
    const value = parseArn(request.keyArn)?.[part];
    return value ? [value] : undefined;
  };
const account: Derive = caller => (caller.account === undefined ? undefined : [caller.account]);

// Keys that follow from who calls which key; any other one that is not given is absent, as AccessRequest says (IAM User Guide, "AWS global condition context keys",
// each key's "Availability", and "Principal key values" for aws:userid and aws:PrincipalType).
const derived: Readonly<Record<string, Derive | undefined>> = {
  'aws:principalarn': caller => {
    if (caller.kind === 'service' || caller.kind === 'other') {
      return undefined;
    }
    if (!caller.pathKnown) {
      return 'unknown';
    }
    return [caller.kind === 'root' ? (caller.accountArn ?? caller.arn) : (caller.identityArn ?? caller.arn)];
  },
  'aws:principalaccount': account,
  'aws:principaltype': caller => {
    switch (caller.kind) {
      case 'root':
        return ['Account'];
      case 'user':
        return ['User'];
      case 'role':
      case 'session':
        return ['AssumedRole'];
      case 'federated-user':
        return ['FederatedUser'];
      default:
        return undefined;
    }
  },
  'aws:username': caller => (caller.kind === 'user' ? [caller.name] : undefined),
  'aws:userid': caller => {
    switch (caller.kind) {
      case 'root':
        return caller.account === undefined ? undefined : [caller.account];
      case 'federated-user':
        return [`${caller.account ?? ''}:${caller.name}`];
      // A unique id that no ARN shows: whoever asks has to give it, or list it as unknown.
      default:
        return undefined;
    }
  },
  'aws:principalisawsservice': caller => [String(caller.kind === 'service')],
  'aws:principalservicename': caller => (caller.kind === 'service' ? [caller.name] : undefined),
  'aws:principalservicenameslist': caller => (caller.kind === 'service' ? 'unknown' : undefined),
  // A request that a service makes for a principal has both keys (KMS Developer Guide, "kms:ViaService").
  'aws:viaawsservice': (_caller, _request, context) => {
    const via = context.lookup('kms:ViaService');
    return via === 'unknown' ? 'unknown' : [String(via !== undefined)];
  },
  // AWS KMS takes TLS connections only (KMS Developer Guide, "Infrastructure security in AWS Key Management Service").
  'aws:securetransport': () => ['true'],
  'aws:resourceaccount': keyPart('account'),
  // A key is used in its own Region only.
  'aws:requestedregion': keyPart('region'),
  'kms:calleraccount': account,
  'kms:encryptioncontextkeys': (_caller, _request, context) => {
    if (context.encryptionContextUnknown) {
      return 'unknown';
    }
    const keys = context.encryptionContext.map(([key]) => key);
    return keys.length > 0 ? keys : undefined;
  },
};
