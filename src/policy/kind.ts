import { type Message, message } from '../text/message';
import { parseArn } from './arn';
import type { PolicyDocument, Statement, StringSet } from './document';
import type { Holder } from './holder';
import type { LocatedKind } from './located';

/** A kind, why, and the service the policy's resource belongs to when that is known. */
export interface KindFound {
  readonly kind: LocatedKind;
  readonly why: Message;
  readonly service?: string;
  readonly holder?: string;
}

/** Tells a policy's kind: from what surrounds it, from its content, and where that leaves a choice from the path. */
export function kindOf(document: PolicyDocument, holder: Holder | undefined, path: string | undefined): KindFound {
  if (holder) {
    return {
      kind: holder.kind,
      why: message('It belongs to {holder}.', { holder: holder.name }),
      holder: holder.name,
      ...(holder.service === undefined ? {} : { service: holder.service }),
    };
  }
  const evidence = gather(document);
  const hint = path === undefined ? undefined : hintOf(path);
  if (document.statements.length === 0 || evidence.empty) {
    return hint ? fromPath(hint) : found('unknown', message('Nothing in it tells what it is attached to.'));
  }
  return evidence.withPrincipal ? attached(evidence, hint) : unattached(evidence, hint);
}

interface Evidence {
  readonly empty: boolean;
  readonly withPrincipal: boolean;
  readonly withoutPrincipal: boolean;
  /** Prefixes of the actions, in lower case; a bare `*` has none. */
  readonly services: ReadonlySet<string>;
  readonly everyAction: boolean;
  /** Services of the resources' ARNs. */
  readonly resourceServices: ReadonlySet<string>;
  readonly onlyStarResources: boolean;
  readonly noResources: boolean;
  readonly denyOnly: boolean;
  readonly everyone: boolean;
  readonly federated: boolean;
  readonly conditionKeys: ReadonlySet<string>;
  readonly versioned: boolean;
  readonly id: string;
}

function gather(document: PolicyDocument): Evidence {
  const { statements } = document;
  const actions = statements.flatMap(s => strings(s.action?.value).concat(strings(s.notAction?.value)));
  const resources = statements.flatMap(s => strings(s.resource?.value).concat(strings(s.notResource?.value)));
  const named = (s: Statement) => s.principal !== undefined || s.notPrincipal !== undefined;
  return {
    empty: statements.every(s => !s.action && !s.notAction && !s.resource && !s.notResource && !named(s)),
    withPrincipal: statements.some(named),
    withoutPrincipal: !statements.every(named),
    services: new Set(actions.filter(a => a.includes(':')).map(a => a.slice(0, a.indexOf(':')).toLowerCase())),
    everyAction: actions.includes('*'),
    resourceServices: new Set(resources.flatMap(r => parseArn(r)?.service ?? [])),
    onlyStarResources: resources.length > 0 && resources.every(r => r === '*'),
    noResources: statements.every(s => !s.resource && !s.notResource),
    denyOnly: statements.every(s => s.effect?.value?.value === 'Deny' || isFullAccess(s)),
    everyone: statements.every(s => s.principal?.value.star?.value === '*'),
    federated: statements.some(s => s.principal?.value.entries.some(e => e.name === 'Federated')),
    conditionKeys: new Set(
      statements.flatMap(s => s.condition?.value.operators.flatMap(o => o.value.map(k => k.name.toLowerCase())) ?? []),
    ),
    versioned: document.version !== undefined || document.loneStatement,
    id: document.id?.value.value ?? '',
  };
}

// The Allow that an organization's policies keep beside their denies.
function isFullAccess(statement: Statement): boolean {
  return (
    strings(statement.action?.value).includes('*') &&
    strings(statement.resource?.value).includes('*') &&
    statement.condition === undefined
  );
}

function strings(set: StringSet | undefined): string[] {
  return set?.strings.map(s => s.value) ?? [];
}

function only(set: ReadonlySet<string>, ...allowed: readonly string[]): boolean {
  return set.size > 0 && [...set].every(item => allowed.includes(item));
}

/** With a Principal: a policy that is attached to a resource. */
function attached(evidence: Evidence, hint: LocatedKind | undefined): KindFound {
  const { services, noResources, withoutPrincipal } = evidence;
  if (deniesEveryone(evidence) && (hint === 'rcp' || services.size > 1 || only(services, 'sts'))) {
    return found('rcp', message('It denies everyone, for all resources: a resource control policy.'));
  }
  if (letsAssume(evidence)) {
    return found('trust', message('It names principals and lets them assume a role.'));
  }
  if (hint === 'trust' && noResources) {
    return fromPath('trust');
  }
  if (hint === 'rcp' || (hint === 'resource' && !evidence.id.includes('key'))) {
    return fromPath(hint);
  }
  if (isAboutKms(evidence) && !isEndpointPolicy(evidence)) {
    return found('key', message('It names principals and its actions are KMS actions.'));
  }
  if (hint === 'key' && (services.size === 0 || services.has('kms'))) {
    return fromPath('key');
  }
  if (withoutPrincipal && noneHasResourcePolicies(services)) {
    return found(
      'identity',
      message('Some statements name no principal, and no resource of its services has a policy of its own.'),
    );
  }
  if (withoutPrincipal && hint === 'identity') {
    return fromPath('identity');
  }
  return ofResource(evidence);
}

