import { loadSharedConfigFiles } from '@smithy/core/config';
import type { Endpoints } from '../ports';

/** A profile's settings by name; nested ones as `s3.endpoint_url`. It may hold secrets: never leaves this room. */
export type Section = Readonly<Record<string, string | undefined>>;

/** The user's shared AWS config, read afresh. */
export interface SharedConfig {
  readonly profiles: ReadonlyMap<string, Section>;
  readonly services: ReadonlyMap<string, Section>;
  readonly ssoSessions: ReadonlySet<string>;
}

/** The user's config cannot be followed; the message says why. To people it is the failure `configuration`. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}

/**
 * Reads the config file (AWS_CONFIG_FILE) and the credentials file (AWS_SHARED_CREDENTIALS_FILE); one that is missing
 * or cannot be read counts as empty. A setting that stands in both is taken from the credentials file (SDKs and Tools
 * Reference Guide, "Shared config and credentials files").
 */
export async function readSharedConfig(): Promise<SharedConfig> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const profiles = new Map<string, Section>();
  const services = new Map<string, Section>();
  const ssoSessions = new Set<string>();
  for (const [key, section] of Object.entries(configFile)) {
    if (key.startsWith('services.')) {
      services.set(key.slice('services.'.length), section);
    } else if (key.startsWith('sso-session.')) {
      ssoSessions.add(key.slice('sso-session.'.length));
    } else {
      profiles.set(key, section);
    }
  }
  for (const [name, section] of Object.entries(credentialsFile)) {
    profiles.set(name, { ...profiles.get(name), ...section });
  }
  return { profiles, services, ssoSessions };
}

/** The profile's settings. @throws ConfigurationError when there is no such profile. */
export function findProfile(config: SharedConfig, name: string): Section {
  const section = config.profiles.get(name);
  if (section === undefined) {
    throw new ConfigurationError(`The profile "${name}" is in neither the AWS config file nor the credentials file.`);
  }
  return section;
}

/** Services that sign-in and reads call, by the identifier that `services` sections and AWS_ENDPOINT_URL_… use. */
export type ServiceId = 'kms' | 'sts' | 'iam' | 'cloudtrail' | 'sso' | 'signin';

/**
 * The endpoint configured for a service; undefined = AWS's own. We look it up ourselves because the SDK takes it from the profile that
 * AWS_PROFILE names, not from the one that was chosen.
 * Order (SDKs and Tools Reference Guide, "Service-specific endpoints"): AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile's
 * `services` section, the profile's `endpoint_url`; none of them when configured endpoints are to be ignored.
 * @throws ConfigurationError for a missing `services` section or what is no http(s) URL.
 */
export function configuredEndpoint(
  service: ServiceId,
  config: SharedConfig,
  profile: Section = {},
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const ignore = env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? profile['ignore_configured_endpoint_urls'];
  if (ignore?.toLowerCase() === 'true') {
    return undefined;
  }
  const url =
    env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ||
    env['AWS_ENDPOINT_URL'] ||
    servicesSection(config, profile)[`${service}.endpoint_url`] ||
    profile['endpoint_url'];
  if (!url) {
    return undefined;
  }
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new ConfigurationError(`The configured endpoint is no http or https URL: ${url}`);
  }
  return url;
}

function servicesSection(config: SharedConfig, profile: Section): Section {
  const name = profile['services'];
  if (!name) {
    return {};
  }
  const section = config.services.get(name);
  if (section === undefined) {
    throw new ConfigurationError(
      `The profile names a "services" section that the AWS config file does not have: ${name}`,
    );
  }
  return section;
}

/**
 * The endpoints of the services whose answers people see; one that is not configured is absent. @throws
 * ConfigurationError like {@link configuredEndpoint}
 */
export function configuredEndpoints(config: SharedConfig, profile?: Section): Endpoints {
  const [kms, sts, iam, cloudtrail] = (['kms', 'sts', 'iam', 'cloudtrail'] as const).map(service =>
    configuredEndpoint(service, config, profile),
  );
  return { ...(kms && { kms }), ...(sts && { sts }), ...(iam && { iam }), ...(cloudtrail && { cloudtrail }) };
}

/**
 * The Region when none is given: AWS_REGION, AWS_DEFAULT_REGION, the profile's (SDKs and Tools Reference Guide, "AWS Region").
 */
export function configuredRegion(profile: Section = {}): string | undefined {
  return process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] || profile['region'] || undefined;
}
