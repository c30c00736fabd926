import { strict as assert } from 'node:assert';
import { type Limits, openSandboxSession } from '../../../src/aws';
import {
  type Application,
  applyKeyPolicy,
  type ApplyMeans,
  type Outcome,
  type PreviousPolicy,
  type Question,
} from '../../../src/live';
import { obstacleText, questionText, refusalText, suspectText, writtenText } from '../../../src/explanation';
import type { Session } from '../../../src/ports';
import { type Sandbox, startSandbox } from '../../../src/sandbox';
import { sayEnglish } from '../../../src/text/say';
import { closedPort } from '../../aws/servers';

const account = '111122223333';
const region = 'eu-west-1';
const keyArn = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const managedKeyArn = `arn:aws:kms:${region}:${account}:key/aaaaaaaa-12ab-34cd-56ef-1234567890ab`;
const arn = (name: string): string => `arn:aws:iam::${account}:${name}`;
const admin = arn('role/KeyAdmin');
const reader = arn('role/Reader');
const stranger = 'arn:aws:iam::444455556666:role/Stranger';

const root = { Sid: 'Root', Effect: 'Allow', Principal: { AWS: arn('root') }, Action: 'kms:*', Resource: '*' };
const byName = (principal: string | object, ...actions: string[]): object => ({
  Sid: 'Named',
  Effect: 'Allow',
  Principal: typeof principal === 'string' ? { AWS: principal } : principal,
  Action: actions,
  Resource: '*',
});
const policy = (...statements: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, 2);
const administration = byName(admin, 'kms:PutKeyPolicy', 'kms:GetKeyPolicy', 'kms:DescribeKey');
const live = policy(root, administration);
const everything = {
  Everything: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
};

const world = {
  identities: [
    { arn: admin, inline: everything },
    { arn: reader, inline: everything },
    { arn: arn('role/team/App'), inline: everything },
    { arn: stranger, inline: everything },
  ],
  keys: [
    { arn: keyArn, aliases: ['alias/payroll'], policy: JSON.parse(live) as Record<string, unknown> },
    {
      arn: managedKeyArn,
      manager: 'AWS' as const,
      aliases: ['alias/aws/s3'],
      policy: JSON.parse(live) as Record<string, unknown>,
    },
  ],
};

const sessionAs = (sandbox: Sandbox, who: string, limits: Partial<Limits> = {}): Session =>
  openSandboxSession({ endpoint: sandbox.endpoint, credentials: sandbox.credentials(who), region, limits });

/** What one walk down the road did. */
interface Walk {
  readonly outcome: Outcome;
  readonly questions: readonly Question[];
  /** Kept and not forgotten again. */
  readonly kept: readonly PreviousPolicy[];
  readonly writes: number;
  /** The key policy afterwards. */
  readonly stored: string;
}

interface Options extends Partial<ApplyMeans> {
  readonly limits?: Partial<Limits>;
  readonly base?: string;
  readonly key?: string;
  readonly who?: string;
  readonly errors?: Application['errors'];
  readonly answer?: boolean;
  readonly faults?: (sandbox: Sandbox) => void;
  /** Before the question is answered. */
  readonly meanwhile?: (sandbox: Sandbox) => Promise<void> | void;
  /** After everything was checked, right before the write. */
  readonly beforeWrite?: (sandbox: Sandbox) => void;
}

async function walk(
  draft: string,
  {
    base = live,
    key = keyArn,
    who = admin,
    errors = [],
    answer = true,
    limits,
    faults,
    meanwhile,
    beforeWrite,
    ...over
  }: Options = {},
): Promise<Walk> {
  const [scenario] = [{ world }];
  const sandbox = await startSandbox({ scenario });
  const questions: Question[] = [];
  const kept = new Set<PreviousPolicy>();
  try {
    faults?.(sandbox);
    const outcome = await applyKeyPolicy(
      { keyArn: key, draft, base, errors },
      {
        session: sessionAs(sandbox, who, limits),
        confirm: async question => {
          questions.push(question);
          await meanwhile?.(sandbox);
          return answer;
        },
        keep: async previous => {
          beforeWrite?.(sandbox);
          kept.add(previous);
          return async () => {
            kept.delete(previous);
          };
        },
        wait: async () => undefined,
        signal: new AbortController().signal,
        ...over,
      },
    );
    const writes = sandbox.calls('kms:PutKeyPolicy');
    sandbox.faults.clear();
    const stored = await sessionAs(sandbox, admin).keyPolicy(keyArn, new AbortController().signal);
    assert.ok(stored.ok);
    return { outcome, questions, kept: [...kept], writes, stored: stored.value };
  } finally {
    await sandbox.close();
  }
}

