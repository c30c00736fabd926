/** The answer comes first, whatever the cause: a verdict and why, then a step that somebody can take. */
import { strict as assert } from 'node:assert';
import { readDenials } from '../../src/denial';
import { type Cause, diagnose, type Evidence } from '../../src/diagnosis';
import { knownFailure, knownFailures } from '../../src/explanation/causes/failures';
import { scenarios, startSandbox } from '../../src/sandbox';
import { allForms } from '../denial/allForms';
import { causeExamples } from '../diagnosis/causeExamples';
import { denial, evidence, identity, liveKey, ok, policyText, rootStatement } from './evidence';
import { diagnoseScenario } from './scenarioDiagnosis';
import { answerToText, wrongWith } from './wrongWith';

/** What AWS, an SDK or a tool says, for each kind of failure that no permission is to blame for. */
const failureTexts: readonly string[] = [
  'An error occurred (DryRunOperationException) when calling the Decrypt operation: The request would have succeeded, but the DryRun option is set.',
  'MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.',
  'MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.',
  'MalformedPolicyDocumentException: The policy has a syntax error.',
  'PolicyLockoutSafetyCheck of kms:PutKeyPolicy failed',
  'An error occurred (InvalidCiphertextException) when calling the Decrypt operation:',
  'IncorrectKeyException: The key ID in the request does not identify a CMK that can perform this operation.',
  'InvalidKeyUsageException: key usage is SIGN_VERIFY which is not valid for Encrypt.',
  'ThrottlingException: Rate exceeded for kms:Decrypt',
  'WebIdentityErr: failed to retrieve credentials for kms:Decrypt',
  'error assuming role arn:aws:iam::111122223333:role/app before kms:Decrypt',
  'NoCredentialProviders: no valid providers in chain for kms:Decrypt',
  'ExpiredTokenException: The security token included in the request is expired',
  'UnrecognizedClientException: The security token included in the request is invalid',
  'InvalidSignatureException: Signature not yet current',
  'dial tcp: lookup kms.eu-west-1.amazonaws.com: i/o timeout',
  'KeyUnavailableException: the key is not available',
  'InvalidGrantTokenException: The grant token is not valid',
  'ValidationException: Grants must not contain only the CreateGrant operation',
  'KMSInvalidSignatureException: verification failed',
  'KMSInvalidMacException: verification failed',
  'LimitExceededException: a quota was exceeded',
  'KMSInternalException: internal failure',
];

/** Evidence that leads to sentences besides those of {@link causeExamples}: other callers, other states, other policies. */
const more: Readonly<Record<string, Evidence>> = {
  ...Object.fromEntries(
    (
      [
        'Disabled',
        'PendingDeletion',
        'PendingReplicaDeletion',
        'PendingImport',
        'Unavailable',
        'Creating',
        'Updating',
        'Enabled',
      ] as const
    ).map(state => [
      `key state ${state}`,
      { denial: denial({ kind: 'invalid-state', deniedBy: null }), key: ok({ ...liveKey, state }) },
    ]),
  ),
  ...Object.fromEntries(
    (
      [
        'explicit-deny-scp',
        'explicit-deny-rcp',
        'explicit-deny-boundary',
        'explicit-deny-session',
        'explicit-deny-identity',
        'explicit-deny-resource',
        'no-scp',
        'no-rcp',
        'no-boundary',
        'no-session',
        'vpc-endpoint',
      ] as const
    ).flatMap(deniedBy => [
      [`${deniedBy}, from the text alone`, { denial: denial({ deniedBy }) }],
      [`${deniedBy}, of a caller unknown`, { denial: denial({ deniedBy, principal: null, principalAccount: null }) }],
      [`${deniedBy}, everything read`, evidence(policyText(rootStatement), { denial: denial({ deniedBy }) })],
    ]),
  ),
  'IAM still being read': evidence(policyText(rootStatement), {
    denial: denial({ deniedBy: 'unknown' }),
    identity: 'reading',
  }),
  'an AWS managed key of another account': evidence('', {
    denial: denial({ resourceAccount: '444455556666' }),
    key: ok({ ...liveKey, manager: 'AWS', account: '444455556666' }),
  }),
  'everything allowed': evidence(policyText(rootStatement), {
    identity: identity({ Effect: 'Allow', Action: '*', Resource: '*' }),
  }),
  'a key that is there by now': { denial: denial({ kind: 'not-found', deniedBy: null }), key: ok(liveKey) },
  'an alias that is not': {
    denial: denial({ kind: 'not-found', deniedBy: null, resource: null, keyId: 'alias/app', region: null }),
  },
  'a failure that nobody knows': { denial: denial({ kind: 'other', deniedBy: null, message: 'Something new' }) },
  'a failure of an operation that is not named': {
    denial: denial({ kind: 'other', deniedBy: null, action: null, message: 'Something new' }),
  },
};

describe('the answer comes first', () => {
  for (const [kind, rows] of Object.entries(causeExamples)) {
    it(`whatever leads to ${kind}`, () => {
      for (const [when, row] of Object.entries(rows)) {
        assert.deepEqual(wrongWith(diagnose(row.evidence)), [], when);
        assert.deepEqual(wrongWith(diagnose(row.neighbour)), [], `${when}: its neighbour`);
      }
    });
  }

  for (const [name, given] of Object.entries(more)) {
    it(name, () => assert.deepEqual(wrongWith(diagnose(given)), []));
  }

  it('for every failure that is known', () => {
    for (const row of knownFailures) {
      const said = failureTexts.find(text => knownFailure({ ...denial(), message: text }) === row);
      assert.ok(said, `no text for ${row.words}`);
      const bare = { kind: 'other', deniedBy: null, message: said } as const;
      assert.deepEqual(wrongWith(diagnose({ denial: denial(bare) })), [], said);
      assert.deepEqual(
        wrongWith(diagnose({ denial: denial({ ...bare, resource: null, keyId: null, region: null, action: null }) })),
        [],
        said,
      );
    }
  });

  for (const [title, forms] of Object.entries(allForms)) {
    it(`from the text alone: ${title}`, () => {
      const wrong = forms.flatMap(({ name, text }) =>
        readDenials(text).flatMap(read => wrongWith(diagnose({ denial: read })).map(what => `${name}: ${what}`)),
      );
      assert.deepEqual(wrong, []);
    });
  }

  for (const scenario of scenarios) {
    it(`in the sandbox: ${scenario.id}`, async () => {
      const sandbox = await startSandbox({ scenario });
      try {
        const { early, diagnosis } = await diagnoseScenario(sandbox, scenario);
        assert.deepEqual(wrongWith(early), [], 'before the IAM side is in');
        assert.deepEqual(wrongWith(diagnosis), []);
      } finally {
        await sandbox.close();
      }
    });
  }

  it('for every kind of cause', () => {
    const met = new Set<Cause['kind']>();
    for (const { evidence: given } of Object.values(causeExamples).flatMap(rows => Object.values(rows))) {
      met.add(diagnose(given).cause.kind);
    }
    assert.deepEqual([...met].sort(), Object.keys(causeExamples).sort());
    assert.ok(answerToText(denial()).verdict.says.text);
  });
});
