import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type KeyMetadata,
  type KMSClient,
  type MultiRegionConfiguration,
  paginateListAliases,
  paginateListGrants,
  paginateListKeys,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import type { Grant } from '../access';
import { parseKeyArn } from '../policy';
import type { KeyState } from '../reference';
import type { KeySource, KeyWriter, LiveKey } from '../ports';
import { MalformedAnswer } from './failures';
import type { Asker } from './asker';

/** Largest page that ListGrants, ListKeys and ListAliases take (KMS API Reference; ListKeys would take 1000). */
const pageSize = 100;

/**
 * Reads keys with KMS: DescribeKey, GetKeyPolicy, ListGrants, ListAliases, ListKeys, all pages of each. What goes wrong
 * is a failure in the answer; an answer without what AWS always sends is `malformed`.
 * @throws AbortError (each question) when its signal is aborted
 */
export function keySource(ask: Asker): KeySource {
  return {
    describeKey: (id, signal) =>
      ask('kms:DescribeKey', signal, async ({ kms }, abortSignal) =>
        toLiveKey((await kms.send(new DescribeKeyCommand({ KeyId: id }), { abortSignal })).KeyMetadata),
      ),

    keyPolicy: (id, signal) =>
      ask('kms:GetKeyPolicy', signal, async ({ kms }, abortSignal) => {
        // "default" is the only name there is (KMS API Reference, "GetKeyPolicy").
        const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: 'default' }), {
          abortSignal,
        });
        if (typeof Policy !== 'string') {
          throw new MalformedAnswer();
        }
        return Policy;
      }),

    grants: (id, signal) =>
      ask(
        'kms:ListGrants',
        signal,
        async ({ kms }, abortSignal) =>
          (await allPages(
            paginateListGrants(paging(kms), { KeyId: id }, { abortSignal }),
            page => page.Grants,
          )) as Grant[],
      ),

    aliases: (id, signal) =>
      ask('kms:ListAliases', signal, async ({ kms }, abortSignal) => {
        const aliases = await allPages(
          paginateListAliases(paging(kms), id === undefined ? {} : { KeyId: id }, { abortSignal }),
          page => page.Aliases,
        );
        return aliases.map(({ AliasName: name = '', AliasArn: arn = '', TargetKeyId: keyId }) => ({
          name,
          arn,
          ...(keyId && { keyId }),
        }));
      }),

    listKeys: signal =>
      ask('kms:ListKeys', signal, async ({ kms }, abortSignal) => {
        const keys = await allPages(paginateListKeys(paging(kms), {}, { abortSignal }), page => page.Keys);
        return keys.map(({ KeyId: keyId = '', KeyArn: arn = '' }) => ({ keyId, arn }));
      }),
  };
}

/** Stores key policies with KMS (KMS API Reference, "PutKeyPolicy"), each in one call that is not tried again; the lockout safety check is never bypassed. */
export function keyWriter(ask: Asker): KeyWriter {
  return {
    putKeyPolicy: (id, policy, signal) =>
      ask('kms:PutKeyPolicy', signal, async ({ kmsOnce }, abortSignal) => {
        // BypassPolicyLockoutSafetyCheck is never set.
        await kmsOnce.send(new PutKeyPolicyCommand({ KeyId: id, PolicyName: 'default', Policy: policy }), {
          abortSignal,
        });
      }),
  };
}

const paging = (client: KMSClient) => ({ client, pageSize, stopOnSameToken: true });

/**
 * Every item of every page, in order.
 * @param pages as the SDK’s paginators make them
 * @param items the list of one page
 * @throws MalformedAnswer when a page has no list
 */
export async function allPages<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages) {
    const found = items(page);
    if (!Array.isArray(found)) {
      throw new MalformedAnswer();
    }
    all.push(...found);
  }
  return all;
}

/** @throws MalformedAnswer when a part is missing that AWS always sends. */
function toLiveKey(key: KeyMetadata | undefined): LiveKey {
  const arn = parseKeyArn(key?.Arn ?? '');
  if (key?.Arn === undefined || key.KeyState === undefined || arn?.keyId === undefined) {
    throw new MalformedAnswer();
  }
  const multiRegion = multiRegionOf(key.MultiRegionConfiguration, key.Arn);
  return {
    arn: key.Arn,
    account: arn.account,
    region: arn.region,
    keyId: arn.keyId,
    manager: key.KeyManager === 'AWS' ? 'AWS' : 'CUSTOMER',
    state: key.KeyState as KeyState,
    enabled: key.Enabled ?? key.KeyState === 'Enabled',
    description: key.Description ?? '',
    ...cryptographyOf(key),
    ...(multiRegion && { multiRegion }),
    ...time('created', key.CreationDate),
    ...time('deletionDate', key.DeletionDate),
    ...time('validTo', key.ValidTo),
  };
}

/** What the key can do; where the answer leaves it out, what KMS makes of a key that is created without a word about it (KMS API Reference, "CreateKey"). */
function cryptographyOf(
  key: KeyMetadata,
): Pick<LiveKey, 'usage' | 'spec' | 'origin' | 'encryptionAlgorithms' | 'signingAlgorithms' | 'macAlgorithms'> {
  return {
    usage: key.KeyUsage ?? 'ENCRYPT_DECRYPT',
    // CustomerMasterKeySpec is the old name, still the only one that some other KMSs send.
    spec: key.KeySpec ?? key.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT',
    origin: key.Origin ?? 'AWS_KMS',
    encryptionAlgorithms: key.EncryptionAlgorithms ?? [],
    signingAlgorithms: key.SigningAlgorithms ?? [],
    macAlgorithms: key.MacAlgorithms ?? [],
  };
}

function multiRegionOf(regions: MultiRegionConfiguration | undefined, keyArn: string): LiveKey['multiRegion'] {
  if (!regions?.MultiRegionKeyType) {
    return undefined;
  }
  return {
    type: regions.MultiRegionKeyType,
    primaryArn: regions.PrimaryKey?.Arn ?? keyArn,
    replicaArns: (regions.ReplicaKeys ?? []).flatMap(r => r.Arn ?? []),
  };
}

const time = <K extends string>(key: K, date: Date | undefined): { [P in K]?: string } =>
  date === undefined ? {} : ({ [key]: date.toISOString() } as { [P in K]: string });