const wanted = policy(root, administration, { ...byName(reader, 'kms:Decrypt'), Sid: 'Read' });

function said({ outcome }: Walk): string {
  switch (outcome.kind) {
    case 'obstacles':
      return outcome.obstacles.map(o => sayEnglish(obstacleText(o))).join('\n');
    case 'refused':
      return refusalText(outcome, sayEnglish);
    case 'written':
      return sayEnglish(writtenText(outcome));
    default:
      return outcome.kind;
  }
}

/** Nothing was written, and nothing kept in vain. */
function assertUntouched({ writes, kept, stored }: Walk): void {
  assert.equal(writes, 0);
  assert.deepEqual(kept, []);
  assert.equal(stored, live);
}

describe('Applying a draft to a key', () => {
  it('asks once, writes once, keeps the previous policy and reads back', async () => {
    const walked = await walk(wanted);
    assert.equal(walked.questions.length, 1);
    assert.equal(walked.writes, 1);
    assert.equal(walked.stored, wanted);
    assert.deepEqual(walked.kept, [
      {
        keyArn,
        aliases: ['alias/payroll'],
        caller: `arn:aws:sts::${account}:assumed-role/KeyAdmin/sandbox`,
        policy: live,
        sandbox: true,
      },
    ]);
    assert.equal(
      said(walked),
      'The key policy of alias/payroll is replaced. It can take from seconds to a few minutes until all of KMS knows.',
    );
  });

  it('names key, account, caller and effect in the question', async () => {
    const [question] = (await walk(wanted, { answer: false })).questions;
    assert.ok(question);
    const { line, detail } = questionText(question, sayEnglish);
    assert.equal(line, `Replace the key policy of alias/payroll in account ${account}?`);
    assert.match(detail, /^Reader gains Decrypt\. Nobody is locked out\.\n\n/);
    assert.ok(
      detail.includes(keyArn) && detail.includes('You are arn:aws:sts::111122223333:assumed-role/KeyAdmin/sandbox.'),
    );
  });

  it('tells losses and lock-outs in the question', async () => {
    const [question] = (await walk(policy(root, { ...administration, Principal: { AWS: reader } }), { answer: false }))
      .questions;
    assert.ok(question);
    assert.match(
      questionText(question, sayEnglish).detail,
      /Reader gains DescribeKey, GetKeyPolicy, PutKeyPolicy\. KeyAdmin loses DescribeKey, GetKeyPolicy, PutKeyPolicy\. Could do nothing any more: arn:aws:iam::111122223333:role\/KeyAdmin\./,
    );
  });

  it('takes what AWS stores in other words for the draft', async () => {
    const walked = await walk(
      policy(
        { ...root, Principal: { AWS: account } },
        { ...byName(reader, 'kms:Decrypt'), Sid: 'Read' },
        administration,
      ),
      {
        faults: sandbox => sandbox.faults.add('kms:PutKeyPolicy', { kind: 'policy-change', keyArn, policy: wanted }),
      },
    );
    assert.ok(walked.outcome.kind === 'written' && walked.outcome.seen === 'draft', said(walked));
  });
});

describe('Without a yes', () => {
  it('writes nothing when declined', async () => {
    const walked = await walk(wanted, { answer: false });
    assert.equal(walked.outcome.kind, 'declined');
    assertUntouched(walked);
  });

  it('takes nothing but true for a yes', async () => {
    assertUntouched(await walk(wanted, { confirm: () => Promise.resolve('yes' as unknown as boolean) }));
    assertUntouched(await walk(wanted, { confirm: () => Promise.resolve(undefined as unknown as boolean) }));
  });

  it('writes nothing when the question fails', async () => {
    let sandbox: Sandbox | undefined;
    await assert.rejects(
      walk(wanted, {
        confirm: () => Promise.reject(new Error('no window')),
        faults: s => {
          sandbox = s;
        },
      }),
      /no window/,
    );
    assert.equal(sandbox?.calls('kms:PutKeyPolicy'), 0);
  });

  it('writes nothing when cancelled before or while being asked', async () => {
    for (const when of ['before', 'asked'] as const) {
      const abort = new AbortController();
      let sandbox: Sandbox | undefined;
      if (when === 'before') {
        abort.abort();
      }
      await assert.rejects(
        walk(wanted, {
          signal: abort.signal,
          faults: s => {
            sandbox = s;
          },
          meanwhile: () => abort.abort(),
        }),
        { name: 'AbortError' },
      );
      assert.equal(sandbox?.calls('kms:PutKeyPolicy'), 0);
    }
  });
});

