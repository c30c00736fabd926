import { inMarkdown } from '../../../src/text/inMarkdown';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { ciphertextIn, isProfileOf, readEncryptionContext, type Verification } from '../../../src/live';
import { verificationReport, verifyCommands } from '../../../src/explanation';
import { diagnose, whoIs } from '../../../src/diagnosis';
import { isAwsEndpoint, type Profile } from '../../../src/ports';
import { posixLine } from '../../../src/text/shell';
import { adminStatement, denial, evidence, ok, policyText, refused } from '../../explanation/evidence';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('verify: what people hand in', () => {
  it('a ciphertext: binary, Base64 with line breaks, or what the CLI prints', () => {
    const blob = Uint8Array.from([1, 2, 2, 0, 255, 254, 10]);
    const base64 = Buffer.from(blob).toString('base64');
    for (const file of [
      blob,
      bytes(base64),
      bytes(`${base64.slice(0, 4)}\r\n${base64.slice(4)}\n`),
      bytes(`"${base64}"`),
      bytes(JSON.stringify({ CiphertextBlob: base64, KeyId: 'x' }, undefined, 2)),
      bytes(base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')),
    ]) {
      assert.deepEqual(Uint8Array.from(ciphertextIn(file) ?? []), blob);
    }
    assert.deepEqual(ciphertextIn(bytes('not base64!')), bytes('not base64!'));
    for (const none of [new Uint8Array(), new Uint8Array(6145), bytes('A'.repeat(20_000))]) {
      assert.equal(ciphertextIn(none), undefined);
    }
  });

  it('an encryption context: pairs or JSON', () => {
    for (const text of [
      'tenant=blue, purpose=a=b',
      'tenant = blue\npurpose=a=b',
      '{"tenant":"blue","purpose":"a=b"}',
    ]) {
      assert.deepEqual(readEncryptionContext(text), { tenant: 'blue', purpose: 'a=b' }, text);
    }
    assert.deepEqual(readEncryptionContext('  '), {});
    for (const text of ['tenant', '=blue', '{', '{"a":1}', '[]x', '{"a":{"b":"c"}}']) {
      assert.equal(readEncryptionContext(text), undefined, text);
    }
  });

  it('a profile that is the denied role, is not, or may be', () => {
    const profile = (over: Partial<Profile>): Profile => ({
      name: 'p',
      credentials: 'keys',
      sourceProfiles: [],
      endpoints: {},
      ...over,
    });
    const role = whoIs('arn:aws:sts::111122223333:assumed-role/MyRole/i-0abc');
    assert.equal(
      isProfileOf(profile({ credentials: 'role', roleArn: 'arn:aws:iam::111122223333:role/team/MyRole' }), role),
      true,
    );
    assert.equal(
      isProfileOf(profile({ credentials: 'role', roleArn: 'arn:aws:iam::444455556666:role/MyRole' }), role),
      false,
    );
    assert.equal(isProfileOf(profile({ account: '444455556666' }), role), false);
    assert.equal(isProfileOf(profile({}), role), undefined);
    const sso = whoIs(
      'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Developer_0123456789abcdef/ann@example.com',
    );
    assert.equal(
      isProfileOf(profile({ credentials: 'sso', account: '111122223333', ssoRole: 'Developer' }), sso),
      true,
    );
    assert.equal(isProfileOf(profile({ credentials: 'sso', account: '111122223333', ssoRole: 'Dev' }), sso), false);
    const operators = whoIs(
      'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Developer_Ops_0123456789abcdef/alice',
    );
    assert.equal(
      isProfileOf(profile({ credentials: 'sso', account: '111122223333', ssoRole: 'Developer' }), operators),
      false,
      'another permission set, whose name goes on',
    );
  });

  it('an endpoint of AWS’s own, or not', () => {
    for (const url of [
      undefined,
      'https://kms.eu-west-1.amazonaws.com',
      'https://vpce-0abc.kms.eu-west-1.vpce.amazonaws.com',
      'https://kms.cn-north-1.amazonaws.com.cn',
      'https://kms-fips.us-east-1.api.aws/',
    ]) {
      assert.ok(isAwsEndpoint(url), url);
    }
    for (const url of [
      'http://127.0.0.1:4566',
      'https://amazonaws.com.evil.example',
      'https://kms.notamazonaws.com',
      'https://evil.example/kms.eu-west-1.amazonaws.com',
      'https://kms.amazonaws.com@evil.example',
      'nonsense',
    ]) {
      assert.ok(!isAwsEndpoint(url), url);
    }
  });
});

describe('verify: outside text stays text', () => {
  const crafted = 'x](command:evil) `[y](command:evil)` <img src=x onerror=alert(1)> | a\n# b';

  it('in the report', () => {
    const read = denial({
      principal: `arn:aws:sts::111122223333:assumed-role/${crafted}/i`,
      encryptionContext: { [crafted]: crafted },
    });
    const diagnosis = diagnose({ ...evidence(policyText(adminStatement)), denial: read });
    const verification: Verification = {
      diagnosis,
      tester: { arn: crafted, as: 'other', label: crafted },
      key: refused('kms:DescribeKey'),
      afterChange: false,
      repetition: {
        attempts: [
          { after: 0, answer: ok({ verdict: 'denied', message: crafted }) },
          { after: 1, answer: ok({ verdict: 'denied', message: crafted }) },
        ],
        end: 'settled',
      },
      ciphertext: crafted,
      endpoint: `http://${crafted}`,
    };
    const withoutCode = inMarkdown(verificationReport(verification))
      .replace(/(`{3,})[\s\S]*?\n\1/g, '')
      .replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
    assert.doesNotMatch(withoutCode, /command:|<img|^# b/m);
  });

  it('in copied commands', function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const read = denial({
      resource: null,
      keyId: "$(reboot); `reboot` '; reboot",
      region: null,
      encryptionContext: { 'a b': "'; reboot #" },
    });
    for (const command of verifyCommands(
      diagnose({ ...evidence(policyText(adminStatement)), denial: read, key: refused('kms:DescribeKey') }),
    )) {
      // A real shell takes the line apart into the very words it was made of.
      const words = execFileSync('sh', ['-c', `set -- ${posixLine(command)}; printf '%s\\0' "$@"`], {
        encoding: 'utf8',
      })
        .split('\0')
        .slice(0, -1);
      assert.deepEqual(words, command);
    }
  });
});
