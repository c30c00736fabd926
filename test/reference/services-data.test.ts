import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { compactServices, servicesFile } from '../../.tools/iam-data';
import { type CompactServices, readServiceData } from '../../src/reference/services-data';

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
    assert.equal(data.globalKey('AWS:principalarn'), 'aws:PrincipalArn');
    assert.equal(data.globalKey('aws:PrincipalTag/team'), 'aws:PrincipalTag/tag-key');
    assert.equal(data.globalKey('aws:PrincipleArn'), undefined);
    assert.equal(data.service('constructor'), undefined);
    assert.ok(data.rcpServices.has('kms'));
  });
});
