import assert from 'node:assert/strict';
import { decodeLog } from '../../src/cli/encoding';
import { run } from '../../src/cli/run';
import { readDenials } from '../../src/denial';

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line on files and a standard input that exist in the test only. */
async function doubleLock(
  args: readonly string[],
  { stdin = '', files = {} }: { stdin?: string; files?: Readonly<Record<string, string>> } = {},
): Promise<Outcome> {
  let out = '';
  let err = '';
  const code = await run(args, {
    stdout: text => {
      out += text;
    },
    stderr: text => {
      err += text;
    },
    readStdin: () => Promise.resolve(stdin),
    readFile: path =>
      path in files ? Promise.resolve(files[path] ?? '') : Promise.reject(new Error(`ENOENT: ${path}`)),
  });
  return { code, out, err };
}

const text =
  'User: arn:aws:iam::111122223333:user/alice is not authorized to perform: kms:Decrypt on this resource because no identity-based policy allows the kms:Decrypt action';

describe('double-lock explain', () => {
  it('prints JSON with every field', async () => {
    const { code, out } = await doubleLock(['explain', '--format', 'json'], { stdin: text });
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), {
      version: 1,
      denials: [
        {
          kind: 'access-denied',
          principal: 'arn:aws:iam::111122223333:user/alice',
          principalType: 'user',
          principalAccount: '111122223333',
          action: 'kms:Decrypt',
          resource: null,
          resourceAccount: null,
          region: null,
          keyId: null,
          deniedBy: 'no-identity-policy',
          requestId: null,
          time: null,
          requestRegion: null,
          vpcEndpointId: null,
          sourceIp: null,
          callingService: null,
          encryptionContext: null,
          denyingPolicyArn: null,
          authorizationId: null,
          message: text,
          span: { offset: 0, length: text.length },
        },
      ],
    });
  });

  it('tells people what was understood, what is missing and what to do next', async () => {
    const { code, out } = await doubleLock(['explain', 'error.txt'], { files: { 'error.txt': text } });
    assert.equal(code, 0);
    assert.match(
      out,
      /^IAM keeps alice out\.\n\nAWS says that no identity-based policy of alice allows kms:Decrypt\. The error does not name the key\.$/m,
    );
    assert.match(
      out,
      /^Do this: Allow kms:Decrypt on the key in an IAM policy of alice; whoever manages IAM there can\. [^\n]*\n\n {4}aws cloudtrail lookup-events /m,
    );
  });

  it('numbers several failures', async () => {
    const { out } = await doubleLock(['explain', '-'], { stdin: `${text}\n${text.replaceAll('Decrypt', 'Encrypt')}` });
    assert.match(
      out,
      /^1\. IAM keeps alice out\.\n[^]*Do this: Allow kms:Decrypt [^]*^2\. IAM keeps alice out\.\n[^]*Do this: Allow kms:Encrypt /m,
    );
  });

  it('reads a log with bytes of another encoding, and refuses what is no text', () => {
    for (const bytes of [
      Buffer.from(`caf\xe9 ${text}`, 'latin1'),
      Buffer.concat([Buffer.from(text), Buffer.from([0x0a, 0xff, 0xe2, 0x82])]),
    ]) {
      assert.equal(readDenials(decodeLog(bytes))[0]?.action, 'kms:Decrypt');
    }
    assert.throws(() => decodeLog(Buffer.from([0x1f, 0x8b, ...Array(256).keys()])), /no text/);
  });

  it('finds nothing: exit code 1', async () => {
    assert.deepEqual(await doubleLock(['explain', '--format=json'], { stdin: 'all is well' }), {
      code: 1,
      out: '{\n  "version": 1,\n  "denials": []\n}\n',
      err: '',
    });
    assert.equal((await doubleLock(['explain'], { stdin: '' })).code, 1);
  });

  for (const args of [
    ['explain', '--format', 'xml'],
    ['explain', 'a', 'b'],
    ['explain', '--nope'],
    ['explain', '--format'],
    ['explain', 'absent.txt'],
    ['nope'],
    [],
  ]) {
    it(`misuse: ${JSON.stringify(args)}`, async () => {
      const { code, out, err } = await doubleLock(args);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.notEqual(err, '');
    });
  }

  it('helps', async () => {
    for (const args of [['--help'], ['explain', '--help']]) {
      const { code, out } = await doubleLock(args);
      assert.equal(code, 0);
      assert.match(out, /Usage: double-lock/);
    }
    assert.match((await doubleLock(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
  });
});
