import data from './data/service-principals.json';

const names: ReadonlySet<string> = new Set(data.names);

/** Names X of service principals `X.amazonaws.com` that are known. AWS publishes no list, so others may be real too. */
export const servicePrincipalNames: ReadonlySet<string> = names;

// Services that call under a name with their Region in it, in every Region (their own user guides).
const regional: ReadonlySet<string> = new Set([
  'logs',
  'states',
  'codedeploy',
  'redshift',
  'opsworks',
  'amplify',
  'kafka',
  'es',
]);

// Regions that every account has (AWS Account Management Reference Guide, "Enable or disable AWS Regions"). In opt-in Regions
// many services call as `SERVICE.REGION.amazonaws.com`.
const everywhere: ReadonlySet<string> = new Set([
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
]);

/** What is known about a service principal's name. */
export type ServicePrincipalFact =
  | 'known'
  /** `SERVICE.REGION.amazonaws.com`, as `kms:ViaService` has it, of a service that calls without a Region in its name. */
  | { readonly withoutRegion: string }
  | 'unknown';

/** Looks a service principal up: `sns.amazonaws.com`, `logs.eu-west-1.amazonaws.com`, `ec2.amazonaws.com.cn`. */
export function servicePrincipal(text: string): ServicePrincipalFact {
  const match = /^([a-z0-9.-]+)\.amazonaws\.com(?:\.cn)?$/.exec(text);
  const name = match?.[1];
  if (name === undefined) {
    return /\.(aws\.internal|api\.aws|amazon\.com)$/.test(text) ? 'known' : 'unknown';
  }
  const labels = name.split('.');
  if (names.has(name) || isPartOf(labels)) {
    return 'known';
  }
  const region = labels.findIndex(l => /^[a-z]{2}(-[a-z]+)+-\d$/.test(l));
  if (region < 0) {
    return 'unknown';
  }
  const service = labels.toSpliced(region, 1).join('.');
  if (!names.has(service)) {
    return 'unknown';
  }
  return regional.has(service) || !everywhere.has(labels[region] ?? '')
    ? 'known'
    : { withoutRegion: `${service}.amazonaws.com` };
}

// Services call under further names below their own, of which no list is complete (`logdelivery.elasticloadbalancing`).
function isPartOf([first = '', ...rest]: readonly string[]): boolean {
  return rest.length > 0 && !names.has(first) && names.has(rest.join('.'));
}
