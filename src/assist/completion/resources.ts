import { message } from '../../text/message';
import type { Candidate, Request } from './candidate';

/** Resources: in a key policy the key itself; elsewhere keys that were seen, and the ARNs of the services whose actions stand in the statement. */
export function resourcesFor(request: Request): Candidate[] {
  const {
    policy: { kind },
    cursor: { items },
    known: { seen },
    prefix,
  } = request;
  if (kind === 'key') {
    return [{ label: '*', kind: 'value', detail: message('this key, and no other') }];
  }
  if (kind === 'trust') {
    return [];
  }
  const services = servicesOf(request);
  const keys =
    !services.has('kms') && services.size > 0
      ? []
      : seen.keys.map((arn): Candidate => ({ label: arn, kind: 'value', detail: message('a KMS key') }));
  const star: Candidate = { label: '*', kind: 'wildcard', detail: message('every resource') };
  return [...keys, ...shapes(request, services), star].filter(c => !items.has(c.text ?? c.label) || c.label === prefix);
}

function servicesOf({ statement }: Request): Set<string> {
  const actions = [...(statement?.action?.value.strings ?? []), ...(statement?.notAction?.value.strings ?? [])];
  return new Set(actions.map(a => a.value.split(':')[0]?.toLowerCase() ?? '').filter(s => /^[a-z0-9-]+$/.test(s)));
}

const kmsShapes: readonly Candidate[] = [
  {
    label: 'arn:…:kms:…:key/ID',
    text: 'arn:{partition}:kms:{region}:{account}:key/{keyId}',
    kind: 'value',
    detail: message('one KMS key'),
  },
  {
    label: 'arn:…:kms:…:key/*',
    text: 'arn:{partition}:kms:{region}:{account}:key/*',
    kind: 'value',
    detail: message('every KMS key of the account in the Region'),
  },
];

function shapes({ known }: Request, services: ReadonlySet<string>): Candidate[] {
  const others = [...services].filter(s => s !== 'kms').flatMap(s => known.services?.service(s)?.resources ?? []);
  return [
    ...(services.size === 0 || services.has('kms') ? kmsShapes : []),
    ...others.slice(0, 60).map((pattern): Candidate => ({
      label: pattern.replace('${Partition}', 'aws').replace(/\$\{(\w+)\}/g, '$1'),
      text: arnTemplate(pattern),
      kind: 'value',
      detail: message('a resource of this service'),
    })),
  ];
}

/** The Service Authorization Reference's pattern with our places; what has a meaning of its own there is left to be typed over. */
export function arnTemplate(pattern: string): string {
  return pattern
    .replace('${Partition}', '{partition}')
    .replace('${Region}', '{region}')
    .replace('${Account}', '{account}')
    .replace(/\$\{\w+\}/g, '{any}');
}
