import assert from 'node:assert/strict';
import { simulate } from '../../src/cli/simulate';
import { allow, makeCase, policy } from '../access/cases';

/** Runs the command on a file's text. */
async function run(
  text: string,
  args: readonly string[] = ['cases.jsonl', '--format', 'json'],
): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const read = (): Promise<string> => Promise.resolve(text);
  const code = await simulate(args, {
    stdout: t => {
      out += t;
    },
    stderr: t => {
      err += t;
    },
    readStdin: read,
    readFile: read,
  });
  return { code, out, err };
}

const lines = (out: string): readonly unknown[] =>
  out
    .trimEnd()
    .split('\n')
    .map(l => JSON.parse(l) as unknown);
const allowed = JSON.stringify(makeCase({ id: 'a', keyPolicy: policy(allow({ Sid: 'AppDecrypts' })) }));
const denied = JSON.stringify(makeCase({ id: 'd' }));

describe('double-lock simulate', () => {
  it('prints one JSON line a case, in the order of the input', async () => {
    const { code, out } = await run(`${allowed}\n${denied}\n`);
    assert.equal(code, 0);
    const [first, second] = lines(out) as readonly Record<string, unknown>[];
    assert.deepEqual(Object.keys(first ?? {}), [
      'id',
      'decision',
      'keyPolicyLock',
      'iamLock',
      'denySource',
      'because',
      'decidedBy',
      'needs',
    ]);
    assert.equal(first?.id, 'a');
    assert.equal(first.decision, 'allowed');
    assert.equal(first.denySource, 'none');
    assert.deepEqual(first.decidedBy, [{ policy: 'key-policy', statement: 0, sid: 'AppDecrypts' }]);
    assert.equal(second?.id, 'd');
    assert.equal(second.denySource, 'key-policy');
  });
  it('takes one case or a list of cases as JSON, from a file or standard input', async () => {
    assert.equal(
      lines((await run(JSON.stringify(JSON.parse(allowed), null, 2), ['case.json', '--format=json'])).out).length,
      1,
    );
    assert.equal(lines((await run(`[${allowed},${denied}]`, ['-', '--format', 'json'])).out).length, 2);
  });
  it('says what is missing', async () => {
    const [first] = lines((await run(JSON.stringify(makeCase({ id: 'u', keyPolicy: null })))).out) as readonly {
      decision: string;
      needs: readonly string[];
    }[];
    assert.equal(first?.decision, 'unknown');
    assert.ok(first.needs.some(n => n.includes('key policy')));
  });
  it('goes on after a bad case, and exits with 2', async () => {
    const bad = [
      'not json',
      '{"id":7,"principal":',
      '{"id":"x"}',
      JSON.stringify(makeCase({ id: 'n', action: 's3:GetObject' })),
      JSON.stringify(makeCase({ id: 'p', keyPolicy: 'Allow' })),
      JSON.stringify(makeCase({ id: 'c', context: { a: {} } })),
      JSON.stringify(makeCase({ id: 'w', unread: ['everything'] })),
      '[]',
      '{"id":"t","id":"t"}',
    ];
    const { code, out } = await run([...bad, allowed].join('\n'));
    assert.equal(code, 2);
    const results = lines(out) as readonly Record<string, unknown>[];
    assert.equal(results.length, bad.length + 1);
    for (const result of results.slice(0, -1)) {
      assert.deepEqual(Object.keys(result), ['id', 'error']);
    }
    assert.deepEqual(
      results.map(r => r.id),
      [null, 7, 'x', 'n', 'p', 'c', 'w', null, null, 'a'],
    );
    assert.equal(results.at(-1)?.decision, 'allowed');
  });
  it('takes objects one after another, as jq prints them, and policies in strings, as GetKeyPolicy returns them', async () => {
    const text = JSON.stringify(
      makeCase({ id: 's', keyPolicy: JSON.stringify(policy(allow({ Sid: 'AppDecrypts' }))) }),
      null,
      2,
    );
    const { code, out } = await run(`${text}\n${JSON.stringify(JSON.parse(denied), null, 2)}\n`, [
      'cases.json',
      '--format',
      'json',
    ]);
    assert.equal(code, 0);
    const results = lines(out) as readonly Record<string, unknown>[];
    assert.deepEqual(
      results.map(r => [r.id, r.decision]),
      [
        ['s', 'allowed'],
        ['d', 'denied'],
      ],
    );
    assert.deepEqual(results[0]?.decidedBy, [{ policy: 'key-policy', statement: 0, sid: 'AppDecrypts' }]);
  });
  it('says what is wrong with a whole input', async () => {
    const error = async (text: string): Promise<unknown> =>
      (lines((await run(text, ['case.json', '--format', 'json'])).out)[0] as Record<string, unknown>).error;
    assert.equal(await error('['.repeat(100_000)), 'it is nested too deeply to be read');
    assert.equal(await error('null'), 'it is no JSON object');
    assert.equal(await error(`${allowed},`), 'the input is no JSON');
    assert.match(
      String(await error(JSON.stringify(makeCase({ keyArn: 'arn:aws:kms:eu-west-1:111122223333:alias/app' })))),
      /is an alias: policies and grants are those of its key/,
    );
    assert.match((await run('', ['case.json'])).err, /holds no case/);
  });
  it('names what could not be read beside an answer', async () => {
    const { out } = await run(JSON.stringify(makeCase({ keyPolicy: policy(allow()), unread: ['scp'] })), ['c.json']);
    assert.match(out, /allowed, as far as could be seen/);
    assert.match(out, /service control policies were not read/);
  });
  it('refuses misuse with help', async () => {
    for (const args of [[], ['a', 'b'], ['a', '--format', 'xml'], ['--frmat']]) {
      const { code, out, err } = await run(allowed, args);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, /Usage: double-lock simulate/);
    }
    assert.equal((await run('', ['empty.json'])).code, 2);
    assert.equal((await run('{\n"id": 1,\n', ['broken.json', '--format', 'json'])).code, 2);
  });
});
