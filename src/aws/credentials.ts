/**
 * Credentials of a profile, with the endpoint and Region of every STS, SSO and sign-in call on the way made explicit.
 * Role chains are walked here, not in the SDK, so that a failure says which profile and which role it was,
 * and a one-time code is asked for only when the credentials under it are good.
 */
import {
  AssumeRoleCommand,
  getDefaultRoleAssumerWithWebIdentity,
  STSClient,
  type Credentials as StsCredentials,
  type STSClientConfig,
} from '@aws-sdk/client-sts';
import {
  createCredentialChain,
  fromEnv,
  fromHttp,
  fromIni,
  fromInstanceMetadata,
  fromTokenFile,
} from '@aws-sdk/credential-providers';
import { memoize } from '@smithy/core/config';
import type { CredentialSource, Failure, MfaCode, Profile } from '../ports';
import type { Limits } from './ask';
import { clientSettings } from './clients';
import {
  ConfigurationError,
  configuredEndpoint,
  findProfile,
  readSharedConfig,
  type Section,
  type ServiceId,
  type SharedConfig,
} from './config';
import { KnownFailure, MalformedAnswer, toFailure } from './failures';
import { credentialsKind } from './profiles';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export type CredentialProvider = () => Promise<Credentials>;

export interface CredentialOptions {
  readonly region: string;
  readonly limits: Limits;
  readonly mfaCode: MfaCode | undefined;
}

/** SDKs count credentials as expired five minutes early. */
const earlyMs = 5 * 60_000;

/** A profile's or the environment's credentials, for all clients alike: one MFA code, one AssumeRole. */
export function credentialsFor(
  source: Exclude<CredentialSource, { kind: 'sandbox' }>,
  options: CredentialOptions,
): CredentialProvider {
  return remembered(
    source.kind === 'profile' ? () => profileCredentials(source.name, options) : () => environmentCredentials(options),
  );
}

/** Fetches once, however many ask together, and again from five minutes before what was fetched expires. */
export function remembered(provider: CredentialProvider): CredentialProvider {
  return memoize(
    provider,
    c => (c.expiration?.getTime() ?? Infinity) - Date.now() < earlyMs,
    c => c.expiration !== undefined,
  );
}

async function profileCredentials(name: string, options: CredentialOptions): Promise<Credentials> {
  const config = await readSharedConfig();
  const chosen = findProfile(config, name);
  return walk(name, [], { ...options, config, chosen });
}

interface Walk extends CredentialOptions {
  readonly config: SharedConfig;
  /** Its endpoint settings serve the whole chain, as in the AWS CLI. */
  readonly chosen: Section;
}

async function walk(name: string, above: readonly string[], context: Walk): Promise<Credentials> {
  const section = findProfile(context.config, name);
  // A source profile with keys of its own ends the chain, also where a role names itself as its source.
  if (above.length > 0 && section['aws_access_key_id'] && section['aws_secret_access_key']) {
    return staticKeys(section);
  }
  if (above.includes(name)) {
    throw new ConfigurationError(`The profiles name each other as source_profile: ${[...above, name].join(' → ')}`);
  }
  const source = credentialsKind(section) === 'role' ? section['source_profile'] : undefined;
  if (source === undefined) {
    return leaf(name, section, context);
  }
  return assumeRole(name, section, await walk(source, [...above, name], context), context);
}

