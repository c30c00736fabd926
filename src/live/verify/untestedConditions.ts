import { type Applying, evaluate, whatApplies } from '../../access';
import { type Denial, readDenials } from '../../denial';
import { blamedPolicy, type Diagnosis, withoutContext } from '../../diagnosis';

/** What a direct test lacks that the real call has. */
export type UntestedKind = 'service' | 'network' | 'session' | 'request' | 'context';

/** A condition on which the decision may turn, and which a direct test does not meet as the real call would. */
export interface UntestedCondition {
  /** As the policy spells it: `kms:ViaService`. */
  readonly key: string;
  readonly kind: UntestedKind;
  /** The statement or grant that has it. */
  readonly at: Applying['reason'];
  readonly effect: Applying['effect'];
}

/** What of the denied call the test had. */
export interface TestedWith {
  /** The denied role was assumed for the test: what the real session brought along (tags, MFA, its name) is missing. */
  readonly assumed: boolean;
  readonly encryptionContext: boolean;
}

// IAM User Guide, "AWS global condition context keys"; KMS Developer Guide, "AWS KMS condition keys".
const kinds: readonly (readonly [UntestedKind, RegExp])[] = [
  [
    'service',
    /^(kms:(viaservice|grantisforawsresource|recipientattestation:.*)|aws:(calledvia(first|last)?|viaawsservice|source(arn|account|orgid|orgpaths)|principalisawsservice|principalservicename(slist)?))$/,
  ],
  [
    'network',
    /^aws:(sourceip|sourcevpce?|sourcevpcarn|vpcsourceip|vpce(account|orgid|orgpaths)|ec2instancesource(vpc|privateipv4))$/,
  ],
  [
    'session',
    /^(aws:(principaltag\/.*|sourceidentity|multifactorauth.*|tokenissuetime|userid|federatedprovider|assumedroot)|(sts|saml|ec2|lambda|glue|identitystore):.*)$/,
  ],
  [
    'request',
    /^kms:(requestalias|grantoperations|granteeprincipal|retiringprincipal|grantconstrainttype|datakeypairspec|signingalgorithm|messagetype|macalgorithm)$/,
  ],
  ['context', /^kms:encryptioncontext(keys|:.*)$/],
];

/**
 * The conditions by which a direct test and the real call may come to different answers.
 * @param answer KMS's own words to the test, which may clear one policy or the other
 */
export function untestedConditions(diagnosis: Diagnosis, tested: TestedWith, answer = ''): UntestedCondition[] {
  const { request, known } = diagnosis;
  if (request === undefined) {
    return [];
  }
  // Another request than the one that was diagnosed, so another evaluation.
  const { keyPolicy, iam, boundary, grants } = whatApplies(evaluate(withoutContext(request, known), known));
  const blamed = blamedPolicy(deniedByIn(answer));
  const hinging = [
    ...(blamed === undefined || blamed === 'key-policy' ? [...open(keyPolicy), ...open(grants)] : []),
    ...(blamed === undefined || blamed === 'identity-policy' ? open(iam) : []),
    ...(blamed === undefined || blamed === 'boundary' ? open(boundary ?? []) : []),
  ];
  return hinging.flatMap(applying =>
    keysOf(applying).flatMap(key => {
      const kind = kindOf(key, tested);
      return kind === undefined ? [] : [{ key, kind, at: applying.reason, effect: applying.effect }];
    }),
  );
}

function deniedByIn(message: string): Denial['deniedBy'] {
  return readDenials(`An error occurred (AccessDeniedException): ${message}`)[0]?.deniedBy ?? null;
}

/** Where something allows without a doubt, only a deny can still turn the decision. */
function open(applying: readonly Applying[]): Applying[] {
  const settled = applying.some(a => a.effect === 'allows' && a.certain);
  return applying.filter(a => (!a.certain || a.effect === 'unmet') && (!settled || a.effect === 'denies'));
}

function keysOf({ reason }: Applying): string[] {
  if (reason.kind === 'statement') {
    return (reason.statement.condition?.value.operators ?? []).flatMap(o => o.value.map(k => k.name));
  }
  const { SourceArn, EncryptionContextEquals, EncryptionContextSubset } = reason.grant.Constraints ?? {};
  return [
    ...(SourceArn === undefined ? [] : ['aws:SourceArn']),
    ...Object.keys({ ...EncryptionContextEquals, ...EncryptionContextSubset }).map(
      name => `kms:EncryptionContext:${name}`,
    ),
  ];
}

function kindOf(key: string, tested: TestedWith): UntestedKind | undefined {
  const kind = kinds.find(([, pattern]) => pattern.test(key.toLowerCase()))?.[0];
  return (kind === 'session' && !tested.assumed) || (kind === 'context' && tested.encryptionContext) ? undefined : kind;
}
