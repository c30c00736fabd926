import { type Arn, isPlaceholderWord, parseArn, parsePrincipal } from '../../policy';
import { partitions } from '../../reference';
import { nearest } from './nearest';

/** What is wrong with a principal's text, and what was probably meant, best guess first. */
export interface MalformedPrincipal {
  readonly problem: 'account' | 'partition' | 'region' | 'service' | 'resource' | 'not-an-arn' | 'service-name';
  readonly repaired: readonly string[];
}

/**
 * Looks at an entry of `"AWS"` that is fully known and holds no wildcard (IAM User Guide, "AWS JSON policy elements: Principal").
 * Undefined when it is well-formed, and when its account is words in place of digits: somebody will fill that in.
 */
export function malformedPrincipal(text: string): MalformedPrincipal | undefined {
  const principal = parsePrincipal(text);
  const arn = parseArn(text);
  if (principal.kind === 'service') {
    return { problem: 'service-name', repaired: [] };
  }
  if (arn === undefined) {
    return principal.kind === 'other' && !isPlaceholderWord(text)
      ? { problem: 'not-an-arn', repaired: repair(text) }
      : undefined;
  }
  return isPlaceholder(arn.account) ? undefined : malformedArn(text, arn);
}

function malformedArn(text: string, arn: Arn): MalformedPrincipal | undefined {
  if (!/^\d{12}$/.test(arn.account)) {
    return { problem: 'account', repaired: repair(text) };
  }
  if (arn.service !== 'iam' && arn.service !== 'sts') {
    return { problem: 'service', repaired: repair(text) };
  }
  if (!partitions.includes(arn.partition)) {
    return isPlaceholder(arn.partition) && !arn.partition.startsWith('aws')
      ? undefined
      : { problem: 'partition', repaired: [withNearestPartition(text, arn.partition)] };
  }
  if (arn.region !== '') {
    return { problem: 'region', repaired: repair(text) };
  }
  const principal = parsePrincipal(text);
  if (principal.kind !== 'other') {
    return /:root$/.test(text) && principal.kind !== 'account'
      ? { problem: 'resource', repaired: repair(text) }
      : undefined;
  }
  // A provider belongs under "Federated", and an IAM ARN of another type is somebody else's finding only if it exists.
  return {
    problem: /^(role|user|assumed-role|federated-user)\//.test(arn.resource) ? 'service' : 'resource',
    repaired: repair(text),
  };
}

function withNearestPartition(arn: string, partition: string): string {
  return `arn:${nearest(partition, partitions) ?? 'aws'}:${arn.slice('arn::'.length + partition.length)}`;
}

// `accountid`, `your-account`, `cloudfront` (of origin access identities): words, not a mistyped number.
function isPlaceholder(text: string): boolean {
  return (
    text === '1234567890' ||
    (/[A-Za-z_]/.test(text) && !/^arn:|\d{12}/.test(text) && !/^(root|iam|sts|user|role)\b/.test(text))
  );
}

function repair(text: string): readonly string[] {
  // An account id, perhaps with separators in it, and what comes after it.
  const match = /(?:^|[^\d])(\d{4}[- ]?\d{4}[- ]?\d{4})(?!\d)[:/]*(.*)$/.exec(text);
  const account = match?.[1]?.replace(/[- ]/g, '');
  if (account === undefined) {
    return [];
  }
  const partition = /^arn:(aws(?:-[a-z]+)*):/.exec(text)?.[1] ?? 'aws';
  const resource = (match?.[2] ?? '').replace(/^(role|user|root|assumed-role)\b/i, word => word.toLowerCase());
  return resourcesMeant(resource)
    .map(r => `arn:${partition}:${/^(assumed-role|federated-user)\//.test(r) ? 'sts' : 'iam'}::${account}:${r}`)
    .filter(r => r !== text && !['other', 'group'].includes(parsePrincipal(r).kind));
}

function resourcesMeant(resource: string): readonly string[] {
  if (resource === '') {
    return ['root'];
  }
  return /^(role|user)\/.+:root$/.test(resource) ? ['root', resource.slice(0, -':root'.length)] : [resource];
}
