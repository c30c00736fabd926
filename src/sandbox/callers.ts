import { randomBytes } from 'node:crypto';
import { parseArn, parsePrincipal, type PolicyDocument } from '../policy';
import type { SandboxCredentials } from '../ports';
import type { SigningCredentials } from './sigv4';
import { accountOfIdentity, type SandboxIdentity, uniqueId } from './world';

/** Who sends a request. */
export interface SandboxCaller {
  /** The ARN AWS shows: the user's own, or the role session's. */
  readonly arn: string;
  readonly account: string;
  readonly userId: string;
  readonly identity: SandboxIdentity;
  /** The policy passed to AssumeRole. */
  readonly sessionPolicy?: PolicyDocument | undefined;
}

/** What a role session may be given. */
export interface SandboxSessionRequest {
  readonly sessionName?: string;
  /** When the session ends, in milliseconds since 1970; an hour from now unless given. */
  readonly expires?: number;
  readonly sessionPolicy?: PolicyDocument;
}

/** The credentials the sandbox has handed out, and whose they are. */
export class Callers {
  readonly #known = new Map<string, { readonly caller: SandboxCaller; readonly credentials: SigningCredentials }>();

  /** New credentials: long-term ones for a user or a service, a session for a role. */
  issue(
    identity: SandboxIdentity,
    { sessionName = 'sandbox', expires = Date.now() + 3_600_000, sessionPolicy }: SandboxSessionRequest = {},
  ): SandboxCredentials {
    const id = randomBytes(8).toString('hex').toUpperCase();
    const secretAccessKey = randomBytes(30).toString('base64');
    if (parsePrincipal(identity.arn).kind !== 'role') {
      const credentials = { accessKeyId: `AKIA${id}`, secretAccessKey };
      const caller = {
        arn: identity.arn,
        account: accountOfIdentity(identity),
        userId: uniqueId(identity.arn),
        identity,
      };
      this.#known.set(credentials.accessKeyId, { caller, credentials });
      return credentials;
    }
    const credentials = { accessKeyId: `ASIA${id}`, secretAccessKey, sessionToken: randomBytes(96).toString('base64') };
    this.#known.set(credentials.accessKeyId, {
      caller: roleSession(identity, sessionName, sessionPolicy),
      credentials: { ...credentials, expires },
    });
    return { ...credentials, expiration: new Date(expires) };
  }

  /** What a signature with this access key is checked against; undefined when it was never handed out. */
  credentials(accessKeyId: string): SigningCredentials | undefined {
    return this.#known.get(accessKeyId)?.credentials;
  }

  /** @throws when the access key was never handed out. */
  caller(accessKeyId: string): SandboxCaller {
    const known = this.#known.get(accessKeyId);
    if (known === undefined) {
      throw new Error('Unknown access key');
    }
    return known.caller;
  }
}

// The path of a role is not part of its sessions' ARNs (IAM User Guide, "Principal": role session principals).
function roleSession(
  role: SandboxIdentity,
  sessionName: string,
  sessionPolicy: PolicyDocument | undefined,
): SandboxCaller {
  const { account, partition } = parseArn(role.arn)!;
  const name = role.arn.slice(role.arn.lastIndexOf('/') + 1);
  return {
    arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${sessionName}`,
    account,
    userId: `${uniqueId(role.arn)}:${sessionName}`,
    identity: role,
    sessionPolicy,
  };
}
