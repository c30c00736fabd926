/** A kind of policy that takes part in a decision. */
export type PolicyKind =
  'key-policy' | 'identity-policy' | 'scp' | 'rcp' | 'vpc-endpoint-policy' | 'boundary' | 'session-policy';

/** All of them, in the order in which an explicit deny is blamed. */
export const policyKinds: readonly PolicyKind[] = [
  'key-policy',
  'identity-policy',
  'scp',
  'rcp',
  'vpc-endpoint-policy',
  'boundary',
  'session-policy',
];
