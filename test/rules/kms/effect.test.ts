import assert from 'node:assert/strict';
import { decide } from '../../../src/access';
import { parsePolicy } from '../../../src/policy';
import { kmsOperations } from '../../../src/reference';
import { kmsRules } from '../../../src/rules/kms';
import { findingsOf, unmark, made } from '../examples';

const callers = [
  'arn:aws:iam::111122223333:role/app',
  'arn:aws:iam::111122223333:role/admin',
  'arn:aws:iam::111122223333:user/alice',
  'arn:aws:iam::444455556666:role/app',
  'arn:aws:iam::999988887777:role/app',
  'sns.amazonaws.com',
  'cloudtrail.amazonaws.com',
  'cloudfront.amazonaws.com',
  'logs.eu-west-1.amazonaws.com',
  'logs.amazonaws.com',
];
const contexts: Readonly<Record<string, string>>[] = [
  {},
  { 'aws:SourceAccount': '111122223333', 'kms:EncryptionContextKeys': 'Department', 'kms:GrantOperations': 'Decrypt' },
  {
    'kms:ViaService': 's3.eu-west-1.amazonaws.com',
    'kms:RequestAlias': 'alias/app',
    'aws:SourceIp': '198.51.100.1',
    'aws:ViaAWSService': 'true',
  },
];
const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** Who the key policy lets in for what: `caller action context`, and whether it takes an IAM policy too. */
function openings(text: string): Set<string> {
  const keyPolicy = parsePolicy(text);
  const open = new Set<string>();
  for (const principal of callers) {
    for (const { action } of kmsOperations) {
      contexts.forEach((context, i) => {
        const { keyPolicyLock, explicit } = decide(
          { principal, action, keyArn, context, contextUnknown: [] },
          { keyPolicy, identityPolicies: [], grants: [] },
        );
        if (explicit || (keyPolicyLock !== 'open' && keyPolicyLock !== 'delegated-to-iam')) {
          return;
        }
        open.add(`${principal} ${action} ${i} with an IAM policy`);
        if (keyPolicyLock === 'open') {
          open.add(`${principal} ${action} ${i}`);
        }
      });
    }
  }
  return open;
}

describe('fixes of KMS rules that are not said to give more access', () => {
  for (const rule of kmsRules) {
    const examples = rule.wrong.filter(e => e.kind === 'key').map(e => ({ ...e, text: unmark(e.text).text }));
    const fixes = examples.flatMap(example =>
      findingsOf(example, example.text, { rules: [rule] }).flatMap(f =>
        f.fixes.filter(fix => fix.effect !== 'widens').map(fix => ({ example, finding: f, fix })),
      ),
    );
    if (fixes.length === 0) {
      continue;
    }
    it(rule.code, () => {
      for (const { example, finding, fix } of fixes) {
        const before = openings(example.text);
        const more = [...openings(made(example.text, finding, fix))].filter(o => !before.has(o));
        assert.deepEqual(more, [], `"${fix.title.text}" gives more access`);
      }
    });
  }
});
