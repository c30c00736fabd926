import type { AccessRequest, Known } from '../access';
import type { Denial } from '../denial';
import type { PolicyDocument } from '../policy';
import { neverSent, viaServiceOf } from './permissions';
import { type Who, whoIs } from './who';

/** Who called, and for which key. */
export interface DeniedCall {
  readonly denial: Denial;
  readonly who: Who;
  readonly keyArn: string;
  /** The role's or user's ARN as IAM knows it. */
  readonly realArn: string | undefined;
}

/**
 * The request that failed, as far as the error tells. Every condition key that some policy asks for and the error does not show
 * counts as unknown: it is never taken for absent.
 */
export function requestOf({ denial, who, keyArn, realArn }: DeniedCall, known: Known): AccessRequest {
  const context: Record<string, string | readonly string[]> = {};
  if (denial.encryptionContext !== null) {
    for (const [name, value] of Object.entries(denial.encryptionContext)) {
      context[`kms:EncryptionContext:${name}`] = value;
    }
    context['kms:EncryptionContextKeys'] = Object.keys(denial.encryptionContext);
  }
  const via = viaServiceOf(denial, who, keyArn);
  if (via !== undefined) {
    context['kms:ViaService'] = via;
  }
  if (denial.vpcEndpointId !== null) {
    context['aws:SourceVpce'] = denial.vpcEndpointId;
  }
  // AWS gives a request through an endpoint no aws:SourceIp (IAM User Guide, "AWS global condition context keys").
  if (denial.sourceIp !== null && denial.vpcEndpointId === null) {
    context['aws:SourceIp'] = denial.sourceIp;
  }
  if (realArn !== undefined) {
    context['aws:PrincipalArn'] = realArn;
  }
  const given = new Set([...Object.keys(context), ...derivedKeys].map(k => k.toLowerCase()));
  const contextUnknown = [
    ...[...askedFor(known)].filter(
      key =>
        !given.has(key) &&
        !neverSent(who).has(key) &&
        !(context['kms:EncryptionContextKeys'] && key.startsWith('kms:encryptioncontext:')),
    ),
    ...pathUnknown(who, realArn, known),
  ];
  return { principal: who.arn, action: denial.action ?? '', keyArn, context, contextUnknown };
}

/** The request as if nothing of its context were known: what applies to it only perhaps hangs on a condition. */
export function withoutContext(request: AccessRequest, known: Known): AccessRequest {
  const derived = new Set(derivedKeys.map(k => k.toLowerCase()));
  const given = Object.fromEntries(Object.entries(request.context).filter(([key]) => derived.has(key.toLowerCase())));
  const never = neverSent(whoIs(request.principal));
  const stillUnknown = request.contextUnknown.filter(key => derived.has(key.toLowerCase()));
  return {
    ...request,
    context: given,
    contextUnknown: [...[...askedFor(known)].filter(key => !derived.has(key) && !never.has(key)), ...stillUnknown],
  };
}

// The session's ARN does not show the path of its role, which a condition on aws:PrincipalArn compares too.
function pathUnknown({ principal }: Who, realArn: string | undefined, known: Known): readonly string[] {
  return principal.kind === 'assumed-role' && realArn === undefined && askedFor(known).has('aws:principalarn')
    ? ['aws:PrincipalArn']
    : [];
}

// What the decision itself derives from caller and key.
const derivedKeys = [
  'aws:PrincipalArn',
  'aws:PrincipalAccount',
  'kms:CallerAccount',
  'aws:PrincipalIsAWSService',
  'aws:PrincipalType',
  'aws:ResourceAccount',
];

function askedFor(known: Known): Set<string> {
  const documents: (PolicyDocument | undefined)[] = [
    known.keyPolicy,
    known.boundary,
    ...(known.identityPolicies ?? []).map(p => p.document),
  ];
  const constraints = (known.grants ?? []).flatMap(
    ({ Constraints: { EncryptionContextEquals, EncryptionContextSubset, SourceArn } = {} }) => [
      ...Object.keys({ ...EncryptionContextEquals, ...EncryptionContextSubset }).map(
        name => `kms:encryptioncontext:${name.toLowerCase()}`,
      ),
      ...(SourceArn === undefined ? [] : ['aws:sourcearn']),
    ],
  );
  return new Set([
    ...constraints,
    ...documents.flatMap(d =>
      (d?.statements ?? []).flatMap(s =>
        (s.condition?.value.operators ?? []).flatMap(o => o.value.map(k => k.name.toLowerCase())),
      ),
    ),
  ]);
}
