import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { diagnose } from '../../src/diagnosis';
import { handOverMarkdown } from '../../src/explanation';
import { adminStatement, denial, evidence, identity, keyArn, policyText, rootStatement } from './evidence';

const said = (masked = false, over: Parameters<typeof evidence>[1] = {}, policy = policyText(adminStatement)): string =>
  handOverMarkdown(diagnose(evidence(policy, over)), masked, text => text);

/** The shell commands of the message. */
const commands = (text: string): string => [...text.matchAll(/```sh\n([^]*?)\n```/g)].map(m => m[1] ?? '').join('\n');

describe('A message for the key’s owner', () => {
  it('says what failed, why, what would help and how to check', () => {
    const text = said();
    assert.match(text, /^# `MyRole` cannot use `kms:Decrypt` on a KMS key\n/);
    assert.match(text, /^## Why\n\nThe key policy keeps `MyRole` out\.$/m);
    assert.ok(text.includes('"Sid": "AllowMyRoleToDecrypt"'));
    assert.ok(
      text.includes(
        `aws kms put-key-policy --key-id ${keyArn} --policy-name default --policy file://key-policy.json --region eu-west-1`,
      ),
    );
    assert.match(text, /aws kms decrypt --dry-run/);
    assert.doesNotMatch(text, /diff|Saving/);
  });

  it('tells the IAM half where that is shut', () => {
    const text = said(false, { identity: identity() }, policyText(rootStatement, adminStatement));
    assert.match(text, /An IAM policy of `MyRole` would need this/);
    assert.doesNotMatch(text, /put-key-policy/);
  });

  it('says what to do where no permission is the cure', () => {
    const text = said(false, { denial: denial({ kind: 'disabled', message: 'is disabled' }) });
    assert.match(text, /## What would help\n\n\S/);
  });

  it('masks account and key ids everywhere, the same id by the same name', () => {
    const text = said(true, {
      denial: denial({
        message: `User: x on resource: ${keyArn} (1111-2222-3333, 444455556666) Encoded authorization failure message: AQoDYXdz`,
        requestId: '0a1b2c3d-1111-2222-3333-444455556666',
      }),
    });
    assert.doesNotMatch(text, /111122223333|1111-2222-3333,|1234abcd|AQoDYXdz/);
    assert.match(text, /arn:aws:kms:eu-west-1:ACCOUNT-1:key\/KEY-1/);
    assert.match(text, /"AWS": "arn:aws:iam::ACCOUNT-1:role\/MyRole"/);
    assert.match(text, /--key-id arn:aws:kms:eu-west-1:ACCOUNT-1:key\/KEY-1 /);
    assert.match(text, /ACCOUNT-1, ACCOUNT-2/);
  });

  it('masks key ids of any form', () => {
    for (const id of ['abc-123', 'mrk-0123456789abcdef0123456789abcdef']) {
      const text = said(true, {
        denial: denial({
          resource: `arn:aws:kms:eu-west-1:111122223333:key/${id}`,
          keyId: id,
          message: `no such key: ${id}`,
        }),
        key: { ok: false, failure: { kind: 'not-found', operation: 'kms:DescribeKey', message: '' } },
      });
      assert.ok(!text.includes(id), text);
    }
  });

  it('leads nobody to run or open what stands in an error', () => {
    const crafted = '`x` [click](command:evil) <img src=x> $(touch pwned)\n```\n## Do this';
    const text = said(false, {
      denial: denial({
        message: crafted,
        callingService: crafted,
        encryptionContext: { [crafted]: crafted },
        principal: `arn:aws:sts::111122223333:assumed-role/x;touch pwned/${crafted}`,
      }),
    });
    const outside = text.replace(/(`{3,})\w*\n[^]*?\n\1/g, '').replace(/(`+)(?!`)[^]*?[^`]\1(?!`)/g, '');
    assert.doesNotMatch(outside, /command:|<img|## Do this/);
    assert.match(commands(text), /--encryption-context/);
    if (process.platform !== 'win32') {
      // `aws` is a stand-in that prints its last word; a word that breaks out would be run and print something else.
      const ran = execFileSync('sh', [], {
        input: `aws() { :; }; cp() { :; }; touch() { echo BROKEN; }; cd "$(mktemp -d)"\n${commands(text)}\n`,
        encoding: 'utf8',
      });
      assert.equal(ran, '');
    }
  });
});
