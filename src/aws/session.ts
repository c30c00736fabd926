import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { STSClient } from '@aws-sdk/client-sts';
import type { Answer, CredentialSource, Endpoints, MfaCode, SandboxConnection, Session, WantedSession } from '../ports';
import { ask as askOnce, defaultLimits, type Limits, type Deadline } from './ask';
import type { Asker, Clients } from './asker';
import { clientSettings } from './clients';
import { cloudTrailSource } from './cloudTrail';
import { ConfigurationError, configuredEndpoints, configuredRegion, findProfile, readSharedConfig } from './config';
import { assume, type CredentialProvider, credentialsFor, remembered } from './credentials';
import { dryRunSource } from './dryRun';
import { toFailure } from './failures';
import { identitySource } from './identity';
import { keySource, keyWriter } from './keys';

/** The session that is wanted, and how long its questions may take. */
export interface SessionOptions extends WantedSession {
  readonly limits?: Partial<Limits>;
}

/**
 * Opens a session with a profile's or the environment's credentials. No call is made before the first question. Never
 * rejects: the answer is the failure `configuration` when the profile, the Region or an endpoint is missing or
 * unusable.
 */
export async function openSession({ source, ...options }: SessionOptions): Promise<Answer<Session>> {
  const limits = { ...defaultLimits, ...options.limits };
  try {
    const config = await readSharedConfig();
    const profile = source.kind === 'profile' ? findProfile(config, source.name) : {};
    const region = options.region ?? configuredRegion(profile);
    if (!region) {
      throw new ConfigurationError('No AWS Region is configured.');
    }
    // It becomes part of a host name.
    if (!/^[a-z0-9-]{1,63}$/.test(region)) {
      throw new ConfigurationError(`This is no AWS Region: ${region}`);
    }
    const endpoints = configuredEndpoints(config, profile);
    const profileName = source.kind === 'profile' ? { profile: source.name } : {};
    let asking = 0;
    const { mfaCode } = options;
    const askForCode: MfaCode | undefined =
      mfaCode &&
      (async serial => {
        asking++;
        try {
          return await mfaCode(serial);
        } finally {
          asking--;
        }
      });
    const credentials = () => credentialsFor(source, { region, limits, mfaCode: askForCode });
    const deadline = { limits, waitingForUser: () => asking > 0 };
    return { ok: true, value: session({ source, region, endpoints, credentials, deadline, extra: profileName }) };
  } catch (error) {
    return { ok: false, failure: toFailure(error, 'sts:GetCallerIdentity') };
  }
}

/** The sandbox that is called, and how long its answers may take. */
export interface SandboxSessionOptions extends SandboxConnection {
  readonly limits?: Partial<Limits>;
}

/** A session with the sandbox: its endpoint and its throw-away credentials, nothing of the user's. */
export function openSandboxSession({ endpoint, credentials, region, limits }: SandboxSessionOptions): Session {
  return session({
    source: { kind: 'sandbox' },
    region,
    endpoints: { kms: endpoint, sts: endpoint, iam: endpoint, cloudtrail: endpoint },
    credentials: () => () => Promise.resolve(credentials),
    deadline: { limits: { ...defaultLimits, ...limits }, waitingForUser: () => false },
    extra: { useFipsEndpoint: false, useDualstackEndpoint: false },
  });
}

interface Parts {
  readonly source: CredentialSource;
  readonly role?: string;
  readonly region: string;
  readonly endpoints: Endpoints;
  readonly credentials: () => CredentialProvider;
  readonly deadline: Deadline;
  /** FIPS and dual-stack settings follow the chosen profile, unless said here. */
  readonly extra: {
    readonly profile?: string;
    readonly useFipsEndpoint?: boolean;
    readonly useDualstackEndpoint?: boolean;
  };
}

function session(parts: Parts): Session {
  const { source, role, region, endpoints, credentials, deadline, extra } = parts;
  const { limits } = deadline;
  let provider = credentials();
  const connect = (): Clients => {
    const shared = { ...extra, region, credentials: provider };
    const kms = { ...shared, ...clientSettings(endpoints.kms, limits) };
    return {
      kms: new KMSClient(kms),
      kmsOnce: new KMSClient({ ...kms, maxAttempts: 1 }),
      sts: new STSClient({ ...shared, ...clientSettings(endpoints.sts, limits) }),
      iam: new IAMClient({ ...shared, ...clientSettings(endpoints.iam, limits) }),
      cloudTrail: new CloudTrailClient({ ...shared, ...clientSettings(endpoints.cloudtrail, limits) }),
    };
  };
  let clients = connect();
  /** Clients and provider remember their credentials: after a new sign-in they must be read again. */
  const forget = (): void => {
    provider = credentials();
    clients = connect();
  };
  const ask: Asker = async (operation, signal, run) => {
    const used = clients;
    const answer = await askOnce(operation, deadline, signal, signal => run(used, signal));
    if (!answer.ok && ['expired-token', 'invalid-credentials'].includes(answer.failure.kind) && clients === used) {
      forget();
    }
    return answer;
  };
  /** The first time with the credentials at hand, so that no MFA code is asked for again; later with fresh ones. */
  const roleCredentials = (roleArn: string): (() => CredentialProvider) => {
    let again = false;
    return () => {
      if (again) {
        forget();
      }
      again = true;
      return remembered(async () =>
        assume({ ...extra, region, ...clientSettings(endpoints.sts, limits) }, await provider(), roleArn),
      );
    };
  };
  return {
    source,
    region,
    endpoints,
    ...(role !== undefined && { role }),
    ...keySource(ask),
    ...keyWriter(ask),
    ...identitySource(ask),
    ...dryRunSource(ask, endpoints.kms),
    ...cloudTrailSource(ask),
    asRole: roleArn => session({ ...parts, role: roleArn, credentials: roleCredentials(roleArn) }),
    close() {
      Object.values(clients).forEach((client: { destroy(): void }) => client.destroy());
    },
  };
}
