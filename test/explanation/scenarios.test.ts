import { inMarkdown } from '../../src/text/inMarkdown';
import assert from 'node:assert/strict';
import { openSandboxSession } from '../../src/aws';
import type { Diagnosis, RemedyId } from '../../src/diagnosis';
import { explanation } from '../../src/explanation';
import { type Sandbox, scenarios, startSandbox } from '../../src/sandbox';
import { englishIn, toJapanese } from '../text/japanese';
import { callOf, diagnoseScenario } from './scenarioDiagnosis';

interface Expected {
  readonly cause: Diagnosis['cause']['kind'];
  /** Whether a key-policy edit is the cure. */
  readonly diff: boolean;
  readonly remedies: readonly RemedyId[];
  /** Words that the explanation must have. */
  readonly says: readonly RegExp[];
}

/** What somebody who has the problem should read: written by hand. */
const expected: Readonly<Record<string, Expected>> = {
  'no-root-statement': {
    cause: 'key-policy-shut',
    diff: true,
    remedies: ['statement', 'grant', 'root-and-iam'],
    says: [
      /^# The key policy keeps `MyRole` out\.$/m,
      /no IAM policy helps, not even AdministratorAccess/,
      /no IAM policy is needed on top/,
    ],
  },
  'iam-missing': {
    cause: 'iam-shut',
    diff: false,
    remedies: ['iam', 'statement', 'grant'],
    says: [/^# IAM keeps `ReportReader` out\.$/m, /Add this to an IAM policy of `ReportReader`/],
  },
  'cross-account-key-policy-missing': {
    cause: 'both-shut',
    diff: true,
    remedies: ['statement', 'grant'],
    says: [/The key’s half: account `444455556666`/, /The caller’s half: account `111122223333`/, /the role’s path/],
  },
  'cross-account-iam-missing': {
    cause: 'iam-shut',
    diff: false,
    remedies: ['iam', 'grant'],
    says: [
      /^# IAM keeps `NightlyExport` out\.$/m,
      /The key policy in account `\d{12}` lets `NightlyExport` or its account in/,
      /on the exact key ARN/,
    ],
  },
  'explicit-deny-key-policy': {
    cause: 'explicit-deny',
    diff: false,
    remedies: [],
    says: [/in the key policy/, /`Keep contractors out`/, /no further statement can cure it/],
  },
  'explicit-deny-iam': {
    cause: 'explicit-deny',
    diff: false,
    remedies: [],
    says: [/in an IAM policy of the caller/, /`NoKms` \(`arn:aws:iam::123456789012:policy\/NoCryptography`\)/],
  },
  'disabled-key': {
    cause: 'key-state',
    diff: false,
    remedies: [],
    says: [
      /^# The key is disabled; nobody can use it\.$/m,
      /aws kms enable-key --key-id arn:aws:kms:ap-northeast-1:123456789012:key\/48a6c3e2/,
    ],
  },
  'iam-missing-user': {
    cause: 'iam-shut',
    diff: false,
    remedies: ['iam', 'statement', 'grant'],
    says: [/IAM policy of `analyst`/, /"Resource": "arn:aws:kms:ap-northeast-1:123456789012:key\/0d8f3b6a/],
  },
  'weakened-root-statement': {
    cause: 'key-policy-shut',
    diff: true,
    remedies: ['statement', 'grant', 'root-and-iam'],
    says: [
      /A root statement is there, but it is weakened/,
      /role\/aws-reserved\/sso.amazonaws.com\/ap-northeast-1\/AWSReservedSSO_Developer_0a1b2c3d4e5f6789"/,
    ],
  },
  'policy-not-readable': {
    cause: 'key-policy-unread',
    diff: false,
    remedies: ['statement', 'grant'],
    says: [/AWS says that no resource-based policy allows/, /Ask the key’s owner/, /Key policy\*\*: not allowed/],
  },
  'recreated-role': {
    cause: 'key-policy-shut',
    diff: true,
    remedies: ['replace-deleted-id', 'statement', 'grant', 'root-and-iam'],
    says: [
      /`AROAEXAMPLEDELETED4Q2`: that is what is left of a role or user that was deleted/,
      /in place of the deleted one’s id/,
    ],
  },
  'permissions-boundary': {
    cause: 'limited',
    diff: false,
    remedies: ['iam'],
    says: [
      /^# The permissions boundary keeps `InvoiceService` out: it does not allow `kms:GenerateDataKey`\.$/m,
      /policy\/WorkloadBoundary/,
      /## The permissions boundary/,
    ],
  },
  'auto-scaling-grant-missing': {
    cause: 'service-linked-role',
    diff: true,
    remedies: ['statement', 'grant'],
    says: [
      /^# The key policy has to name `AWSServiceRoleForAutoScaling`: IAM cannot let it in\.$/m,
      /"kms:GrantIsForAWSResource": "true"/,
      /all that AWS documents for `EC2 Auto Scaling/,
      /Then repeat what `AWSServiceRoleForAutoScaling` was doing: nobody can test as it/,
    ],
  },
  'grant-without-operation': {
    cause: 'key-policy-shut',
    diff: true,
    remedies: ['statement', 'grant', 'root-and-iam'],
    says: [/has a grant on this key, but for other operations: `Decrypt`, `DescribeKey`/],
  },
  'sso-role-unread': {
    cause: 'key-policy-shut',
    diff: true,
    remedies: ['statement', 'root-and-iam'],
    says: [
      /"aws:PrincipalArn": "arn:aws:iam::123456789012:role\/aws-reserved\/sso\.amazonaws\.com\/\*AWSReservedSSO_Analyst_\*"/,
      /the permission set has to allow it as well/,
      /IAM side\*\*: not allowed: this identity may not `iam:GetRole`/,
    ],
  },
  'sns-to-encrypted-queue': {
    cause: 'key-policy-shut',
    diff: true,
    remedies: ['statement'],
    says: [
      /A service has no IAM policies: the key policy must name it/,
      /"kms:GenerateDataKey",\s+"kms:Decrypt"/,
      /"aws:SourceAccount": "123456789012"/,
      /add it as `aws:SourceArn`/,
    ],
  },
  'events-to-encrypted-queue': {
    cause: 'key-policy-shut',
    diff: true,
    remedies: ['statement'],
    says: [/There is no condition because `events\.amazonaws\.com` calls KMS without/],
  },
  'logs-log-group': {
    cause: 'key-policy-shut',
    diff: true,
    remedies: ['statement'],
    says: [
      /"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:ap-northeast-1:123456789012:\*"/,
      /only for what it names in the encryption context/,
    ],
  },
  's3-inventory': {
    cause: 'key-policy-shut',
    diff: true,
    remedies: ['statement'],
    says: [/"Service": "s3\.amazonaws\.com"/, /"aws:SourceAccount": "123456789012"/],
  },
  'cloudtrail-trail': {
    cause: 'key-policy-shut',
    diff: true,
    remedies: ['statement'],
    says: [
      /"kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:\*:123456789012:trail\/\*"/,
      /"Sid": "AllowCloudtrailToDescribeKey"/,
    ],
  },
  'via-service-only': {
    cause: 'condition-unmet',
    diff: false,
    remedies: ['statement', 'grant', 'root-and-iam'],
    says: [/under conditions that this call did not meet/, /has to come through `s3.ap-northeast-1.amazonaws.com`/],
  },
  'encryption-context-condition': {
    cause: 'condition-unmet',
    diff: false,
    remedies: ['statement', 'grant', 'root-and-iam'],
    says: [/encryption context has to say `tenant` = `blue`/],
  },
  'wrong-encryption-context': {
    cause: 'other-failure',
    diff: false,
    remedies: [],
    says: [
      /^# The ciphertext does not open with this call\.$/m,
      /No policy is to blame/,
      /the \*\*encryption context\*\* is another/,
    ],
  },
  'ciphertext-without-key': {
    cause: 'incomplete',
    diff: false,
    remedies: [],
    says: [/The error does not name the key/, /KMS read it out of the ciphertext/, /CloudTrail helps little here/],
  },
  'multi-region-replica': {
    cause: 'key-policy-shut',
    diff: true,
    remedies: ['statement', 'grant', 'root-and-iam'],
    says: [
      /every Region’s key has a policy of its own: what the policies in `eu-central-1` allow does not count in `eu-west-1`/,
    ],
  },
  'aws-managed-key': {
    cause: 'aws-managed-key',
    diff: false,
    remedies: [],
    says: [/its policy cannot be edited/, /customer managed key/],
  },
  'pending-deletion': {
    cause: 'key-state',
    diff: false,
    remedies: [],
    says: [/`PendingDeletion`/, /cancel-key-deletion/, /It is urgent/],
  },
  'pending-import': {
    cause: 'key-state',
    diff: false,
    remedies: [],
    says: [/`PendingImport`/, /get-parameters-for-import/],
  },
  'wrong-region': {
    cause: 'not-found',
    diff: false,
    remedies: [],
    says: [/does not know `.*` in Region `us-east-1`/, /The \*\*Region\*\* comes first/],
  },
  'missing-alias': {
    cause: 'not-found',
    diff: false,
    remedies: [],
    says: [/alias\/mail` in Region `us-east-1`/, /aws kms list-aliases --region us-east-1/],
  },
};

describe('remedy: every sandbox scenario, over HTTP', () => {
  it('has a hand-written expectation each', () => {
    assert.deepEqual(
      scenarios.map(s => s.id).filter(id => !Object.hasOwn(expected, id)),
      [],
    );
  });

  for (const scenario of scenarios) {
    describe(scenario.id, () => {
      let sandbox: Sandbox;
      let diagnosis: Diagnosis;
      let early: Diagnosis;
      before(async () => {
        sandbox = await startSandbox({ scenario });
        ({ early, diagnosis } = await diagnoseScenario(sandbox, scenario));
      });
      after(() => sandbox.close());

      it('finds the cause, and a diff only where it cures', () => {
        const { cause, diff, remedies } = expected[scenario.id]!;
        assert.equal(diagnosis.cause.kind, cause);
        assert.equal(early.cause.kind, cause, 'also before the IAM side is in');
        assert.equal(diagnosis.proposal !== undefined, diff);
        assert.deepEqual(
          diagnosis.remedies.map(r => r.id),
          remedies,
        );
      });

      it('says what is wrong and what to do', () => {
        const text = inMarkdown(explanation(diagnosis));
        for (const words of expected[scenario.id]!.says) {
          assert.match(text, words);
        }
        assert.doesNotMatch(text, /undefined|\[object|\{\w+\}/);
      });

      it('says it in Japanese, down to the last word', () => {
        assert.deepEqual(englishIn(inMarkdown(explanation(diagnosis), toJapanese)), []);
      });
    });
  }
});

describe('remedy: what is proposed opens the lock', () => {
  const cures = scenarios.flatMap(scenario => {
    const { diff, remedies } = expected[scenario.id]!;
    const sameAccount = [undefined, scenario.keyArn.split(':')[4]].includes(scenario.principalArn.split(':')[4]);
    return sameAccount && (diff || remedies.length > 1)
      ? remedies.filter(id => id !== 'iam' && id !== 'grant').map(id => ({ scenario, id }))
      : [];
  });
  for (const { scenario, id } of cures) {
    if (scenario.id === 'policy-not-readable') {
      continue;
    }
    it(`${scenario.id}: ${id}`, async () => {
      const sandbox = await startSandbox({ scenario });
      try {
        const { diagnosis } = await diagnoseScenario(sandbox, scenario, id);
        assert.equal(diagnosis.remedy?.id, id);
        const session = openSandboxSession({
          endpoint: sandbox.endpoint,
          credentials: sandbox.credentials(scenario.readerArn),
          region: scenario.keyArn.split(':')[3] ?? '',
        });
        const put = await session.putKeyPolicy(
          scenario.keyArn,
          diagnosis.proposal?.proposed ?? '',
          new AbortController().signal,
        );
        session.close();
        assert.ok(put.ok, JSON.stringify(put));
        const error = await callOf(sandbox, scenario);
        if (diagnosis.remedy?.iamStatements.length === 0) {
          assert.equal(error, undefined);
        } else {
          assert.match(error ?? '', /no identity-based policy allows/, 'the IAM half is still to come');
        }
      } finally {
        await sandbox.close();
      }
    });
  }
});