describe('What is checked before the question', () => {
  const hindered: [string, string, Options, RegExp][] = [
    [
      'half-written JSON',
      live.slice(0, -5),
      {},
      /not valid JSON, so KMS would refuse it: closing bracket expected, in line 26\./,
    ],
    ['comments', `// mine\n${wanted}`, {}, /not valid JSON, so KMS would refuse it: a comment, in line 1\./],
    ['an empty draft', '', {}, /not valid JSON/],
    ['JSON that is no policy', '[]', {}, /not valid JSON, so KMS would refuse it: an object is expected, in line 1\./],
    [
      'findings of severity error',
      wanted,
      { errors: [{ code: 'invalid-action', message: 'kms:Decript does not exist' }] },
      /a mistake to correct first: kms:Decript does not exist \(invalid-action\)/,
    ],
    [
      'places to fill in',
      policy(root, byName('arn:aws:iam::<account-id>:role/app', 'kms:Decrypt')),
      {},
      /places to fill in: <account-id>/,
    ],
    [
      'a policy that is too large',
      policy(root, ...Array.from({ length: 400 }, (_, i) => ({ ...administration, Sid: `Admin${i}` }))),
      {},
      /at most 32768/,
    ],
    ['the policy that is there already', ` ${live} `, {}, /exactly this key policy already/],
    [
      'nobody left who manages the policy',
      policy(byName(reader, 'kms:Decrypt')),
      {},
      /nobody could change the key policy any more/,
    ],
    [
      'the caller locked out',
      policy(byName(reader, 'kms:*')),
      {},
      /you \(arn:aws:sts::111122223333:assumed-role\/KeyAdmin\/sandbox\) could not change the key policy again/,
    ],
    ['an AWS managed key', wanted, { key: managedKeyArn }, /AWS managed key/],
    [
      'a profile of another account',
      wanted,
      { who: stranger },
      /belongs to account 111122223333, and you are arn:aws:sts::444455556666/,
    ],
  ];
  for (const [what, draft, options, expected] of hindered) {
    it(what, async () => {
      const walked = await walk(draft, options);
      assert.match(said(walked), expected);
      assert.deepEqual(walked.questions, []);
      assertUntouched(walked);
    });
  }

  it('leaves white space out where only that makes the policy fit', async () => {
    const principals = Array.from({ length: 600 }, () => reader);
    const long = `${JSON.stringify(JSON.parse(policy(root, administration, byName({ AWS: principals } as object, 'kms:Decrypt'))), undefined, 10)}\n`;
    assert.ok(long.length > 32_768);
    const walked = await walk(long);
    assert.ok(walked.outcome.kind === 'written', said(walked));
    assert.deepEqual(JSON.parse(walked.stored), JSON.parse(long));
  });
});

describe('A live policy that was changed meanwhile', () => {
  const theirs = policy(root, administration, { ...byName(reader, 'kms:Encrypt'), Sid: 'Theirs' });
  const byThem = (sandbox: Sandbox): Promise<unknown> =>
    sessionAs(sandbox, admin).putKeyPolicy(keyArn, theirs, new AbortController().signal);

  it('is not overwritten: changed since the draft was begun', async () => {
    const walked = await walk(wanted, { base: policy(root) });
    assert.deepEqual(walked.outcome, { kind: 'live-changed', live });
    assertUntouched(walked);
  });

  it('is not overwritten: changed while the question was open', async () => {
    const walked = await walk(wanted, {
      meanwhile: async sandbox => {
        await byThem(sandbox);
      },
    });
    assert.deepEqual(walked.outcome, { kind: 'live-changed', live: theirs });
    assert.equal(walked.stored, theirs);
    assert.equal(walked.writes, 1); // theirs
    assert.deepEqual(walked.kept, []);
  });

  it('counts as changed when only a Sid is another', async () => {
    assert.equal((await walk(wanted, { base: live.replace('"Root"', '"Mine"') })).outcome.kind, 'live-changed');
  });

  it('counts as unchanged in another layout and order of lists', async () => {
    const base = JSON.stringify({ Statement: [administration, root].map(s => ({ ...s })), Version: '2012-10-17' });
    assert.equal((await walk(wanted, { base })).outcome.kind, 'written');
  });

  it('is shown when it was changed right after the write', async () => {
    const walked = await walk(wanted, {
      faults: sandbox => sandbox.faults.add('kms:PutKeyPolicy', { kind: 'policy-change', keyArn, policy: theirs }),
    });
    assert.ok(walked.outcome.kind === 'written' && walked.outcome.seen === 'other' && walked.outcome.live === theirs);
    assert.match(said(walked), /somebody changed it right after/);
    assert.equal(walked.kept.length, 1);
  });
});

