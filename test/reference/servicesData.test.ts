import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { compactDescriptions, compactServices, descriptionsFile, servicesFile } from '../../.tools/iamData';
import { type CompactDescriptions, readDescriptions } from '../../src/reference/descriptions';
import { type CompactServices, readServiceData } from '../../src/reference/servicesData';

describe('the data of all services', () => {
  it('is what the installed package says', async () => {
    const file = JSON.parse(await readFile(servicesFile, 'utf8')) as CompactServices;
    assert.deepEqual(file, await compactServices());
  });

  it('knows actions, condition keys with their types, and which requests carry them', async () => {
    const data = readServiceData(JSON.parse(await readFile(servicesFile, 'utf8')) as CompactServices);
    const s3 = data.service('s3');
    assert.ok(s3);
    assert.ok(s3.hasAction('getobject'));
    assert.ok(!s3.hasAction('getobjekt'));
    assert.ok(s3.resources.includes('arn:${Partition}:s3:::${BucketName}'));
    const tag = s3.conditionKey('S3:ExistingObjectTag/owner');
    assert.equal(tag?.type, 'String');
    assert.ok(tag && s3.carries('getobject', tag) && !s3.carries('createbucket', tag));
    assert.deepEqual(s3.actsOn('deletebucket'), ['arn:${Partition}:s3:::${BucketName}']);
    assert.deepEqual([s3.actsOn('listallmybuckets'), s3.actsOn('getobjekt')], [[], undefined]);
    assert.equal(data.globalKey('AWS:principalarn'), 'aws:PrincipalArn');
    assert.equal(data.globalKey('aws:PrincipalTag/team'), 'aws:PrincipalTag/tag-key');
    assert.equal(data.globalKey('aws:PrincipleArn'), undefined);
    assert.equal(data.service('constructor'), undefined);
    assert.ok(data.rcpServices.has('kms'));
  });
});

describe("what all services' actions are, in words", () => {
  const files = async () =>
    [JSON.parse(await readFile(servicesFile, 'utf8')), JSON.parse(await readFile(descriptionsFile, 'utf8'))] as [
      CompactServices,
      CompactDescriptions,
    ];

  it('is what the installed package says', async () => {
    const [services, file] = await files();
    assert.deepEqual(file, await compactDescriptions(services));
  });

  it('belongs to the other file: a description for each action and condition key of every service', async () => {
    const [{ services }, file] = await files();
    assert.deepEqual(Object.keys(file), Object.keys(services));
    for (const [prefix, { actions, keys }] of Object.entries(services)) {
      assert.deepEqual(
        [file[prefix]?.actions.length, file[prefix]?.keys.length],
        [Object.keys(actions).length, Object.keys(keys).length],
        prefix,
      );
    }
  });

  it('is found by prefix and name', async () => {
    const [services, file] = await files();
    const s3 = readDescriptions(file, readServiceData(services)).service('s3');
    assert.equal(s3?.name, 'Amazon S3');
    assert.equal(s3.page, 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html');
    assert.deepEqual(s3.action('getobject'), {
      name: 'GetObject',
      accessLevel: 'Read',
      description: 'Retrieve objects from Amazon S3.',
    });
    assert.equal(s3.action('PutBucketPolicy')?.accessLevel, 'Permissions management');
    assert.equal(s3.conditionKey('s3:prefix'), 'Filters access by key name prefix.');
    assert.equal(s3.action('constructor'), undefined);
  });
});
