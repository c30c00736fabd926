import assert from 'node:assert/strict';
import { DecryptCommand, DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import fc from 'fast-check';
import { readDenials } from '../../../src/denial';
import { eventLines, nothingFound } from '../../../src/explanation';
import {
  failedKmsEvents,
  matchOf,
  queryFor,
  readKmsEvent,
  searchEvents,
  timeSpan,
  wantedBy,
  type WantedEvent,
} from '../../../src/live';
import type { Sandbox } from '../../../src/sandbox';
import { sayEnglish } from '../../../src/text/say';
import { never } from '../../aws/environment';
import { account, admin, inSandbox, keyArn, nobody, region, sessionAs } from '../../aws/servers';
import { denial, keyArn as deniedKey, session } from '../../explanation/evidence';
import { fakeClock } from '../verify/clock';

/** An event as CloudTrail writes it for a call that S3 makes for a role. */
const event = (over: object = {}): string =>
  JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      arn: session,
      accountId: '111122223333',
      invokedBy: 's3.amazonaws.com',
      sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/MyRole' } },
    },
    eventTime: '2026-11-20T08:15:00Z',
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
    awsRegion: 'eu-west-1',
    sourceIPAddress: 's3.amazonaws.com',
    userAgent: 's3.amazonaws.com',
    errorCode: 'AccessDenied',
    errorMessage: `User: ${session} is not authorized to perform: kms:Decrypt on resource: ${deniedKey} because no resource-based policy allows the kms:Decrypt action`,
    requestParameters: { encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::bucket' } },
    responseElements: null,
    requestID: 'aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb',
    eventID: 'cccccccc-1111-4222-8333-dddddddddddd',
    recipientAccountId: '111122223333',
    ...over,
  });
const read = (over: object = {}) => readKmsEvent(event(over)) ?? assert.fail('no event');

describe('cloudTrail: an event', () => {
  it('tells who called, through which service, with which context, and which policy said no', () => {
    const e = read();
    assert.deepEqual(
      [e.action, e.principal, e.service, e.encryptionContext, e.keys, e.sourceIp],
      ['kms:Decrypt', session, 's3.amazonaws.com', { 'aws:s3:arn': 'arn:aws:s3:::bucket' }, [deniedKey], undefined],
    );
    const { label, description, detail } = eventLines(e, sayEnglish);
    assert.equal(label, 'kms:Decrypt · AccessDenied');
    assert.equal(description, '2026-11-20 08:15:00 UTC · MyRole/i-0abc');
    assert.match(
      detail,
      /^the key policy said no · through s3\.amazonaws\.com · encryption context aws:s3:arn=arn:aws:s3:::bucket · User: /,
    );
  });

  it('is read where parts are missing or of another type, and is none where it is not KMS’s', () => {
    for (const over of [
      { userIdentity: null },
      { userIdentity: 'x' },
      { requestParameters: null },
      { requestParameters: { encryptionContext: { a: 1 } } },
      { resources: [null, 7, {}] },
      { errorMessage: 7 },
    ]) {
      assert.ok(eventLines(read(over), sayEnglish).label.length > 0);
    }
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{}',
      event({ eventSource: 's3.amazonaws.com' }),
      event({ eventSource: 'kms.amazonaws.com.evil.example' }),
      event({ eventName: null }),
    ]) {
      assert.equal(readKmsEvent(text), undefined, text);
    }
    fc.assert(
      fc.property(fc.json(), text => {
        readKmsEvent(text);
        failedKmsEvents(`${text} kms.amazonaws.com errorCode eventName`);
      }),
    );
  });
});