function staticKeys(section: Section): Credentials {
  const {
    aws_access_key_id: accessKeyId = '',
    aws_secret_access_key: secretAccessKey = '',
    aws_session_token: sessionToken,
  } = section;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

/** Anything but a role on top of another profile is the SDK's: keys, SSO, login, process, web identity, a role on container or instance credentials. */
async function leaf(name: string, section: Section, context: Walk): Promise<Credentials> {
  const kind = credentialsKind(section);
  if (kind === 'none') {
    throw new KnownFailure({
      kind: 'no-credentials',
      operation: 'sts:GetCallerIdentity',
      message: `The profile "${name}" holds no credentials and names no way to get them.`,
    });
  }
  const ssoSession = kind === 'sso' ? section['sso_session'] : undefined;
  if (ssoSession && !context.config.ssoSessions.has(ssoSession)) {
    throw new ConfigurationError(
      `The profile "${name}" names an sso-session that the AWS config file does not have: ${ssoSession}`,
    );
  }
  const signIn: ServiceId = kind === 'login' ? 'signin' : 'sso';
  const provider = fromIni({
    profile: name,
    ignoreCache: true,
    roleAssumer: (source, params) => assume(stsSettings(section, context), source, params.RoleArn ?? '', params),
    roleAssumerWithWebIdentity: getDefaultRoleAssumerWithWebIdentity(stsSettings(section, context)),
    ...(context.mfaCode && { mfaCodeProvider: mfaCodeOrFail(context.mfaCode) }),
    // Used for SSO and sign-in alone: STS has its own settings above.
    clientConfig: clientSettings(configuredEndpoint(signIn, context.config, context.chosen), context.limits),
  });
  try {
    return await provider();
  } catch (error) {
    throw new KnownFailure(signInFailure(error, name, kind));
  }
}

/** The call that gives a profile its credentials, where there is one. */
const signInCalls: Readonly<Partial<Record<Profile['credentials'], string>>> = {
  sso: 'sso:GetRoleCredentials',
  login: 'signin:CreateOAuth2Token',
  role: 'sts:AssumeRole',
  'web-identity': 'sts:AssumeRoleWithWebIdentity',
};

/** An expired or missing sign-in is told apart from a failed call by the SDK's sentence only. */
function signInFailure(error: unknown, profile: string, kind: Profile['credentials']): Failure {
  const operation = signInCalls[kind] ?? 'sts:GetCallerIdentity';
  const failure = toFailure(error, operation);
  if (failure.kind !== 'no-credentials') {
    return failure;
  }
  if (kind === 'sso' && /SSO session|Token is expired|^UnauthorizedException/.test(failure.message)) {
    return { ...failure, kind: 'expired-token', renew: 'aws sso login', profile };
  }
  if (kind === 'sso' && /^ForbiddenException/.test(failure.message)) {
    return { ...failure, kind: 'access-denied', action: operation };
  }
  if (kind === 'login' && /authenticate|token/i.test(failure.message)) {
    return { ...failure, kind: 'expired-token', renew: 'aws login', profile };
  }
  if (kind === 'process' && /expired credentials/.test(failure.message)) {
    return { ...failure, kind: 'expired-token', renew: 'other', profile };
  }
  return failure;
}

async function assumeRole(profile: string, section: Section, source: Credentials, context: Walk): Promise<Credentials> {
  const {
    role_arn: roleArn = '',
    role_session_name: name,
    external_id: externalId,
    mfa_serial: serial,
    duration_seconds: seconds,
  } = section;
  const code = serial ? await mfaCodeOrFail(context.mfaCode)(serial) : undefined;
  return assume(stsSettings(section, context), source, roleArn, {
    RoleSessionName: name ?? `double-lock-${profile.replace(/[^\w+=,.@-]/g, '-')}`.slice(0, 64),
    ...(externalId && { ExternalId: externalId }),
    ...(seconds && /^\d+$/.test(seconds) && { DurationSeconds: Number(seconds) }),
    ...(serial && { SerialNumber: serial, TokenCode: code }),
  });
}

interface AssumeParameters {
  readonly RoleSessionName?: string | undefined;
  readonly ExternalId?: string | undefined;
  readonly DurationSeconds?: number | undefined;
  readonly SerialNumber?: string | undefined;
  readonly TokenCode?: string | undefined;
}

/**
 * Credentials of a role, got with those of `source`. The session is called `double-lock` unless `parameters` name it;
 * `DurationSeconds` are seconds.
 * @throws KnownFailure whatever kept STS from giving them; `mfa-needed` for a wrong one-time code
 */
export async function assume(
  settings: STSClientConfig,
  source: Credentials,
  roleArn: string,
  parameters: AssumeParameters = {},
): Promise<Credentials> {
  const sts = new STSClient({ ...settings, credentials: source });
  try {
    const { Credentials: got } = await sts.send(
      new AssumeRoleCommand({
        ...parameters,
        RoleArn: roleArn,
        RoleSessionName: parameters.RoleSessionName ?? 'double-lock',
      }),
    );
    return fromSts(got);
  } catch (error) {
    const failure = toFailure(error, 'sts:AssumeRole');
    // STS refuses a wrong one-time code as it refuses everything else (STS API Reference, "AssumeRole").
    const wrongCode = parameters.SerialNumber !== undefined && /MultiFactorAuthentication/.test(failure.message);
    throw new KnownFailure(
      wrongCode ? { ...failure, kind: 'mfa-needed', serial: parameters.SerialNumber, reason: 'wrong-code' } : failure,
    );
  } finally {
    sts.destroy();
  }
}

function fromSts(got: StsCredentials | undefined): Credentials {
  if (!got?.AccessKeyId || !got.SecretAccessKey || !got.SessionToken) {
    throw new MalformedAnswer();
  }
  const {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: expiration,
  } = got;
  return { accessKeyId, secretAccessKey, sessionToken, ...(expiration && { expiration }) };
}

/** A role's own profile names the Region of its STS; it may lie in another partition than the key. */
function stsSettings(section: Section, context: Walk): STSClientConfig {
  return {
    ...clientSettings(configuredEndpoint('sts', context.config, context.chosen), context.limits),
    region: section['region'] ?? context.region,
  };
}

function mfaCodeOrFail(ask: MfaCode | undefined): (serial: string) => Promise<string> {
  return async serial => {
    const code = await ask?.(serial);
    if (!code) {
      throw new KnownFailure({
        kind: 'mfa-needed',
        serial,
        reason: 'no-code',
        operation: 'sts:AssumeRole',
        message: `A code of the MFA device ${serial} is needed.`,
      });
    }
    return code;
  };
}

/** Environment variables, then a web identity token, then what the container or the instance offers (SDKs and Tools Reference Guide, "Standardized credential providers"). */
async function environmentCredentials(options: CredentialOptions): Promise<Credentials> {
  const config = await readSharedConfig();
  const context: Walk = { ...options, config, chosen: {} };
  const env = process.env;
  const providers = [
    fromEnv(),
    fromTokenFile({ roleAssumerWithWebIdentity: getDefaultRoleAssumerWithWebIdentity(stsSettings({}, context)) }),
  ];
  if (env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] || env['AWS_CONTAINER_CREDENTIALS_FULL_URI']) {
    providers.push(fromHttp({ timeout: 1000, maxRetries: 1 }));
  } else if (!env['AWS_EC2_METADATA_DISABLED'] || env['AWS_EC2_METADATA_DISABLED'] === 'false') {
    providers.push(fromInstanceMetadata({ timeout: 1000, maxRetries: 0 }));
  }
  try {
    return await createCredentialChain(...providers)();
  } catch (error) {
    const failure = toFailure(error, 'sts:GetCallerIdentity');
    throw new KnownFailure(
      failure.kind === 'network' || failure.kind === 'other' ? { ...failure, kind: 'no-credentials' } : failure,
    );
  }
}
