import { parseArn } from '../policy';
import type { Endpoints, Profile, Profiles } from '../ports';
import {
  ConfigurationError,
  configuredEndpoints,
  configuredRegion,
  readSharedConfig,
  type Section,
  type SharedConfig,
} from './config';

/** Every profile the user has, default first, then by name; and what the environment holds. Makes no call, returns no secret. */
export async function listProfiles(): Promise<Profiles> {
  const config = await readSharedConfig();
  const profiles = [...config.profiles.keys()].sort(defaultFirst).map(name => describe(name, config));
  const environment = describeEnvironment(config);
  const chosen = process.env['AWS_PROFILE'] || process.env['AWS_DEFAULT_PROFILE'];
  return { profiles, ...(environment && { environment }), ...(chosen && { chosenByEnvironment: chosen }) };
}

const defaultFirst = (a: string, b: string) => Number(b === 'default') - Number(a === 'default') || (a < b ? -1 : 1);

function describe(name: string, config: SharedConfig): Profile {
  const section = config.profiles.get(name) ?? {};
  const credentials = credentialsKind(section);
  const account = accountOf(credentials, section);
  return {
    name,
    credentials,
    sourceProfiles: sourceProfiles(name, config),
    endpoints: endpointsIfReadable(config, section),
    ...(account && { account }),
    ...optional('region', configuredRegion(section)),
    ...optional('roleArn', section['role_arn']),
    ...optional('ssoSession', section['sso_session']),
    ...optional('ssoRole', credentials === 'sso' ? section['sso_role_name'] : undefined),
    ...optional('mfaSerial', section['mfa_serial']),
  };
}

/** Which of its settings gives a profile its credentials; the order is the SDK's. */
export function credentialsKind(section: Section): Profile['credentials'] {
  if (section['role_arn'] && (section['source_profile'] || section['credential_source'])) {
    return 'role';
  }
  if (section['aws_access_key_id'] && section['aws_secret_access_key']) {
    return 'keys';
  }
  if (section['role_arn'] && section['web_identity_token_file']) {
    return 'web-identity';
  }
  if (section['credential_process']) {
    return 'process';
  }
  if (['sso_session', 'sso_account_id', 'sso_start_url'].some(key => section[key])) {
    return 'sso';
  }
  return section['login_session'] ? 'login' : 'none';
}

function accountOf(credentials: Profile['credentials'], section: Section): string | undefined {
  switch (credentials) {
    case 'role':
    case 'web-identity':
      return accountOfArn(section['role_arn']);
    case 'sso':
      return section['sso_account_id'];
    case 'login':
      return accountOfArn(section['login_session']);
    case 'keys':
    case 'process':
    case 'none':
      return section['aws_account_id'];
  }
}

const accountOfArn = (arn: string | undefined) => parseArn(arn ?? '')?.account || undefined;

/** The profiles under a role, nearest first; ends at a cycle, which opening the session then reports. */
function sourceProfiles(name: string, config: SharedConfig): string[] {
  const chain: string[] = [];
  let section = config.profiles.get(name);
  for (;;) {
    const source = section && credentialsKind(section) === 'role' ? section['source_profile'] : undefined;
    if (!source || source === name || chain.includes(source)) {
      return chain;
    }
    chain.push(source);
    section = config.profiles.get(source);
  }
}

function describeEnvironment(config: SharedConfig): Profiles['environment'] {
  const env = process.env;
  const endpoints = endpointsIfReadable(config, {});
  if (env['AWS_ACCESS_KEY_ID'] && env['AWS_SECRET_ACCESS_KEY']) {
    return { credentials: 'keys', endpoints, ...optional('account', env['AWS_ACCOUNT_ID']) };
  }
  if (env['AWS_WEB_IDENTITY_TOKEN_FILE'] && env['AWS_ROLE_ARN']) {
    return { credentials: 'web-identity', endpoints, ...optional('account', accountOfArn(env['AWS_ROLE_ARN'])) };
  }
  if (env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] || env['AWS_CONTAINER_CREDENTIALS_FULL_URI']) {
    return { credentials: 'container', endpoints };
  }
  return undefined;
}

/** A broken endpoint setting must not hide the profile; opening a session with it says what is wrong. */
function endpointsIfReadable(config: SharedConfig, section: Section): Endpoints {
  try {
    return configuredEndpoints(config, section);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return {};
    }
    throw error;
  }
}

const optional = <K extends string>(key: K, value: string | undefined): { [P in K]?: string } =>
  value ? ({ [key]: value } as { [P in K]: string }) : {};
