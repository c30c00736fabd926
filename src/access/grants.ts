import { parseKeyArn, parsePrincipal, type Principal } from '../policy';
import { carriesConditionKey, kmsOperation } from '../reference';
import type { Caller } from './caller';
import type { RequestContext } from './context';
import type { NeedSink } from './needs';
import { and, Maybe, No, or, type Truth, truth, Yes } from './truth';
import type { AccessRequest, Grant, Known } from './types';

/** What the grants of a key say about a request. A grant never denies (KMS Developer Guide, "Grants in AWS KMS"). */
export interface GrantVerdict {
  readonly allow: Truth;
  readonly allowing: readonly GrantHit[];
  /** Grants for this caller and operation whose constraints the request does not meet. */
  readonly unmet: readonly Grant[];
}

/** A grant that allows, or may allow. */
export interface GrantHit {
  readonly grant: Grant;
  readonly truth: Truth;
}

/** No grant says anything about the request. */
export const noGrants: GrantVerdict = { allow: No, allowing: [], unmet: [] };

/**
 * Applies the grants of a key to a request. Those of other keys and for other callers or operations do not count.
 * @param grants undefined when they could not be listed: some may then allow
 */
export function applyGrants(
  grants: readonly Grant[] | undefined,
  request: AccessRequest,
  caller: Caller,
  context: RequestContext,
): GrantVerdict {
  const operation = kmsOperation(request.action);
  if (operation?.grantOperation !== true) {
    return noGrants;
  }
  if (grants === undefined) {
    return { ...noGrants, allow: Maybe };
  }
  const name = operation.action.slice('kms:'.length);
  const allowing: GrantHit[] = [];
  const unmet: Grant[] = [];
  let allow: Truth = No;
  for (const grant of grants) {
    if (!belongsTo(grant, request.keyArn)) {
      continue;
    }
    const forCaller = serves(grant, name, caller);
    if (forCaller === No) {
      continue;
    }
    const met = meetsConstraints(grant, operation.action, context);
    if (met === No) {
      unmet.push(grant);
      continue;
    }
    const hit = and(forCaller, met);
    allowing.push({ grant, truth: hit });
    allow = or(allow, hit);
  }
  return { allow, allowing, unmet };
}

function belongsTo(grant: Grant, keyArn: string): boolean {
  if (grant.KeyId === undefined) {
    return true;
  }
  return grant.KeyId === keyArn || grant.KeyId === parseKeyArn(keyArn)?.keyId;
}

/** Whether the grant is for this caller and this operation. */
function serves(grant: Grant, operation: string, caller: Caller): Truth {
  return operation === 'RetireGrant' ? mayRetire(grant, caller) : mayPerform(grant, operation, caller);
}

// The retiring principal, and the grantee of a grant that lists RetireGrant
// (https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html).
function mayRetire(grant: Grant, caller: Caller): Truth {
  const retiring = grant.RetiringPrincipal === undefined ? No : isPrincipal(grant.RetiringPrincipal, caller);
  return or(retiring, mayPerform(grant, 'RetireGrant', caller));
}

function mayPerform(grant: Grant, operation: string, caller: Caller): Truth {
  return grant.Operations?.includes(operation) === true ? isGrantee(grant, caller) : No;
}

function isGrantee(grant: Grant, caller: Caller): Truth {
  return or(
    grant.GranteePrincipal === undefined ? No : isPrincipal(grant.GranteePrincipal, caller),
    truth(caller.kind === 'service' && grant.GranteeServicePrincipal === caller.name),
  );
}

// Grantees are accounts, users, roles, sessions, federated users or a service (KMS API Reference, "CreateGrant").
function isPrincipal(text: string, caller: Caller): Truth {
  const principal = parsePrincipal(text);
  switch (principal.kind) {
    case 'account':
      if (text !== caller.account && text !== caller.accountArn) {
        return No;
      }
      return caller.kind === 'root' ? Yes : Maybe;
    case 'role':
      return isRole(principal, caller);
    case 'user':
      return isUser(principal, caller);
    case 'assumed-role':
      // A role stands for some session of it: it may be this one.
      return caller.kind === 'role' ? perhapsNamed(principal, caller) : truth(caller.arn === text);
    default:
      return truth(caller.arn === text);
  }
}

/** A role means its sessions too; the ARN of a session does not show the role's path. */
function isRole(role: NamedIdentity, caller: Caller): Truth {
  if (caller.kind !== 'role' && caller.kind !== 'session') {
    return No;
  }
  return caller.pathKnown ? truth(caller.identityArn === role.arn) : perhapsNamed(role, caller);
}

