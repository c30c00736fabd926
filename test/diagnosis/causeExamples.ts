import type { Cause, Evidence } from '../../src/diagnosis';
import type { DeniedBy } from '../../src/denial';
import {
  adminStatement,
  denial,
  evidence,
  identity,
  keyArn,
  liveKey,
  ok,
  policyText,
  refused,
  rootStatement,
} from '../explanation/evidence';

export interface CauseExample {
  readonly evidence: Evidence;
  readonly neighbour: Evidence;
  /** What the neighbour comes to instead. */
  readonly instead: Cause['kind'];
  /** What the cause tells besides its kind. */
  readonly tells?: Partial<Cause>;
}

const roleArn = 'arn:aws:iam::111122223333:role/MyRole';
const linked = 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling';
const linkedOutside = linked.replace('111122223333', '444455556666');
const outside = 'arn:aws:sts::444455556666:assumed-role/Pipeline/run';
const forRole = { ...adminStatement, Sid: 'ForMyRole', Principal: { AWS: roleArn }, Action: 'kms:Decrypt' };
const viaS3 = { ...forRole, Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } };
const deny = { Sid: 'No', Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
const denyPerhaps = { ...deny, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123' } } };
const openToOutside = { ...forRole, Principal: { AWS: 'arn:aws:iam::444455556666:root' } };
const threeReasons =
  'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or no resource-based policies allow access.';
const decryptAnywhere = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' };

/** A key policy, and whatever else differs: by itself, everything reads as left to IAM and AWS gives no reason. */
function given(statements: readonly object[], over: Partial<Evidence> = {}): Evidence {
  return evidence(policyText(...statements), { denial: said('unknown'), ...over });
}

/** A denial with these words for the reason, of the usual caller or another. */
function said(deniedBy: DeniedBy | null, over: Partial<Evidence['denial']> = {}): Evidence['denial'] {
  return denial({ deniedBy, ...over });
}

function withBoundary(action: string): Pick<Evidence, 'identity'> {
  const text = policyText({ Effect: 'Allow', Action: action, Resource: '*' });
  const policy = { name: 'App', kind: 'inline', text: policyText(decryptAnywhere) } as const;
  return { identity: ok({ policies: [policy], unread: [], boundary: { name: 'Limit', kind: 'boundary', text } }) };
}

function grantIn(operation: string, constraints: object): Pick<Evidence, 'grants'> {
  return {
    grants: ok([{ GrantId: 'g1', GranteePrincipal: roleArn, Operations: [operation], Constraints: constraints }]),
  };
}

/** The table of causes, row by row: the least evidence that leads to it, and a neighbour that differs by one thing and does not. */
export const causeExamples: Readonly<Record<Cause['kind'], Readonly<Record<string, CauseExample>>>> = {
  'key-state': {
    'KMS says that the key is disabled': {
      evidence: { denial: said(null, { kind: 'disabled' }) },
      neighbour: given([rootStatement], { key: ok({ ...liveKey, state: 'Disabled' }), identity: identity() }),
      instead: 'iam-shut',
    },
    'KMS says that the state is invalid, and the state was read': {
      evidence: { denial: said(null, { kind: 'invalid-state' }), key: ok({ ...liveKey, state: 'PendingDeletion' }) },
      neighbour: { denial: said(null, { kind: 'invalid-grant' }), key: ok({ ...liveKey, state: 'PendingDeletion' }) },
      instead: 'other-failure',
      tells: { state: 'PendingDeletion' },
    },
  },
  'not-found': {
    'KMS knows no such key': {
      evidence: { denial: said(null, { kind: 'not-found' }) },
      neighbour: { denial: said('unknown', { resource: null }) },
      instead: 'incomplete',
    },
  },
  'other-failure': {
    'KMS says something else': {
      evidence: { denial: said(null, { kind: 'other' }) },
      neighbour: { denial: said(null) },
      instead: 'key-policy-unread',
    },
  },
  'explicit-deny': {
    'a Deny was read': {
      evidence: given([rootStatement, deny]),
      neighbour: given([rootStatement, denyPerhaps]),
      instead: 'undecided',
      tells: { policy: 'key-policy' },
    },
    'AWS says so of a policy that nobody can read, whatever else is missing': {
      evidence: { denial: said('explicit-deny-scp', { resource: null }) },
      neighbour: { denial: said('unknown', { resource: null }) },
      instead: 'incomplete',
      tells: { policy: 'scp', reason: undefined } as Partial<Cause>,
    },
    'AWS says so of the key policy, which was read and may deny': {
      evidence: given([rootStatement, denyPerhaps], { denial: said('explicit-deny-resource') }),
      neighbour: given([forRole], { denial: said('explicit-deny-resource') }),
      instead: 'allowed-now',
      tells: { policy: 'key-policy' },
    },
  },
  limited: {
    'AWS says so, whatever else is missing': {
      evidence: { denial: said('no-rcp', { resource: null }) },
      neighbour: { denial: said('no-identity-policy', { resource: null }) },
      instead: 'incomplete',
      tells: { policy: 'rcp' },
    },
    'a boundary was read and does not allow it': {
      evidence: given([rootStatement], withBoundary('s3:*')),
      neighbour: given([rootStatement], withBoundary('kms:*')),
      instead: 'allowed-now',
      tells: { policy: 'boundary' },
    },
  },
  incomplete: {
    'the error names no key': {
      evidence: { denial: said('unknown', { resource: null }) },
      neighbour: { denial: said('unknown', { resource: null }), key: ok(liveKey) },
      instead: 'key-policy-unread',
      tells: { missing: ['key'] },
    },
    'the error names neither caller nor action': {
      evidence: { denial: said('unknown', { principal: null, action: null }) },
      neighbour: { denial: said('unknown') },
      instead: 'key-policy-unread',
      tells: { missing: ['action', 'principal'] },
    },
  },
  'aws-managed-key': {
    'AWS manages the key': {
      evidence: { denial: said('no-resource-policy'), key: ok({ ...liveKey, manager: 'AWS' }) },
      neighbour: { denial: said('no-resource-policy'), key: ok(liveKey) },
      instead: 'key-policy-unread',
    },
  },
  'not-cross-account': {
    'the operation stays within the key’s account': {
      evidence: given([openToOutside], { denial: said('unknown', { principal: outside, action: 'kms:PutKeyPolicy' }) }),
      neighbour: given([openToOutside], { denial: said('unknown', { principal: outside }) }),
      instead: 'iam-shut',
    },
  },
  'service-linked-role': {
    'it calls for another account’s key': {
      evidence: given([openToOutside], { denial: said('unknown', { principal: linkedOutside }) }),
      neighbour: given([openToOutside], { denial: said('unknown', { principal: outside }) }),
      instead: 'iam-shut',
    },
    'the key policy leaves it to IAM': {
      evidence: given([rootStatement], { denial: said('no-identity-policy', { principal: linked }) }),
      neighbour: given([], { denial: said('no-identity-policy', { principal: linked }) }),
      instead: 'key-policy-shut',
    },
  },
  'key-policy-unread': {
    'nothing was read and AWS gives no reason': {
      evidence: { denial: said('unknown'), keyPolicy: refused('kms:GetKeyPolicy') },
      neighbour: given([rootStatement]),
      instead: 'iam-shut',
      tells: { lock: 'unknown' },
    },
    'AWS blames it': {
      evidence: { denial: said('no-resource-policy') },
      neighbour: given([], { denial: said('no-resource-policy') }),
      instead: 'key-policy-shut',
      tells: { lock: 'shut' },
    },
    'AWS blames the IAM policies': {
      evidence: { denial: said('no-identity-policy') },
      neighbour: { denial: said('no-session') },
      instead: 'limited',
      tells: { lock: 'not-to-blame' },
    },
    'AWS blames the IAM policies of another account': {
      evidence: { denial: said('no-identity-policy', { principal: outside }) },
      neighbour: { denial: said('no-identity-policy', { principal: outside, action: 'kms:PutKeyPolicy' }) },
      instead: 'not-cross-account',
      tells: { lock: 'unknown' },
    },
  },
  'condition-unmet': {
    'AWS blames the key policy, which lets the caller in under a condition': {
      evidence: given([viaS3], { denial: said('no-resource-policy') }),
      neighbour: given([viaS3]),
      instead: 'undecided',
    },
    'the call certainly did not meet the condition': {
      evidence: given([viaS3], { denial: said('unknown', { callingService: 'rds.amazonaws.com' }) }),
      neighbour: given([{ ...viaS3, Principal: { AWS: `${roleArn}2` } }], {
        denial: said('unknown', { callingService: 'rds.amazonaws.com' }),
      }),
      instead: 'key-policy-shut',
    },
    'a grant’s constraints were not met': {
      evidence: given([], {
        denial: said('unknown', { encryptionContext: { App: 'other' } }),
        ...grantIn('Decrypt', { EncryptionContextSubset: { App: 'mine' } }),
      }),
      neighbour: given([], {
        denial: said('unknown', { encryptionContext: { App: 'other' } }),
        ...grantIn('Encrypt', { EncryptionContextSubset: { App: 'mine' } }),
      }),
      instead: 'key-policy-shut',
    },
  },
  'both-shut': {
    'another account’s caller, of whose IAM policies nothing is known': {
      evidence: given([], { denial: said('unknown', { principal: outside }) }),
      neighbour: given([], {
        denial: said('unknown', { principal: outside }),
        identity: identity({ ...decryptAnywhere, Resource: keyArn }),
      }),
      instead: 'key-policy-shut',
    },
    'AWS gives another account’s caller three reasons, of which the key policy is left where the key is there': {
      evidence: given([{ ...forRole, Principal: { AWS: '${Role}' } }], {
        denial: said('unknown', { principal: outside, message: threeReasons }),
      }),
      neighbour: {
        denial: said('unknown', { principal: outside, message: threeReasons }),
        keyPolicy: ok(policyText({ ...forRole, Principal: { AWS: '${Role}' } })),
      },
      instead: 'undecided',
    },
  },
  'key-policy-shut': {
    'nothing in the key policy is about the caller': {
      evidence: given([adminStatement]),
      neighbour: given([adminStatement, rootStatement]),
      instead: 'iam-shut',
    },
    'AWS says so where the key policy is a template': {
      evidence: given([{ ...forRole, Principal: { AWS: '${Role}' } }], { denial: said('no-resource-policy') }),
      neighbour: given([{ ...forRole, Principal: { AWS: '${Role}' } }]),
      instead: 'undecided',
    },
  },
  'iam-shut': {
    'the IAM policies were read and do not allow it': {
      evidence: given([rootStatement], { identity: identity() }),
      neighbour: given([rootStatement], { identity: identity(decryptAnywhere) }),
      instead: 'allowed-now',
    },
    'AWS says so while they are being read': {
      evidence: given([rootStatement], { denial: said('no-identity-policy'), identity: 'reading' }),
      neighbour: given([forRole], { denial: said('no-identity-policy'), identity: 'reading' }),
      instead: 'allowed-now',
    },
    'the key policy is open to the account and nothing else is left': {
      evidence: given([rootStatement]),
      neighbour: given([{ ...rootStatement, Condition: denyPerhaps.Condition }]),
      instead: 'undecided',
    },
  },
  'allowed-now': {
    'the key policy names the caller': {
      evidence: given([forRole]),
      neighbour: given([viaS3]),
      instead: 'undecided',
    },
  },
  undecided: {
    'it hangs on a condition that the error does not settle': {
      evidence: given([viaS3]),
      neighbour: given([viaS3], { denial: said('unknown', { callingService: 's3.amazonaws.com' }) }),
      instead: 'allowed-now',
    },
  },
};
