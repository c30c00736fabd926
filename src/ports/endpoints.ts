/** Domains of AWS's own endpoints, in every partition (AWS General Reference, "AWS service endpoints"). */
const awsDomains = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'api.aws',
  'api.amazonwebservices.com.cn',
  'amazonaws.eu',
  'api.amazonwebservices.eu',
  'c2s.ic.gov',
  'sc2s.sgov.gov',
  'csp.hci.ic.gov',
  'cloud.adc-e.uk',
];

/** Whether an endpoint is AWS's own, VPC endpoints included; undefined is the one that the SDK chooses. */
export function isAwsEndpoint(endpoint: string | undefined): boolean {
  if (endpoint === undefined) {
    return true;
  }
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname.toLowerCase().replace(/\.$/, '') : '';
  return awsDomains.some(domain => host.endsWith(`.${domain}`));
}
