import { parseArn } from '../policy';
import { type KmsOperation, kmsOperation } from '../reference';
import { type Caller, hasNoIam, readCaller } from './caller';
import { RequestContext } from './context';
import { applyGrants, type GrantVerdict, noGrants } from './grants';
import { applyPolicies, type NamedDocument, type PolicyVerdict } from './policy';
import { isNamed, unnamed } from './principals';
import type { PolicyRequest } from './statement';
import { and, Maybe, No, not, or, type Truth, truth, Yes } from './truth';
import type { AccessRequest, Known } from './types';
import { type PolicyKind, policyKinds } from './policyKinds';

/** Everything that a decision is made of. */
export interface Evaluation {
  readonly request: AccessRequest;
  readonly known: Known;
  readonly policyRequest: PolicyRequest;
  readonly caller: Caller;
  readonly operation: KmsOperation | undefined;
  /** The key belongs to another account than the caller. */
  readonly crossAccount: boolean;
  /** The operation never works for this caller: it crosses accounts, or partitions, and cannot. */
  readonly impossible: boolean;
  /** A key policy can never give the permission (KMS Developer Guide, "AWS KMS permissions", policy type). */
  readonly iamOnly: boolean;
  /** What each kind of policy says; a kind that is not in force, or does not bind this caller, is absent. */
  readonly verdicts: Verdicts;
  readonly grants: GrantVerdict;
  readonly facts: DecisionFacts;
}

/** What each kind of policy says; one that is not in force, or does not bind the caller, is absent. */
export type Verdicts = Readonly<Partial<Record<PolicyKind, PolicyVerdict>>>;

/** The parts of which the decision is put together, each for itself: none takes the others into account. */
export interface DecisionFacts {
  /** Some policy denies. */
  readonly deny: Truth;
  /** The key policy names the caller, and nothing limits that. */
  readonly direct: Truth;
  /** The key policy names the caller's role (or federating user): boundary and session policy limit it. */
  readonly role: Truth;
  /** The key policy leaves it to IAM in the caller's account. */
  readonly account: Truth;
  /** The IAM policies allow. */
  readonly iam: Truth;
  readonly grant: Truth;
  /** Nothing, or something that allows the action, stands in the way. */
  readonly boundary: Truth;
  readonly session: Truth;
  readonly scp: Truth;
  readonly endpoint: Truth;
}

/** Applies every policy and grant to the request, each for itself; `decide` makes the decision of it. */
export function evaluate(request: AccessRequest, known: Known): Evaluation {
  const key = parseArn(request.keyArn);
  const caller = readCaller(request.principal, key?.partition, givenPrincipalArn(request));
  const operation = kmsOperation(request.action);
  const context = new RequestContext(request, caller);
  const otherPartition = caller.partition !== undefined && key !== undefined && caller.partition !== key.partition;
  const crossAccount =
    caller.account !== undefined && key !== undefined && (caller.account !== key.account || otherPartition);
  const impossible = otherPartition || (crossAccount && operation?.crossAccountUse === false);
  const iamOnly = operation?.policyType === 'IAM policy';
  const policyRequest: PolicyRequest = {
    caller,
    action: request.action.toLowerCase(),
    context,
    // Such an operation is on no key, whichever the request names: only `*` fits it (KMS Developer Guide, "AWS KMS permissions").
    resource: operation?.resourceTypes.includes('*') === true ? '*' : request.keyArn,
    boundary: known.boundary ? Yes : unread(known, 'boundary'),
  };
  const verdicts = applyAll(policyRequest, known, iamOnly);
  const grants = impossible ? noGrants : applyGrants(known.grants, request, caller, context);
  return {
    request,
    known,
    policyRequest,
    caller,
    operation,
    crossAccount,
    impossible,
    iamOnly,
    verdicts,
    grants,
    facts: factsOf(verdicts, grants, caller, known),
  };
}

// The session ARN of a role does not show the role's path; aws:PrincipalArn does.
function givenPrincipalArn(request: AccessRequest): string | undefined {
  for (const [key, value] of Object.entries(request.context)) {
    if (key.toLowerCase() === 'aws:principalarn') {
      return typeof value === 'string' ? value : value[0];
    }
  }
  return request.contextUnknown.some(k => k.toLowerCase() === 'aws:principalarn') ? 'unknown' : undefined;
}

