import type { Limits } from './ask';

/**
 * Settings that every SDK client gets; the limits are milliseconds, each for one of at most three attempts. Without an
 * endpoint the client must not look for one itself: it would take it from the profile that AWS_PROFILE names.
 */
export function clientSettings(endpoint: string | undefined, limits: Limits) {
  return {
    ...(endpoint === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint }),
    // What else a client would read from AWS_PROFILE's profile or probe on the instance.
    defaultsMode: 'standard' as const,
    authSchemePreference: [],
    userAgentAppId: 'double-lock',
    retryMode: 'standard',
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: limits.connect,
      requestTimeout: limits.request,
      socketTimeout: limits.request,
      throwOnRequestTimeout: true,
    },
  };
}