describe('cloudTrail: events in a document', () => {
  const found = (text: string): string[] => failedKmsEvents(text).map(e => text.slice(e.at.offset, e.at.offset + 30));

  it('are found alone, in Records, in LookupEvents’ output, in log rows; pretty or on one line', () => {
    const ok = JSON.parse(event({ errorCode: undefined })) as object;
    const bad = JSON.parse(event()) as object;
    assert.equal(found(event()).length, 1);
    assert.equal(found(JSON.stringify(bad, undefined, 2)).length, 1);
    assert.equal(found(JSON.stringify({ Records: [ok, bad, ok, bad] }, undefined, 2)).length, 2);
    assert.deepEqual(
      found(
        JSON.stringify({
          Events: [
            { EventSource: 'kms.amazonaws.com', CloudTrailEvent: event() },
            { CloudTrailEvent: JSON.stringify(ok) },
          ],
        }),
      ).map(t => t.slice(0, 3)),
      ['"{\\'],
    );
    assert.equal(found(JSON.stringify([{ '@timestamp': 'x', '@message': event() }])).length, 1);
    assert.equal(
      found(`// exported\n${JSON.stringify({ Records: [bad] }, undefined, 2).replace(/\n\]/, ',\n]')}`).length,
      1,
    );
  });

  it('are found where the last brace is still missing', () => {
    assert.equal(found(event().slice(0, -1)).length, 1);
  });

  it('are not found in another service’s, a successful one, or a dry run that would succeed', () => {
    for (const text of [
      event({ eventSource: 's3.amazonaws.com' }),
      event({ errorCode: undefined }),
      event({ errorCode: 'DryRunOperationException' }),
      '{"a":"kms.amazonaws.com errorCode eventName"}',
      '',
    ]) {
      assert.deepEqual(found(text), [], text);
    }
  });

  it('are found behind thousands of open brackets, or not, but never hang or throw', () => {
    failedKmsEvents(`${'['.repeat(200_000)}${event()}`);
    assert.equal(
      failedKmsEvents(JSON.stringify({ Records: Array.from({ length: 2000 }, () => JSON.parse(event()) as object) }))
        .length,
      2000,
    );
  });

  it('give Explain what the event says', () => {
    const text = JSON.stringify({ Events: [{ CloudTrailEvent: event() }] });
    const [only] = failedKmsEvents(text);
    const [read] = readDenials(only?.text ?? '');
    assert.deepEqual(
      [read?.callingService, read?.encryptionContext, read?.deniedBy, read?.resource],
      ['s3.amazonaws.com', { 'aws:s3:arn': 'arn:aws:s3:::bucket' }, 'no-resource-policy', deniedKey],
    );
  });
});

describe('cloudTrail: what is looked for', () => {
  it('asks the one question that leaves the fewest events', () => {
    assert.deepEqual(queryFor(wantedBy(denial())), { attribute: { name: 'Username', value: 'i-0abc' } });
    assert.deepEqual(queryFor({ principal: 'arn:aws:iam::111122223333:user/dev/alice' }), {
      attribute: { name: 'Username', value: 'alice' },
    });
    assert.deepEqual(queryFor({ principal: 'arn:aws:iam::111122223333:role/MyRole', action: 'kms:ReEncryptFrom' }), {
      attribute: { name: 'EventName', value: 'ReEncrypt' },
    });
    assert.deepEqual(queryFor({}), { attribute: { name: 'EventSource', value: 'kms.amazonaws.com' } });
    assert.deepEqual(queryFor(wantedBy(denial({ time: '2026-11-20T08:15:00Z' }))), {
      attribute: { name: 'Username', value: 'i-0abc' },
      from: '2026-11-20T08:00:00.000Z',
      to: '2026-11-20T08:30:00.000Z',
    });
  });

  it('reads times as texts have them; without a zone it looks further around', () => {
    const middle = (text: string): string | undefined => {
      const s = timeSpan(text);
      return s && new Date((s.from + s.to) / 2).toISOString();
    };
    const width = (text: string): number | undefined => {
      const s = timeSpan(text);
      return s && (s.to - s.from) / 60_000;
    };
    for (const text of [
      '2026-11-20T08:15:00Z',
      '2026-11-20T10:15:00.123+02:00',
      '2026-11-20 08:15:00,123 UTC',
      '2026/11/20 13:45:00+0530',
    ]) {
      assert.deepEqual([middle(text), width(text)], ['2026-11-20T08:15:00.000Z', 30], text);
    }
    assert.deepEqual([middle('2026-11-20 08:15'), width('2026-11-20 08:15')], ['2026-11-20T08:15:00.000Z', 28 * 60]);
    for (const text of ['', 'yesterday', 'Nov 20 08:15:00', '2026-99-99T99:99:99Z', '1700000000']) {
      assert.equal(timeSpan(text), undefined, text);
    }
  });

  it('takes an event for certain by its request id, for possible when nothing contradicts', () => {
    const wanted = wantedBy(denial({ requestId: 'aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb', action: 'kms:Encrypt' }));
    assert.equal(matchOf(read(), wanted), 'certain');
    const cases: [WantedEvent, object, ReturnType<typeof matchOf>][] = [
      [{}, {}, 'possible'],
      [{}, { errorCode: undefined }, undefined],
      [{}, { errorCode: 'DryRunOperationException' }, undefined],
      [{ principal: 'arn:aws:iam::111122223333:role/team/MyRole' }, {}, 'possible'],
      [{ principal: 'arn:aws:iam::111122223333:role/Other' }, {}, undefined],
      [{ action: 'kms:Encrypt' }, {}, undefined],
      [{ action: 'kms:ReEncryptTo' }, { eventName: 'ReEncrypt' }, 'possible'],
      [{ key: deniedKey.replace('1234abcd', '9999abcd') }, {}, undefined],
      [{ key: deniedKey.slice(deniedKey.lastIndexOf('/') + 1) }, {}, 'possible'],
      [{ key: 'alias/app' }, {}, 'possible'],
      [{ key: deniedKey }, { errorMessage: 'no key in it' }, 'possible'],
    ];
    for (const [w, over, match] of cases) {
      assert.equal(matchOf(read(over), w), match, JSON.stringify([w, over]));
    }
  });
});

