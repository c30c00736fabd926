import { inMarkdown } from '../../src/text/inMarkdown';
import assert from 'node:assert/strict';
import { openSandboxSession } from '../../src/aws';
import { readDenials } from '../../src/denial';
import { gather } from '../../src/editor/explain/gather';
import { diagnose, type Diagnosis } from '../../src/diagnosis';
import { explanation } from '../../src/explanation';
import { type Fault, scenarios, startSandbox } from '../../src/sandbox';

/** Of time, for answers that are later still. */
const short = { request: 1500 };

/** What each fault is called in the explanation, and what it advises. */
const faults: Readonly<Record<string, { readonly fault: Fault; readonly says: RegExp }>> = {
  'access denied': {
    fault: { kind: 'access-denied' },
    says: /not allowed: this identity may not `[\w:]+`\. Ask .*, or choose another profile/,
  },
  throttled: { fault: { kind: 'throttling' }, says: /throttling\)\. Try again in a moment/ },
  'an error of AWS': { fault: { kind: 'internal-error' }, says: /AWS had an error of its own .* Try again/ },
  'a reset connection': { fault: { kind: 'reset' }, says: /broke off\. Try again/ },
  'no answer in time': {
    fault: { kind: 'slow', milliseconds: 30_000 },
    says: /no answer .* in time\. Check network and proxy, or try again/,
  },
  'half an answer': {
    fault: { kind: 'malformed-answer' },
    says: /is not an answer of AWS .* A proxy or a wrong endpoint/,
  },
  'an expired token': {
    fault: { kind: 'expired-token' },
    says: /session has expired\. Get new temporary credentials and try again/,
  },
};

type Part = 'Your identity' | 'Key' | 'Key policy' | 'Grants' | 'IAM side';
const calls: Readonly<Record<string, Part>> = {
  'sts:GetCallerIdentity': 'Your identity',
  'kms:DescribeKey': 'Key',
  'kms:GetKeyPolicy': 'Key policy',
  'kms:ListGrants': 'Grants',
  'iam:GetRole': 'IAM side',
  'iam:ListRolePolicies': 'IAM side',
  'iam:GetRolePolicy': 'IAM side',
  'iam:ListAttachedRolePolicies': 'IAM side',
};
const parts: readonly Part[] = ['Your identity', 'Key', 'Key policy', 'Grants', 'IAM side'];

interface Explained {
  readonly diagnosis: Diagnosis;
  readonly text: string;
}

/** The explanation of a scenario's error while some calls fail; `reason` is what AWS's sentence gives as one, as older errors do not. */
async function explain(id: string, broken: string, fault: Fault, reason = ''): Promise<Explained> {
  const scenario = scenarios.find(s => s.id === id);
  assert.ok(scenario);
  const { principalArn, action, keyArn, readerArn, region } = scenario;
  const [denial] = readDenials(
    `AccessDeniedException: User: ${principalArn} is not authorized to perform: ${action} on resource: ${keyArn}${reason}`,
  );
  assert.ok(denial);
  const sandbox = await startSandbox({ scenario });
  sandbox.faults.add(broken, fault);
  const session = openSandboxSession({
    endpoint: sandbox.endpoint,
    credentials: sandbox.credentials(readerArn),
    region,
    limits: fault.kind === 'slow' ? short : {},
  });
  try {
    const { evidence, withIdentity } = await gather(denial, session, 'sandbox', new AbortController().signal);
    const diagnosis = diagnose((await withIdentity) ?? evidence);
    return { diagnosis, text: inMarkdown(explanation(diagnosis)) };
  } finally {
    session.close();
    await sandbox.close();
  }
}