/** Whether a kind of policy may exist unread. */
function unread(known: Known, kind: PolicyKind): Truth {
  return known.unread?.includes(kind) === true ? Maybe : No;
}

/**
 * Whether a kind of policy has a say about this caller and action, whose case does not matter. Maybe for an SCP or RCP
 * where the caller only perhaps is a service-linked role.
 */
export function binds(kind: PolicyKind, caller: Caller, action: string): Truth {
  switch (kind) {
    case 'key-policy':
      return truth(kmsOperation(action)?.policyType !== 'IAM policy');
    // A service principal has no IAM policies; nobody can attach a policy, a boundary or a session policy to the root user.
    case 'identity-policy':
    case 'boundary':
    case 'session-policy':
      return truth(!hasNoIam(caller));
    // SCPs bind users, roles and the root user, but neither service-linked roles nor services; RCPs do not restrict
    // service-linked roles (AWS Organizations User Guide, "Service control policies (SCPs)", "Resource control policies (RCPs)").
    case 'scp':
      return caller.kind === 'service' ? No : not(caller.serviceLinked);
    // kms:RetireGrant is not effective in an RCP (same guide).
    case 'rcp':
      return action.toLowerCase() === 'kms:retiregrant' ? No : not(caller.serviceLinked);
    case 'vpc-endpoint-policy':
      return Yes;
  }
}

function applyAll(request: PolicyRequest, known: Known, iamOnly: boolean): Verdicts {
  const one = (document: Known['boundary']): readonly NamedDocument[] | undefined => document && [{ document }];
  const list = (documents: Known['scp']): readonly NamedDocument[] | undefined =>
    documents === undefined || documents.length === 0 ? undefined : documents.map(document => ({ document }));
  const limits: Partial<Record<PolicyKind, readonly NamedDocument[] | undefined>> = {
    scp: list(known.scp),
    rcp: list(known.rcp),
    'vpc-endpoint-policy': one(known.vpcEndpointPolicy),
    boundary: one(known.boundary),
    'session-policy': one(known.sessionPolicy),
  };
  const verdicts: Partial<Record<PolicyKind, PolicyVerdict>> = {};
  if (!iamOnly) {
    verdicts['key-policy'] = applyPolicies(one(known.keyPolicy), 'key-policy', request);
  }
  if (request.caller.kind !== 'service' && (request.caller.kind !== 'root' || known.identityPolicies)) {
    verdicts['identity-policy'] = applyPolicies(known.identityPolicies, 'identity-policy', request);
  }
  for (const kind of policyKinds) {
    const policies = limits[kind];
    if (policies === undefined) {
      continue;
    }
    const bound = binds(kind, request.caller, request.action);
    if (bound === No) {
      continue;
    }
    const verdict = applyPolicies(policies, kind, request);
    verdicts[kind] =
      bound === Yes
        ? verdict
        : {
            ...verdict,
            deny: and(verdict.deny, bound),
            allow: { ...verdict.allow, direct: or(verdict.allow.direct, Maybe) },
          };
  }
  return verdicts;
}

function factsOf(verdicts: Verdicts, grants: GrantVerdict, caller: Caller, known: Known): DecisionFacts {
  const allows = (kind: PolicyKind): Truth => {
    const verdict = verdicts[kind];
    return verdict === undefined ? Yes : isNamed(verdict.allow);
  };
  const { direct, role, account } = verdicts['key-policy']?.allow ?? unnamed;
  return {
    deny: policyKinds.reduce<Truth>((sofar, kind) => or(sofar, verdicts[kind]?.deny ?? No), No),
    direct,
    role,
    account,
    iam: hasNoIam(caller) ? No : or(allows('identity-policy'), unread(known, 'identity-policy')),
    grant: grants.allow,
    boundary: allows('boundary'),
    // A federated user session that was made without a session policy has no permissions but those of resource-based policies
    // that name it (IAM User Guide, "Permissions for GetFederationToken").
    session:
      caller.kind === 'federated-user' && verdicts['session-policy'] === undefined
        ? unread(known, 'session-policy')
        : allows('session-policy'),
    scp: allows('scp'),
    endpoint: allows('vpc-endpoint-policy'),
  };
}
