import assert from 'node:assert/strict';
import { type LookupEventsCommandInput, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DecryptCommand, DescribeKeyCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { readDenials } from '../../src/denial';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { type Clients, clientsAs, errorOf, withSandbox } from './clients';
import { account, keyArn, nobody, otherAccount, otherKeyArn, user, world } from './world';

const otherAdmin = `arn:aws:iam::${otherAccount}:root`;
const withWorld = (test: (sandbox: Sandbox) => Promise<void>): (() => Promise<void>) =>
  withSandbox(test, () => startSandbox({ scenario: { world } }));

const lookUp = async ({ cloudTrail }: Clients, input: LookupEventsCommandInput = {}) =>
  (await cloudTrail.send(new LookupEventsCommand(input))).Events ?? [];
const records = async (clients: Clients, input?: LookupEventsCommandInput) =>
  (await lookUp(clients, input)).map(e => JSON.parse(e.CloudTrailEvent ?? '') as Record<string, unknown>);
const by = (
  AttributeKey: 'EventName' | 'Username' | 'ResourceName' | 'EventSource' | 'EventId' | 'ReadOnly',
  AttributeValue: string,
): LookupEventsCommandInput => ({ LookupAttributes: [{ AttributeKey, AttributeValue }] });
const encrypt = (kms: KMSClient, KeyId = keyArn) =>
  kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('secret'), EncryptionContext: { tenant: 'blue' } }));

describe('sandbox: CloudTrail', () => {
  it(
    'records a call with caller, key and encryption context, and nothing secret',
    withWorld(async sandbox => {
      const alice = clientsAs(sandbox, user);
      const { CiphertextBlob } = await encrypt(alice.kms);
      await alice.kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { tenant: 'blue' } }));
      const [decrypted, encrypted] = await records(alice, by('EventSource', 'kms.amazonaws.com'));
      assert.equal(decrypted?.['eventName'], 'Decrypt');
      assert.deepEqual(encrypted?.['requestParameters'], { keyId: keyArn, encryptionContext: { tenant: 'blue' } });
      assert.deepEqual(encrypted?.['resources'], [{ accountId: account, type: 'AWS::KMS::Key', ARN: keyArn }]);
      assert.equal((encrypted?.['userIdentity'] as { arn: string }).arn, user);
      assert.doesNotMatch(JSON.stringify([encrypted, decrypted]), /c2VjcmV0|ciphertextBlob|secretAccessKey/i);
    }),
  );

  it(
    'records a refusal in AWS’s words, as the reader of denials understands it',
    withWorld(async sandbox => {
      const [, said] = await errorOf(encrypt(clientsAs(sandbox, nobody).kms));
      const [event] = await lookUp(clientsAs(sandbox, user), by('EventName', 'Encrypt'));
      const record = JSON.parse(event?.CloudTrailEvent ?? '') as Record<string, unknown>;
      assert.deepEqual([record['errorCode'], record['errorMessage']], ['AccessDenied', said]);
      const [denial] = readDenials(event?.CloudTrailEvent ?? '');
      assert.deepEqual(
        [denial?.kind, denial?.action, denial?.principal, denial?.resource, denial?.encryptionContext],
        ['access-denied', 'kms:Encrypt', nobody, keyArn, { tenant: 'blue' }],
      );
      assert.deepEqual(
        [event?.Username, event?.ReadOnly, event?.Resources?.[0]?.ResourceName],
        ['nobody', 'true', keyArn],
      );
    }),
  );

  it(
    'keeps a cross-account denial to the caller’s account',
    withWorld(async sandbox => {
      await errorOf(clientsAs(sandbox, user).kms.send(new DescribeKeyCommand({ KeyId: otherKeyArn })));
      assert.equal((await records(clientsAs(sandbox, user), by('EventName', 'DescribeKey'))).length, 1);
      assert.equal((await records(clientsAs(sandbox, otherAdmin), by('EventName', 'DescribeKey'))).length, 0);
    }),
  );

  it(
    'finds by each attribute, by time, in its Region, newest first, page by page',
    withWorld(async sandbox => {
      const alice = clientsAs(sandbox, user);
      for (let i = 0; i < 5; i++) {
        await encrypt(alice.kms);
      }
      const all = await lookUp(alice, by('EventName', 'Encrypt'));
      assert.equal(all.length, 5);
      for (const attribute of [
        by('Username', 'alice'),
        by('ResourceName', keyArn),
        by('EventId', all[0]?.EventId ?? ''),
        by('ReadOnly', 'true'),
      ]) {
        assert.ok((await lookUp(alice, attribute)).length > 0, JSON.stringify(attribute));
      }
      assert.equal((await lookUp(alice, by('Username', 'bob'))).length, 0);
      assert.equal((await lookUp(clientsAs(sandbox, user, 'eu-west-1'), by('EventName', 'Encrypt'))).length, 0);
      assert.equal(
        (await lookUp(alice, { ...by('EventName', 'Encrypt'), EndTime: new Date(Date.now() - 3_600_000) })).length,
        0,
      );
      const pages: string[] = [];
      for (let NextToken: string | undefined; ;) {
        const page = await alice.cloudTrail.send(
          new LookupEventsCommand({ ...by('EventName', 'Encrypt'), MaxResults: 2, NextToken }),
        );
        pages.push(...(page.Events ?? []).map(e => e.EventId ?? ''));
        NextToken = page.NextToken;
        if (NextToken === undefined) {
          break;
        }
      }
      assert.deepEqual(
        pages,
        all.map(e => e.EventId),
      );
    }),
  );

  it(
    'refuses what CloudTrail refuses',
    withWorld(async sandbox => {
      const { cloudTrail } = clientsAs(sandbox, user);
      const refused = async (input: LookupEventsCommandInput) =>
        (await errorOf(cloudTrail.send(new LookupEventsCommand(input))))[0];
      assert.equal(await refused({ MaxResults: 51 }), 'InvalidMaxResultsException');
      assert.equal(await refused({ NextToken: 'x' }), 'InvalidNextTokenException');
      assert.equal(await refused({ StartTime: new Date(2000), EndTime: new Date(1000) }), 'InvalidTimeRangeException');
      assert.equal(
        await refused({
          LookupAttributes: [
            ...(by('EventName', 'a').LookupAttributes ?? []),
            ...(by('Username', 'b').LookupAttributes ?? []),
          ],
        }),
        'InvalidLookupAttributesException',
      );
      assert.deepEqual(
        (await errorOf(clientsAs(sandbox, nobody).cloudTrail.send(new LookupEventsCommand({}))))[0],
        'AccessDeniedException',
      );
    }),
  );
});