describe('When something fails on the way', () => {
  it('a lost answer is decided by reading back: stored', async () => {
    const walked = await walk(wanted, {
      faults: sandbox => sandbox.faults.add('kms:PutKeyPolicy', { kind: 'lost-answer' }),
    });
    assert.match(
      said(walked),
      /^The answer was lost, but the key policy of alias\/payroll was replaced: it was read back\.$/,
    );
    assert.equal(walked.writes, 1);
    assert.equal(walked.kept.length, 1);
  });

  it('a lost answer is decided by reading back: not stored', async () => {
    for (const fault of ['reset', 'internal-error'] as const) {
      const walked = await walk(wanted, { faults: sandbox => sandbox.faults.add('kms:PutKeyPolicy', { kind: fault }) });
      assert.match(said(walked), /still has its previous key policy.*The reason: ./);
      assert.equal(walked.writes, 1);
      assert.equal(walked.stored, live);
    }
  });

  it('an answer that cannot be read is decided by reading back too', async () => {
    const walked = await walk(wanted, {
      faults: sandbox => sandbox.faults.add('kms:PutKeyPolicy', { kind: 'malformed-answer' }),
    });
    assert.equal(walked.outcome.kind, 'written');
    assert.equal(walked.stored, wanted);
  });

  it('a write that takes too long is decided by reading back', async () => {
    const walked = await walk(wanted, {
      limits: { request: 3_000 },
      faults: sandbox => sandbox.faults.add('kms:PutKeyPolicy', { kind: 'slow', milliseconds: 6_000 }),
    });
    assert.ok(walked.outcome.kind === 'written' && walked.outcome.lost !== undefined, said(walked));
  });

  it('a throttled write is tried again, and given up with nothing written', async () => {
    const again = await walk(wanted, {
      faults: sandbox => sandbox.faults.add('kms:PutKeyPolicy', { kind: 'throttling' }, 2),
    });
    assert.equal(again.writes, 3);
    assert.equal(again.stored, wanted);
    const never = await walk(wanted, {
      faults: sandbox => sandbox.faults.add('kms:PutKeyPolicy', { kind: 'throttling' }),
    });
    assert.match(said(never), /^Nothing was stored: AWS asks to slow down/);
    assert.equal(never.stored, live);
    assert.deepEqual(never.kept, []);
  });

  it('what cannot be read back is said, and the previous policy stays kept', async () => {
    const walked = await walk(wanted, {
      beforeWrite: sandbox => {
        sandbox.faults.add('kms:PutKeyPolicy', { kind: 'lost-answer' });
        sandbox.faults.add('kms:GetKeyPolicy', { kind: 'access-denied' });
      },
    });
    assert.match(said(walked), /could not be read back: whether it was replaced is not known/);
    assert.equal(walked.stored, wanted);
    assert.equal(walked.kept.length, 1);
  });

  const unread: [string, string, Parameters<Sandbox['faults']['add']>[1], string][] = [
    ['the key policy may not be read', 'kms:GetKeyPolicy', { kind: 'access-denied' }, 'access-denied'],
    ['the session has expired', '*', { kind: 'expired-token' }, 'expired-token'],
    ['the answer is malformed', 'kms:GetKeyPolicy', { kind: 'malformed-answer' }, 'malformed'],
    ['the connection breaks', 'sts:GetCallerIdentity', { kind: 'reset' }, 'network'],
    ['nobody answers in time', 'kms:GetKeyPolicy', { kind: 'slow', milliseconds: 30_000 }, 'network'],
    ['KMS has an error of its own', 'kms:GetKeyPolicy', { kind: 'internal-error' }, 'service'],
  ];
  for (const [what, operation, fault, kind] of unread) {
    it(`nothing is asked and nothing written: ${what}`, async () => {
      const walked = await walk(wanted, {
        ...(fault.kind === 'slow' && { limits: { question: 4_000 } }),
        faults: sandbox => sandbox.faults.add(operation, fault),
      });
      assert.ok(walked.outcome.kind === 'unread', walked.outcome.kind);
      assert.equal(walked.outcome.failure.kind, kind);
      assert.deepEqual(walked.questions, []);
      assertUntouched(walked);
    });
  }

  const refused: [string, Parameters<Sandbox['faults']['add']>[1], RegExp][] = [
    ['not allowed', { kind: 'access-denied' }, /that needs kms:PutKeyPolicy\. Hand the change over/],
    ['expired mid-way', { kind: 'expired-token' }, /^Nothing was stored: the session has expired/],
  ];
  for (const [what, fault, expected] of refused) {
    it(`a refused write leaves nothing behind: ${what}`, async () => {
      const walked = await walk(wanted, { faults: sandbox => sandbox.faults.add('kms:PutKeyPolicy', fault) });
      assert.match(said(walked), expected);
      assert.equal(walked.stored, live);
      assert.deepEqual(walked.kept, []);
    });
  }

  it('a clock that is off is set right by the SDK', async () => {
    const walked = await walk(wanted, {
      faults: sandbox => sandbox.faults.add('*', { kind: 'clock-skew', minutes: 20 }),
    });
    assert.ok(walked.outcome.kind === 'written' && walked.outcome.seen === 'draft', said(walked));
    assert.equal(walked.stored, wanted);
  });

  it('nobody listens: nothing is asked', async () => {
    const session = openSandboxSession({
      endpoint: await closedPort(),
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'none' },
      region,
    });
    const outcome = await applyKeyPolicy(
      { keyArn, draft: wanted, base: live, errors: [] },
      {
        session,
        confirm: () => {
          throw new Error('asked');
        },
        keep: () => {
          throw new Error('kept');
        },
        wait: async () => undefined,
        signal: new AbortController().signal,
      },
    );
    assert.ok(outcome.kind === 'unread' && outcome.failure.kind === 'network');
  });
});

