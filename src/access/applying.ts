import type { Evaluation } from './evaluate';
import type { StatementHit, PolicyVerdict } from './policy';
import { No, or, Yes } from './truth';
import type { Reason } from './types';
import type { PolicyKind } from './policyKinds';

/** A statement or grant that concerns a request, whether or not the decision rests on it. */
export interface Applying {
  readonly reason: Reason;
  /** `leaves-to-iam`: it names no more than the caller's account. `unmet`: a grant whose constraints, or a statement whose conditions, the request does not meet. */
  readonly effect: 'allows' | 'leaves-to-iam' | 'denies' | 'unmet';
  /** False where it hangs on something unknown. */
  readonly certain: boolean;
}

/** What concerns a request, lock by lock, denies first; empty where nothing does. */
export interface WhatApplies {
  readonly keyPolicy: readonly Applying[];
  readonly iam: readonly Applying[];
  /** Undefined where no boundary is in force, or none was read. */
  readonly boundary: readonly Applying[] | undefined;
  readonly grants: readonly Applying[];
}

/** Every statement and grant that applies to an evaluated request, or may; also those behind a lock that another one shuts. */
export function whatApplies({ verdicts, grants, known }: Evaluation): WhatApplies {
  const of = (kind: PolicyKind): readonly Applying[] => inVerdict(verdicts[kind]);
  return {
    keyPolicy: of('key-policy'),
    iam: of('identity-policy'),
    boundary: known.boundary && verdicts.boundary && of('boundary'),
    grants: [
      ...grants.allowing.map(({ grant, truth }): Applying => ({
        reason: { kind: 'grant', grant },
        effect: 'allows',
        certain: truth === Yes,
      })),
      ...grants.unmet.map((grant): Applying => ({ reason: { kind: 'grant', grant }, effect: 'unmet', certain: true })),
    ],
  };
}

function inVerdict(verdict: PolicyVerdict | undefined): readonly Applying[] {
  const applying = (hit: StatementHit, effect: Applying['effect']): Applying => ({
    reason: hit.reason,
    effect,
    certain: hit.truth === Yes,
  });
  return [
    ...(verdict?.denying ?? []).map(hit => applying(hit, 'denies')),
    ...(verdict?.allowing ?? []).map(hit =>
      applying(hit, or(hit.naming.direct, hit.naming.role) === No ? 'leaves-to-iam' : 'allows'),
    ),
  ];
}