/** A user means its federated sessions too; their ARN does not show the user. */
function isUser(user: NamedIdentity, caller: Caller): Truth {
  if (caller.kind === 'federated-user' && user.account === caller.account) {
    return caller.identityArn === undefined ? Maybe : truth(caller.identityArn === user.arn);
  }
  return truth(caller.kind === 'user' && caller.arn === user.arn);
}

type NamedIdentity = Pick<Extract<Principal, { readonly kind: 'assumed-role' }>, 'account' | 'name' | 'arn'>;

function perhapsNamed({ account, name }: NamedIdentity, caller: Caller): Truth {
  return account === caller.account && name === caller.name ? Maybe : No;
}

/**
 * Encryption context constraints count for operations that carry an encryption context, and not for DescribeKey or RetireGrant.
 * In a pair the key ignores case and the value does not (KMS API Reference, "GrantConstraints").
 */
function meetsConstraints(grant: Grant, action: string, context: RequestContext): Truth {
  const {
    EncryptionContextEquals: equals,
    EncryptionContextSubset: subset,
    SourceArn: sourceArn,
  } = grant.Constraints ?? {};
  let met: Truth = hasUnknownConstraint(grant) ? Maybe : Yes;
  if (action !== 'kms:CreateGrant' && carriesConditionKey(action, 'kms:EncryptionContextKeys') !== false) {
    if (equals) {
      met = and(met, and(hasPairs(equals, context), hasNoOthers(equals, context)));
    }
    if (subset) {
      met = and(met, hasPairs(subset, context));
    }
  }
  if (sourceArn !== undefined && action !== 'kms:RetireGrant') {
    const value = context.lookup('aws:SourceArn');
    met = and(met, value === 'unknown' ? Maybe : truth(value?.length === 1 && value[0] === sourceArn));
  }
  return met;
}

const constraintNames: ReadonlySet<string> = new Set([
  'EncryptionContextEquals',
  'EncryptionContextSubset',
  'SourceArn',
]);

function hasUnknownConstraint({ Constraints: constraints }: Grant): boolean {
  return Object.keys(constraints ?? {}).some(name => !constraintNames.has(name));
}

function hasPairs(pairs: Readonly<Record<string, string>>, context: RequestContext): Truth {
  return Object.entries(pairs)
    .map(([key, wanted]): Truth => {
      const value = context.lookup(`kms:EncryptionContext:${key}`);
      if (value === 'unknown' || (value === undefined && context.encryptionContextUnknown)) {
        return Maybe;
      }
      return truth(value?.length === 1 && value[0] === wanted);
    })
    .reduce<Truth>(and, Yes);
}

function hasNoOthers(pairs: Readonly<Record<string, string>>, context: RequestContext): Truth {
  const wanted = new Set(Object.keys(pairs).map(k => k.toLowerCase()));
  if (context.encryptionContext.some(([key]) => !wanted.has(key.toLowerCase()))) {
    return No;
  }
  return context.encryptionContextUnknown ? Maybe : Yes;
}

/** A request, and what was made of the grants that were listed; an evaluation has it all. */
interface AppliedGrants {
  readonly request: AccessRequest;
  readonly known: Pick<Known, 'grants'>;
  readonly grants: GrantVerdict;
  readonly policyRequest: { readonly context: RequestContext };
}

/**
 * Reports what would have to be known about grants that perhaps allow, or that were never listed. Of a grant that
 * certainly does or does not, nothing is asked.
 */
export function reportGrantNeeds({ request, known, grants, policyRequest }: AppliedGrants, sink: NeedSink): void {
  const { context } = policyRequest;
  if (known.grants === undefined) {
    sink({ kind: 'grants' });
  }
  for (const { grant, truth: hit } of grants.allowing) {
    if (hit !== Maybe) {
      continue;
    }
    const grantee = parsePrincipal(grant.GranteePrincipal ?? grant.RetiringPrincipal ?? '');
    if (hasUnknownConstraint(grant)) {
      sink({ kind: 'documentation', topic: 'grant-constraint' });
    } else if (meetsConstraints(grant, request.action, context) === Maybe) {
      const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = grant.Constraints ?? {};
      for (const key of Object.keys({ ...equals, ...subset })) {
        sink({ kind: 'condition-key', key: `kms:EncryptionContext:${key}` });
      }
      if (context.lookup('aws:SourceArn') === 'unknown') {
        sink({ kind: 'condition-key', key: 'aws:SourceArn' });
      }
    } else if (grantee.kind === 'account') {
      sink({ kind: 'documentation', topic: 'grant-to-account' });
    } else if (grantee.kind === 'assumed-role') {
      sink({ kind: 'caller', fact: 'session-name' });
    } else if (grantee.kind === 'user') {
      sink({ kind: 'caller', fact: 'federating-user' });
    } else {
      sink({ kind: 'caller', fact: 'role-path' });
    }
  }
}
