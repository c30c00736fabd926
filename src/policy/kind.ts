import { asCode, type Message, message } from '../text/message';
import type { PolicyDocument } from './document';
import { gatherEvidence, type Evidence } from './evidence';
import type { Holder } from './holder';
import type { LocatedKind } from './located';

/** A kind, why, and what else is known: the service of the policy's resource (`s3`), the name of what holds the policy. */
export interface KindFound {
  readonly kind: LocatedKind;
  readonly why: Message;
  readonly service?: string;
  readonly holder?: string;
}

/**
 * Tells a policy's kind: from what surrounds it, from its content, and where that leaves a choice from the path.
 * @param path of the file that the policy stands in, undefined when it has none
 */
export function kindOf(document: PolicyDocument, holder: Holder | undefined, path: string | undefined): KindFound {
  if (holder) {
    return {
      kind: holder.kind,
      why: message('It belongs to {holder}.', { holder: asCode(holder.name) }),
      holder: holder.name,
      ...(holder.service === undefined ? {} : { service: holder.service }),
    };
  }
  const evidence = gatherEvidence(document);
  const hint = path === undefined ? undefined : hintOf(path);
  if (document.statements.length === 0 || evidence.empty) {
    return hint ? fromPath(hint) : found('unknown', message('Nothing in it tells what it is attached to.'));
  }
  return evidence.withPrincipal ? attached(evidence, hint) : unattached(evidence, hint);
}

function only(set: ReadonlySet<string>, ...allowed: readonly string[]): boolean {
  return set.size > 0 && [...set].every(item => allowed.includes(item));
}

/** With a Principal: a policy that is attached to a resource. */
function attached(evidence: Evidence, hint: LocatedKind | undefined): KindFound {
  if (isResourceControl(evidence, hint)) {
    return found('rcp', message('It denies everyone, for all resources: a resource control policy.'));
  }
  if (letsAssume(evidence)) {
    return found('trust', message('It names principals and lets them assume a role.'));
  }
  if (hint !== undefined && outweighsActions(hint, evidence)) {
    return fromPath(hint);
  }
  if (isAboutKms(evidence) && !isEndpointPolicy(evidence)) {
    return found('key', message('It names principals and its actions are KMS actions.'));
  }
  if (evidence.withoutPrincipal && noneHasResourcePolicies(evidence.services)) {
    return found(
      'identity',
      message('Some statements name no principal, and no resource of its services has a policy of its own.'),
    );
  }
  return hint !== undefined && agreesWithActions(hint, evidence) ? fromPath(hint) : ofResource(evidence);
}

/** Whether a path's word counts more than what the actions say. */
function outweighsActions(hint: LocatedKind, { noResources, id }: Evidence): boolean {
  switch (hint) {
    case 'trust':
      return noResources;
    case 'rcp':
      return true;
    case 'resource':
      return !id.includes('key');
    default:
      return false;
  }
}

/** Whether a path's word counts where the actions leave it open. */
function agreesWithActions(hint: LocatedKind, { services, withoutPrincipal }: Evidence): boolean {
  switch (hint) {
    case 'key':
      return services.size === 0 || services.has('kms');
    case 'identity':
      return withoutPrincipal;
    default:
      return false;
  }
}

/** Only an RCP denies everyone without a look at one service's resources; one for a single service takes its path's word. */
function isResourceControl({ denyOnly, everyone, onlyStarResources, services }: Evidence, hint?: LocatedKind): boolean {
  return denyOnly && everyone && onlyStarResources && (hint === 'rcp' || services.size > 1 || only(services, 'sts'));
}

/** A trust policy has actions of AWS STS, and no resource: the role is the one it belongs to. */
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
  `
  acm-pca aoss aps athena backup backup-gateway bedrock cassandra cloudfront cloudhsm cloudtrail codeartifact
  codebuild codedeploy comprehend datazone dynamodb ecr ecr-public elasticfilesystem entityresolution es events
  execute-api glacier glue iot kafka kinesis kms lambda lex lex2 logs mediastore networkmanager oam
  organizations osis payment-cryptography private-ca ram redshift redshift-serverless rekognition
  resource-explorer-2 rds s3 schemas secretsmanager serverlessrepo ses signer sns sqs ssm ssm-incidents sts
  vpc-lattice vpc-lattice-svcs xray
  `
    .trim()
    .split(/\s+/),
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
  const namesAccountOrKeys = conditionKeys.has('aws:principalaccount') || resourceServices.has('kms');
  return !versioned && (namesAccountOrKeys || (everyone && !onlyStarResources));
}

/** Without a Principal: it belongs to an identity, or limits an organization's accounts. */
function unattached(evidence: Evidence, hint: LocatedKind | undefined): KindFound {
  if (hint === 'trust' && evidence.noResources && only(evidence.services, 'sts')) {
    return fromPath('trust');
  }
  if (hint === 'scp' || hint === 'rcp') {
    return fromPath(hint);
  }
  // The console and AWS services give these Ids to key policies; here the principals were forgotten.
  if (/^(key|auto)-/.test(evidence.id) && only(evidence.services, 'kms')) {
    return found('key', message('Its Id is one that key policies have.'));
  }
  if (isServiceControl(evidence)) {
    return found(
      'scp',
      message('It only denies, for all resources, and exempts principals or Regions: a service control policy.'),
    );
  }
  return found('identity', message('No statement names a principal.'));
}

const exemptingKeys = ['aws:principalarn', 'aws:principalorgid', 'aws:principalisawsservice', 'aws:principalaccount'];

function isServiceControl(evidence: Evidence): boolean {
  const { denyOnly, onlyStarResources, services, everyAction, conditionKeys } = evidence;
  const isWide = everyAction || services.size > 1 || services.has('organizations');
  return denyOnly && onlyStarResources && isWide && exemptingKeys.some(key => conditionKeys.has(key));
}

function found(kind: LocatedKind, why: Message): KindFound {
  return { kind, why };
}

function fromPath(kind: LocatedKind): KindFound {
  return found(kind, message('Its content leaves it open, its path says so.'));
}

/**
 * Whether a file's name, or the folder that it stands in, says that it holds AWS policies: `key-policy.json`, `MyPolicies.json`,
 * `policies/prod/app.json`, `scp/deny.json`. Less than {@link hintOf}, which is asked of what is known to be a policy: `users.json` is none.
 * @param path with slashes, from the workspace's folder on: folders above it are named for something else
 */
export function isPolicyPath(path: string): boolean {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  const words = (text: string): string => text.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return (
    /polic(y|ies)|(^|[^a-z])(scps?|rcps?)([^a-z]|$)/.test(words(name)) ||
    folders.some(folder => /(^|[^a-z])(polic(y|ies)|scps?|rcps?)$/.test(words(folder)))
  );
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