function deniesEveryone({ denyOnly, everyone, onlyStarResources }: Evidence): boolean {
  return denyOnly && everyone && onlyStarResources;
}

function letsAssume({ services, everyAction, noResources, federated }: Evidence): boolean {
  return (only(services, 'sts') && !everyAction) || (noResources && federated);
}

// For "*" alone, actions of a few other services may stand beside those of KMS: there they do nothing.
function isAboutKms({ services, resourceServices, onlyStarResources }: Evidence): boolean {
  const others = [...services].filter(isNotKms).length;
  return (
    services.has('kms') && (others === 0 || (onlyStarResources && others <= 2)) && ![...resourceServices].some(isNotKms)
  );
}

function ofResource({ services, resourceServices }: Evidence): KindFound {
  const service = [...resourceServices].find(s => isNotKms(s) && s !== '') ?? [...services].find(isNotKms);
  return {
    ...found('resource', message('It names principals, and its actions are not those of a KMS key.')),
    ...(service === undefined ? {} : { service }),
  };
}

function isNotKms(service: string): boolean {
  return service !== 'kms';
}

// Services whose resources have policies (IAM User Guide, "AWS services that work with IAM").
const withResourcePolicies = new Set(
  (
    'acm-pca aoss aps athena backup backup-gateway bedrock cassandra cloudfront cloudhsm cloudtrail codeartifact codebuild codedeploy comprehend datazone dynamodb ecr ecr-public elasticfilesystem entityresolution es ' +
    'events execute-api glacier glue iot kafka kinesis kms lambda lex lex2 logs mediastore networkmanager oam organizations osis payment-cryptography private-ca ram redshift redshift-serverless rekognition ' +
    'resource-explorer-2 rds s3 schemas secretsmanager serverlessrepo ses signer sns sqs ssm ssm-incidents sts vpc-lattice vpc-lattice-svcs xray'
  ).split(' '),
);

function noneHasResourcePolicies(services: ReadonlySet<string>): boolean {
  return services.size > 0 && ![...services].some(hasResourcePolicies);
}

function hasResourcePolicies(service: string): boolean {
  return withResourcePolicies.has(service) || service.startsWith('s3') || /[*?$]/.test(service);
}

// A VPC endpoint's policy may speak of KMS too: it lets everybody through and names keys (KMS Developer Guide, "VPC endpoint policy").
function isEndpointPolicy({
  everyone,
  versioned,
  onlyStarResources,
  conditionKeys,
  resourceServices,
}: Evidence): boolean {
  return (
    (!versioned && (conditionKeys.has('aws:principalaccount') || resourceServices.has('kms'))) ||
    (everyone && !versioned && !onlyStarResources)
  );
}

/** Without a Principal: it belongs to an identity, or limits an organization's accounts. */
function unattached(evidence: Evidence, hint: LocatedKind | undefined): KindFound {
  if (evidence.noResources && only(evidence.services, 'sts') && hint === 'trust') {
    return fromPath('trust');
  }
  if (hint === 'scp' || hint === 'rcp') {
    return fromPath(hint);
  }
  // The console and AWS services give these Ids to key policies; here the principals were forgotten.
  if (/^(key|auto)-/.test(evidence.id) && only(evidence.services, 'kms')) {
    return found('key', message('Its Id is one that key policies have.'));
  }
  const guards = ['aws:principalarn', 'aws:principalorgid', 'aws:principalisawsservice', 'aws:principalaccount'];
  const wide = evidence.services.has('organizations') || evidence.everyAction || evidence.services.size > 1;
  if (evidence.denyOnly && evidence.onlyStarResources && wide && guards.some(k => evidence.conditionKeys.has(k))) {
    return found(
      'scp',
      message('It only denies, for all resources, and exempts principals or Regions: a service control policy.'),
    );
  }
  return found('identity', message('No statement names a principal.'));
}

function found(kind: LocatedKind, why: Message): KindFound {
  return { kind, why };
}

function fromPath(kind: LocatedKind): KindFound {
  return found(kind, message('Its content leaves it open, its path says so.'));
}

/** What a path says about the policies in a file. File names mislead, so this is asked last. */
function hintOf(path: string): LocatedKind | undefined {
  const lower = path.toLowerCase();
  const hints: readonly (readonly [LocatedKind, RegExp])[] = [
    ['rcp', /(^|[^a-z])rcps?([^a-z]|$)|resource[-_ ]?control/],
    ['scp', /(^|[^a-z])scps?([^a-z]|$)|service[-_ ]?control/],
    ['resource', /vpc[-_ ]?(endpoint|e[^a-z])|endpoint[-_ ]?polic|bucket[-_ ]?polic|(^|[^a-z])(sqs|sns|s3)[^a-z]/],
    ['trust', /trust|assume[-_ ]?role/],
    ['key', /key[-_. ]?polic|getkeypolicy|(^|[^a-z])(kms|cmk)([^a-z]|$)/],
    ['identity', /iam|identity|role|user|group|permission/],
  ];
  return hints.find(([, pattern]) => pattern.test(lower))?.[0];
}