describe('remedy: every fault of every call', () => {
  for (const [name, { fault, says }] of Object.entries(faults)) {
    describe(name, () => {
      const explained = new Map<string, Explained>();
      // All at once, for a refused call is tried again, and that takes its time.
      before(async () => {
        await Promise.all(
          [...Object.keys(calls), '*'].map(async operation =>
            explained.set(operation, await explain('iam-missing', operation, fault)),
          ),
        );
      });

      for (const [operation, part] of Object.entries(calls)) {
        it(operation, () => {
          const { diagnosis, text } = explained.get(operation)!;
          const told = toldOf(text, part);
          assert.match(told, says);
          if (part === 'IAM side') {
            assert.ok(told.includes(`read in part. What is missing:\n  - \`${operation}\``), told);
          }
          for (const other of parts.filter(p => p !== part)) {
            assert.match(toldOf(text, other), /: read$/);
          }
          assertNothingClaimed(diagnosis, text, operation);
        });
      }

      it('every call', () => {
        const { diagnosis, text } = explained.get('*')!;
        for (const [operation, part] of Object.entries(calls)) {
          assert.match(toldOf(text, part), says);
          assertNothingClaimed(diagnosis, text, operation);
        }
      });
    });
  }

  it('a clock that is off is made good by the SDK', async () => {
    const { text } = await explain('iam-missing', '*', { kind: 'clock-skew', minutes: 30 });
    for (const part of parts) {
      assert.match(toldOf(text, part), /: read$/);
    }
  });

  it('AWS’s own words are told as such where the reading failed', async () => {
    const [policy, iam] = await Promise.all([
      explain(
        'no-root-statement',
        'kms:GetKeyPolicy',
        { kind: 'reset' },
        ' because no resource-based policy allows the kms:Decrypt action',
      ),
      explain(
        'iam-missing',
        'iam:ListRolePolicies',
        { kind: 'reset' },
        ' because no identity-based policy allows the kms:Decrypt action',
      ),
    ]);
    assert.match(policy.text, /AWS says that no resource-based policy allows/);
    assert.match(iam.text, /^# IAM keeps `ReportReader` out\.$/m);
  });

  it('a key policy that could not be read for the moment is to be read again, not asked of its owner', async () => {
    const passing = await explain('no-root-statement', 'kms:GetKeyPolicy', { kind: 'reset' });
    assert.match(passing.text, /The key policy could not be read: the connection to .* broke off\. Try again/);
    assert.doesNotMatch(passing.text, /Ask the key’s owner/);
    const refused = await explain('no-root-statement', 'kms:GetKeyPolicy', { kind: 'access-denied' });
    assert.match(refused.text, /The key policy could not be read: not allowed: .* Ask the key’s owner/);
  });
});

/** What the explanation says of one part's reading, with the lines below it. */
function toldOf(text: string, part: Part): string {
  const [told] = new RegExp(`^- \\*\\*${part}\\*\\*: .*(\\n  - .*)*`, 'm').exec(text) ?? [];
  assert.ok(told, `${part} is not told:\n${text}`);
  return told;
}

/** What rests on a missing part is nowhere said as a fact. */
function assertNothingClaimed({ decision, proposal }: Diagnosis, text: string, missing: string): void {
  assert.doesNotMatch(text, /undefined|\[object|\{\w+\}/);
  assert.equal(proposal, undefined, 'a diff');
  switch (missing) {
    case 'sts:GetCallerIdentity':
      return assert.doesNotMatch(text, /this profile is|This profile belongs|Read as/);
    case 'kms:DescribeKey':
      return assert.doesNotMatch(text, /Key state/);
    case 'kms:GetKeyPolicy':
      assert.equal(decision?.keyPolicyLock, 'unknown');
      return assert.doesNotMatch(text, /The key policy (neither|names|lets|leaves)|^# The key policy/m);
    case 'kms:ListGrants':
      return assert.doesNotMatch(text, /the key has none|is for this caller/);
    case 'iam:GetRole':
      return assert.doesNotMatch(text, /Permissions boundary/);
    default:
      assert.equal(decision?.iamLock, 'unknown');
      return assert.doesNotMatch(text, /no IAM policy allows it|none of `ReportReader` allows|^# IAM keeps/m);
  }
}