describe('Principals that KMS refuses', () => {
  const suspects: [string, string | object, RegExp][] = [
    ['a role that does not exist', arn('role/Gone'), /The role \S+role\/Gone does not exist/],
    ['a user that does not exist', arn('user/gone'), /The user \S+user\/gone does not exist/],
    [
      'a role without its path',
      arn('role/App'),
      /lacks the right path: the ARN is arn:aws:iam::111122223333:role\/team\/App/,
    ],
    [
      'a deleted principal’s id',
      'AROAQQQQQQQQQQQQQQQQQ',
      /AROAQQQQQQQQQQQQQQQQQ is what AWS shows of a role or user that was deleted/,
    ],
    ['a group', arn('group/Admins'), /is a group/],
    ['a wildcard', arn('role/*'), /names no principal/],
    ['a service under AWS', 's3.amazonaws.com', /stands under "AWS"/],
    ['a federated principal', { Federated: 'accounts.google.com' }, /stands under "Federated"/],
    [
      'a role of another account',
      'arn:aws:iam::999999999999:role/Far',
      /belongs to account 999999999999 and cannot be looked up from here/,
    ],
  ];
  for (const [what, principal, expected] of suspects) {
    it(what, async () => {
      const draft = policy(root, administration, byName(reader, 'kms:Decrypt'), {
        ...byName(principal, 'kms:Decrypt'),
        Sid: 'Wrong',
      });
      const walked = await walk(draft);
      assert.ok(walked.outcome.kind === 'refused', said(walked));
      const [first, ...others] = walked.outcome.suspects;
      assert.ok(first);
      assert.match(sayEnglish(suspectText(first)), expected);
      assert.deepEqual(others, []);
      assert.ok(draft.slice(first.offset, first.offset + first.length).includes(first.text));
      assert.match(said(walked), expected);
      assert.equal(walked.stored, live);
      assert.deepEqual(walked.kept, []);
    });
  }

  it('are honest about what could not be looked up', async () => {
    const walked = await walk(policy(root, administration, byName(arn('role/Gone'), 'kms:Decrypt')), {
      faults: sandbox => sandbox.faults.add('iam:GetRole', { kind: 'access-denied' }),
    });
    assert.ok(walked.outcome.kind === 'refused');
    assert.deepEqual(
      walked.outcome.suspects.map(s => s.verdict.kind),
      ['not-looked-up', 'not-looked-up'],
    );
  });
});
