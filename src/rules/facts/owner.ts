import { resourceArns } from './resourceArns';
import type { PolicyView } from './view';

// Services whose resource-based policies know their own actions and ARNs only. (A backup vault's policy names other services' snapshots, a VPC endpoint's any service.)
const alone: ReadonlySet<string> = new Set([
  's3',
  'sns',
  'sqs',
  'secretsmanager',
  'ecr',
  'events',
  'dynamodb',
  'kinesis',
  'lambda',
  'elasticfilesystem',
  'codeartifact',
]);

/** The service whose requests the policy decides about, as its action prefix; undefined when that cannot be told. */
export function ownerOf(policy: PolicyView): string | undefined {
  switch (policy.kind) {
    case 'key':
      return 'kms';
    case 'trust':
      return 'sts';
    case 'resource':
      return attachedTo(policy);
    default:
      return undefined;
  }
}

/** Whether an action prefix or an ARN's service is the owner's: S3's own are s3, s3-object-lambda, s3express … */
export function belongsTo(owner: string, service: string): boolean {
  return service === owner || (owner === 's3' && /^s3(-|express|tables|vectors)/.test(service));
}

// What a template says it is attached to holds; elsewhere all its actions or all its resources must say so, and one of the others.
function attachedTo(policy: PolicyView): string | undefined {
  const { service, holder } = policy.located;
  if (service === undefined || !alone.has(service)) {
    return undefined;
  }
  if (holder !== undefined) {
    return service;
  }
  const own = (prefix: string) => belongsTo(service, prefix);
  const actions = policy.actions.map(a => a.service);
  const arns = resourceArns(policy).map(a => a.service.text);
  return (actions.length > 0 && actions.every(own) && arns.some(own)) ||
    (arns.length === policy.resources.length && arns.length > 0 && arns.every(own) && actions.some(own))
    ? service
    : undefined;
}