/** `count` refused calls of `nobody`, the last one with an encryption context. */
async function refusedCalls(sandbox: Sandbox, count: number): Promise<string> {
  const kms = new KMSClient({
    endpoint: sandbox.endpoint,
    region,
    credentials: sandbox.credentials(nobody),
    maxAttempts: 1,
  });
  await Promise.allSettled(
    Array.from({ length: count - 1 }, () => kms.send(new DescribeKeyCommand({ KeyId: keyArn }))),
  );
  const last = await kms
    .send(
      new DecryptCommand({ KeyId: keyArn, CiphertextBlob: Buffer.from('x'), EncryptionContext: { tenant: 'blue' } }),
    )
    .catch((error: { $metadata: { requestId: string } }) => error.$metadata.requestId);
  kms.destroy();
  return String(last);
}

describe('cloudTrail: a search', () => {
  it(
    'goes through all pages, not faster than twice a second, newest first',
    inSandbox(async sandbox => {
      await refusedCalls(sandbox, 121);
      const clock = fakeClock();
      const told: number[] = [];
      const result = await searchEvents(
        sessionAs(sandbox, admin),
        { principal: nobody, action: 'kms:Decrypt' },
        { clock, signal: never(), progress: ({ read }) => told.push(read) },
      );
      assert.deepEqual([result.end, result.read, result.found.length, told], ['all-read', 121, 1, [50, 100, 121]]);
      assert.deepEqual(result.found[0]?.event.encryptionContext, { tenant: 'blue' });
      assert.deepEqual(clock.pauses, [550, 550]);
    }),
  );

  it(
    'ends with the event of the error’s request id',
    inSandbox(async sandbox => {
      const requestId = await refusedCalls(sandbox, 60);
      const result = await searchEvents(
        sessionAs(sandbox, admin),
        { principal: nobody, requestId },
        { clock: fakeClock(), signal: never(), progress: () => undefined },
      );
      assert.deepEqual([result.end, result.read, result.found.filter(f => f.certain).length], ['found', 50, 1]);
    }),
  );

  it(
    'ends when cancelled, before or between pages, and keeps what it found',
    inSandbox(async sandbox => {
      await refusedCalls(sandbox, 60);
      const cancelled = new AbortController();
      const result = await searchEvents(
        sessionAs(sandbox, admin),
        { principal: nobody },
        { clock: fakeClock(() => cancelled.abort()), signal: cancelled.signal, progress: () => undefined },
      );
      assert.deepEqual([result.end, result.read], ['cancelled', 50]);
      const none = await searchEvents(
        sessionAs(sandbox, admin),
        {},
        { clock: fakeClock(), signal: AbortSignal.abort(), progress: () => undefined },
      );
      assert.equal(none.read, 0);
    }),
  );

  for (const kind of [
    'access-denied',
    'throttling',
    'expired-token',
    'internal-error',
    'reset',
    'malformed-answer',
  ] as const) {
    it(
      `${kind} on a later page: says so, and keeps what it found`,
      inSandbox(async sandbox => {
        await refusedCalls(sandbox, 60);
        const clock = fakeClock(() => sandbox.faults.add('cloudtrail:LookupEvents', { kind }));
        const result = await searchEvents(
          sessionAs(sandbox, admin),
          { principal: nobody },
          { clock, signal: never(), progress: () => undefined },
        );
        assert.equal(result.read, 50);
        assert.equal(result.failure?.operation, 'cloudtrail:LookupEvents');
      }),
    );
  }

  it(
    'a caller without the permission is told which one',
    inSandbox(async sandbox => {
      const { failure } = await searchEvents(
        sessionAs(sandbox, nobody),
        {},
        { clock: fakeClock(), signal: never(), progress: () => undefined },
      );
      assert.ok(failure?.kind === 'access-denied');
      assert.equal(failure.action, 'cloudtrail:LookupEvents');
    }),
  );

  it('says why nothing was found: the account, the history’s age, the delay', () => {
    const now = Date.UTC(2026, 10, 24);
    const says = (place: Partial<Parameters<typeof nothingFound>[0]>, wanted: WantedEvent = {}): string =>
      nothingFound({ account, region, callerAccount: account, keyAccount: account, ...place }, wanted, 12, now)
        .map(sayEnglish)
        .join(' ');
    assert.match(says({}), /12 events read.*some minutes late.*90 days/);
    assert.doesNotMatch(says({}), /use a profile/);
    assert.match(
      says({ account: '444455556666', keyAccount: '444455556666' }),
      /denied across accounts is logged in the caller’s account only: use a profile of account 111122223333/,
    );
    assert.match(says({ account: '444455556666' }), /use a profile of account 111122223333/);
    assert.match(says({}, { time: { from: 0, to: Date.UTC(2026, 7, 1) } }), /older/);
  });
});
