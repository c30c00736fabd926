import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { slashes } from '../../src/cli/files';
import { processIo } from '../../src/cli/io';
import { build } from 'esbuild';
import { jsonReport, reportOf, textReport } from '../../src/cli/report';
import { run } from '../../src/cli/run';
import { manyFiles } from '../../src/cli/threads';
import { locate } from '../../src/policy';
import { checkPolicies } from '../../src/rules/check';
import type { CheckedText } from '../../src/rules/fix-all';

interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly policies: readonly { readonly kind: string; readonly pointer: string }[];
    readonly findings: readonly {
      readonly code: string;
      readonly severity: string;
      readonly pointer: string;
      readonly start: object;
      readonly end: object;
      readonly fixes: readonly string[];
    }[];
  }[];
}

const clean =
  '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}]}';
const misspelt = clean.replace('"Allow"', '"allow"');
const doubled =
  '{\n  "Version": "2012-10-17",\n  "Statement": [{"Sid": "", "Effect": "Allow", "Action": ["kms:List*", "kms:ListKeys"], "Resource": "*"}] // keep me\n}\n';

describe('double-lock check', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'double-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (name: string, text: string | Buffer) => writeFile(join(folder, name), text);
  async function check(
    args: readonly string[],
    stdin = '',
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
    let out = '';
    let err = '';
    const code = await run(['check', ...args], {
      stdout: text => {
        out += text;
      },
      stderr: text => {
        err += text;
      },
      readStdin: () => Promise.resolve(stdin),
      readFile: processIo.readFile,
    });
    return { code, out, err };
  }
  const json = async (args: readonly string[], stdin = '') =>
    JSON.parse((await check(['--format', 'json', ...args], stdin)).out) as Report;

  it('says where each finding is, in lines and columns from 1, and what would fix it', async () => {
    const {
      files: [file],
    } = await json(['-'], misspelt);
    assert.deepEqual(file?.policies, [{ kind: 'identity', pointer: '' }]);
    assert.deepEqual(
      file?.findings.map(f => [f.code, f.severity, f.pointer, f.start, f.end, f.fixes]),
      [
        [
          'invalid-effect',
          'error',
          '/Statement/0/Effect',
          { line: 1, column: 52 },
          { line: 1, column: 59 },
          ['Change to Allow (gives more access)'],
        ],
      ],
    );
  });

  it('checks files, folders and globs, each file once', async () => {
    await write('a.json', clean);
    await write('b.jsonc', misspelt);
    await write('c.txt', misspelt);
    const names = async (paths: readonly string[]) =>
      (await json(paths)).files.map(f => f.path.slice(folder.length + 1));
    assert.deepEqual(await names([folder]), ['a.json', 'b.jsonc']);
    assert.deepEqual(await names([join(folder, '*.{txt,json}'), join(folder, 'a.json')]), ['a.json', 'c.txt']);
  });

  it('exit code: 0 nothing at or above --fail-on, 1 something, 2 misuse or unreadable', async () => {
    await write('warning.json', clean.replace('"Version": "2012-10-17", ', ''));
    await write('error.json', misspelt);
    assert.equal((await check([join(folder, 'warning.json')])).code, 0);
    assert.equal((await check(['--fail-on', 'warning', join(folder, 'warning.json')])).code, 1);
    assert.equal((await check([join(folder, 'error.json')])).code, 1);
    const missing = await check([join(folder, 'none.json'), join(folder, 'error.json')]);
    assert.equal(missing.code, 2);
    assert.match(missing.out, /invalid-effect/);
    for (const args of [
      [],
      ['--kind', 'bucket', '-'],
      ['--format', 'xml', '-'],
      ['--fail-on', 'hint', '-'],
      ['--fix', '-'],
      ['--nope', '-'],
    ]) {
      assert.equal((await check(args)).code, 2, args.join(' '));
    }
  });

  it('applies the safe fixes and keeps the rest of the text', async () => {
    await write('a.jsonc', doubled);
    const { code } = await check(['--fix', join(folder, 'a.jsonc')]);
    assert.equal(code, 0);
    assert.equal(
      await readFile(join(folder, 'a.jsonc'), 'utf8'),
      '{\n  "Version": "2012-10-17",\n  "Statement": [{"Effect": "Allow", "Action": ["kms:List*"], "Resource": "*"}] // keep me\n}\n',
    );
  });

  it('obeys the nearest configuration', async () => {
    await write(
      '.double-lock.json',
      JSON.stringify({
        rules: { 'missing-version': 'error' },
        kinds: { 'key*.json': 'key' },
        ignore: [{ file: 'a.json', code: 'invalid-effect', reason: 'a fixture' }],
      }),
    );
    await write('a.json', misspelt);
    await write('key.json', clean);
    await write('b.json', clean.replace('"Version": "2012-10-17", ', ''));
    const { files } = await json([join(folder, 'a.json'), join(folder, 'b.json'), join(folder, 'key.json')]);
    assert.deepEqual(
      files.map(f => f.policies.map(p => p.kind)),
      [['identity'], ['identity'], ['key']],
    );
    assert.deepEqual(files[0]?.findings, []);
    assert.deepEqual(
      files[1]?.findings.map(f => [f.code, f.severity]),
      [['missing-version', 'error']],
    );
    await write('.double-lock.json', '{"rules": {"missing-version": "loud"}}');
    assert.equal((await check([join(folder, 'a.json')])).code, 2);
  });

  it('reports JSON errors of a policy, and nothing about JSON without one', async () => {
    assert.deepEqual(
      (await json(['-'], clean.replace('"Effect"', '"Effect":'))).files[0]?.findings.map(f => f.code).slice(0, 1),
      ['json-syntax-error'],
    );
    assert.deepEqual((await json(['-'], '{"name": "package", "version": "1.0.0", }')).files, [
      { path: '-', policies: [], findings: [] },
    ]);
  });

  it('reports JSON errors around the policies of a template, once', async () => {
    const template = `{"Resources": {"X": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": ${clean}}} "Y": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": ${clean}}}}}`;
    assert.deepEqual(
      (await json(['-'], template)).files[0]?.findings.map(f => f.code),
      ['json-syntax-error'],
    );
  });

  it('goes on past what it cannot read, and says so', async () => {
    await write('bad.json', Buffer.from([0x7b, 0x22, 0xff, 0xe4, 0x22, 0x7d]));
    await write('good.json', misspelt);
    const { code, out, err } = await check([folder, join(folder, 'none')]);
    assert.equal(code, 2);
    assert.match(out, /invalid-effect/);
    assert.match(err, /cannot read .*bad\.json/);
    assert.match(err, /no such file: .*none/);
  });

  it('refuses what is named and cannot be read: exit 2, and why', async () => {
    await write('main.tf', 'resource "aws_kms_key" "key" {\n  policy = jsonencode({ Statement = [] })\n}\n');
    await write('policy.yaml', '# for the key\nStatement:\n  - Effect: allow\n');
    await write('zeros.json', Buffer.from('{"Version": "2012-10-17"}\0\0'));
    await write('picture.json', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    await write('empty.json', ' \n');
    await mkdir(join(folder, 'directory.json'));
    const expected: Readonly<Record<string, RegExp>> = {
      'main.tf': /^double-lock check: cannot read .*main\.tf: it is not JSON\n$/,
      'policy.yaml': /^double-lock check: cannot read .*policy\.yaml: it is not JSON\n$/,
      'zeros.json': /^double-lock check: cannot read .*zeros\.json: it has zero bytes, which no text has\n$/,
      'picture.json': /^double-lock check: cannot read .*picture\.json: its bytes are neither UTF-8 nor UTF-16 text\n$/,
      'empty.json': /^double-lock check: cannot read .*empty\.json: it is empty\n$/,
      'directory.json': /^double-lock check: no \*\.json or \*\.jsonc file in .*directory\.json\n$/,
      'none.json': /^double-lock check: no such file: .*none\.json\n$/,
      'empty.json/within.json': /^double-lock check: .*within\.json/,
      '*.none': /^double-lock check: no file matches .*\*\.none\n$/,
      'none/*.json': /^double-lock check: no file matches .*none\/\*\.json\n$/,
    };
    for (const [name, why] of Object.entries(expected)) {
      const { code, err } = await check([`${slashes(folder)}/${name}`]);
      assert.equal(code, 2, name);
      assert.match(err, why);
    }
    assert.equal((await check(['-'], '')).code, 2);
    // A glob may match more than was meant, and a comment may stand before the JSON.
    await rm(join(folder, 'zeros.json'));
    await rm(join(folder, 'picture.json'));
    assert.equal((await check([`${slashes(folder)}/*.*`])).code, 0);
    await write('commented.json', `// first\n/* second */ ${clean}`);
    assert.equal((await check([join(folder, 'commented.json')])).err, '');
  });

  it('says which folder it may not look into', async function () {
    const { getuid, geteuid, seteuid } = process;
    if (getuid === undefined || geteuid === undefined || seteuid === undefined) {
      this.skip(); // Windows has no such permissions
    }
    const locked = join(folder, 'locked');
    await mkdir(locked);
    await write('a.json', clean);
    await chmod(folder, 0o755);
    await chmod(locked, 0);
    const user = geteuid();
    try {
      if (user === 0) {
        seteuid(65534); // root may look into everything
      }
      for (const path of [locked, folder]) {
        const { code, err } = await check([path]);
        assert.equal(code, 2);
        assert.match(err, /^double-lock check: cannot read .*locked: EACCES/);
      }
    } finally {
      seteuid(user);
      await chmod(locked, 0o700);
    }
  });

  it('reads and fixes UTF-16 as PowerShell writes it', async () => {
    const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
    await write('without-mark.json', utf16(misspelt).subarray(2));
    assert.equal((await check([join(folder, 'without-mark.json')])).code, 1);
    await write('a.jsonc', utf16(doubled));
    assert.equal((await check(['--fix', join(folder, 'a.jsonc')])).code, 0);
    assert.deepEqual(
      await readFile(join(folder, 'a.jsonc')),
      utf16(doubled.replace('"Sid": "", ', '').replace(', "kms:ListKeys"', '')),
    );
  });

  const mended = doubled.replace('"Sid": "", ', '').replace(', "kms:ListKeys"', '');
  const names = async () => (await readdir(folder)).sort();

  it('keeps the permissions of what it mends, and goes through links', async () => {
    await write('real.jsonc', doubled);
    await chmod(join(folder, 'real.jsonc'), 0o640);
    await symlink('real.jsonc', join(folder, 'link.jsonc'));
    assert.deepEqual(await check(['--fix', join(folder, 'link.jsonc')]), {
      code: 0,
      out: '1 file, 1 policy: nothing found\n',
      err: '',
    });
    assert.equal(await readFile(join(folder, 'real.jsonc'), 'utf8'), mended);
    assert.ok((await lstat(join(folder, 'link.jsonc'))).isSymbolicLink());
    if (process.platform !== 'win32') {
      assert.equal((await stat(join(folder, 'real.jsonc'))).mode & 0o7777, 0o640);
    }
    assert.deepEqual(await names(), ['link.jsonc', 'real.jsonc']);
  });

  it('never overwrites what somebody wrote meanwhile', async () => {
    const path = join(folder, 'a.json');
    await write('a.json', doubled);
    const newer = doubled.replace('keep me', 'newer');
    let out = '';
    let err = '';
    const code = await run(['check', '--fix', path], {
      stdout: text => {
        out += text;
      },
      stderr: text => {
        err += text;
      },
      readStdin: () => Promise.resolve(''),
      readFile: async name => {
        const text = await processIo.readFile(name);
        if (name === path) {
          await writeFile(path, newer);
        }
        return text;
      },
    });
    assert.equal(code, 2);
    assert.equal(
      err,
      `double-lock check: cannot fix ${path}: it has changed since it was read; it is left as it was\n`,
    );
    assert.match(out, /redundant-action/, 'what was found is reported all the same');
    assert.equal(await readFile(path, 'utf8'), newer);
    assert.deepEqual(await names(), ['a.json']);
  });

  it('leaves a read-only file as it is, and says so', async () => {
    const path = join(folder, 'a.json');
    await write('a.json', doubled);
    await chmod(path, 0o444);
    const { code, err } = await check(['--fix', path]);
    assert.equal(code, 2);
    assert.equal(err, `double-lock check: cannot fix ${path}: it is read-only; it is left as it was\n`);
    assert.equal(await readFile(path, 'utf8'), doubled);
    assert.deepEqual(await names(), ['a.json']);
  });

  it('leaves the whole old file, and nothing beside it, where the new one cannot be written', async function () {
    if (process.platform === 'win32') {
      this.skip(); // Windows has no such limits
    }
    // No file may get longer than a block: what a full disk does, of which a test has none.
    const long = doubled.replace('keep me', 'keep me '.repeat(1000));
    await write('a.json', long);
    const program = await built();
    const { code, stderr } = await new Promise<{ readonly code: unknown; readonly stderr: string }>(done => {
      execFile(
        'sh',
        ['-c', 'ulimit -f 1; exec "$0" "$@"', process.execPath, program, 'check', '--fix', join(folder, 'a.json')],
        (error, _, stderr) => done({ code: error?.code ?? 0, stderr }),
      );
    });
    assert.equal(
      stderr,
      `double-lock check: cannot fix ${join(folder, 'a.json')}: the new text is larger than a file may be (EFBIG); it is left as it was\n`,
    );
    assert.equal(code, 2);
    assert.equal(await readFile(join(folder, 'a.json'), 'utf8'), long);
    assert.deepEqual(await names(), ['a.json']);
  });

  it('finds in threads what it finds in one', async () => {
    const names = Array.from({ length: manyFiles + 1 }, (_, i) => `${String(i).padStart(5, '0')}.json`);
    for (const [i, name] of names.entries()) {
      const policy = i % 3 === 0 ? misspelt : clean;
      await write(name, i === 1 ? Buffer.from([0xff]) : policy);
    }
    const one = await check([folder]);
    const program = await built();
    const many = await new Promise<{ code: unknown; out: string; err: string }>(done => {
      execFile(process.execPath, [program, 'check', folder], { maxBuffer: 1e8 }, (error, out, err) => {
        done({ code: error?.code, out, err });
      });
    });
    assert.ok(
      many.code === one.code && many.err === one.err && many.out === one.out,
      `${many.err}\n${many.out.slice(0, 500)}`,
    );
  });

  it('says once what is wrong with a configuration of many files', async () => {
    await write('.double-lock.json', '{"rules": {"missing-version": "loud"}}');
    for (const name of ['a.json', 'b.json', 'c.json']) {
      await write(name, clean);
    }
    assert.equal((await check([folder])).err.split('\n').length, 2);
  });

  it('says of a finding whose fix does not hold that it is left', () => {
    const text = doubled;
    const checked = checkedText(text);
    const [first, ...others] = checked.findings;
    assert.ok(first);
    const report = textReport([reportOf('a.json', text, checked, [first])]).split('\n');
    assert.match(report[0] ?? '', / \(left, for its fix does not hold\)$/);
    assert.ok(others.length > 0 && !report.slice(1).join('').includes('left'));
    assert.match(jsonReport([reportOf('a.json', text, checked, [first])]), /"left": true/);
  });

  it('writes SARIF 2.1.0', async () => {
    await write('b.json', misspelt);
    const log = JSON.parse((await check(['--format', 'sarif', join(folder, 'b.json')])).out) as {
      readonly version: string;
      readonly runs: readonly {
        readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
        readonly results: readonly object[];
      }[];
    };
    assert.equal(log.version, '2.1.0');
    assert.deepEqual(
      log.runs[0]?.tool.driver.rules.map(r => r.id),
      ['invalid-effect'],
    );
    assert.equal(log.runs[0]?.results.length, 1);
  });
});

function checkedText(text: string): CheckedText {
  const policies = locate(text);
  return { policies, findings: checkPolicies(policies) };
}

/** The command line as one file, built once. */
function built(): Promise<string> {
  return (building ??= buildProgram());
}

let building: Promise<string> | undefined;

async function buildProgram(): Promise<string> {
  const root = resolve(import.meta.dirname, '../..');
  const program = join(root, 'out', 'cli', 'cli.js');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  return program;
}
