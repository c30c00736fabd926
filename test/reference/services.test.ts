import assert from 'node:assert/strict';
import { conditionKey, carriesConditionKey, serviceUses, serviceUsesBy, serviceUsesVia } from '../../src/reference';

describe('who really calls KMS', () => {
  it('finds the uses behind a kms:ViaService value', () => {
    assert.ok(serviceUsesVia('s3.eu-west-1.amazonaws.com').some(u => u.id === 's3'));
    assert.deepEqual(serviceUsesVia('unheard-of.eu-west-1.amazonaws.com'), []);
  });
  it('finds the uses of a service principal, Regional or not', () => {
    assert.ok(serviceUsesBy('logs.eu-west-1.amazonaws.com').some(u => u.id === 'cloudwatch-logs'));
    assert.ok(serviceUsesBy('cloudtrail.amazonaws.com').some(u => u.id === 'cloudtrail'));
  });
  it('takes remarks off the permissions', () => {
    const s3 = serviceUses.find(u => u.id === 's3');
    assert.deepEqual(
      s3?.actions.write?.map(a => a.action),
      ['kms:GenerateDataKey', 'kms:Decrypt'],
    );
    assert.ok(s3.actions.write.at(1)?.remark?.includes('multipart'));
  });
  it("tells what was read on AWS's pages from what was not", () => {
    assert.equal(serviceUses.find(u => u.id === 's3')?.documented, true);
    assert.equal(serviceUses.find(u => u.id === 'macie')?.documented, false);
    assert.equal(serviceUses.find(u => u.id === 'redshift')?.documented, false);
  });
});

describe('condition keys', () => {
  it('finds a key whatever its case, and a member of a family', () => {
    assert.equal(conditionKey('KMS:viaservice')?.key, 'kms:ViaService');
    assert.equal(conditionKey('kms:EncryptionContext:AppName')?.key, 'kms:EncryptionContext:<context-key>');
    assert.equal(conditionKey('kms:EncryptionContext:'), undefined);
    assert.equal(conditionKey('kms:Nothing'), undefined);
  });
  it('knows which operations carry a key, where AWS lists them', () => {
    assert.equal(carriesConditionKey('kms:Decrypt', 'kms:EncryptionContext:AppName'), true);
    assert.equal(carriesConditionKey('kms:DescribeKey', 'kms:EncryptionContext:AppName'), false);
    assert.equal(carriesConditionKey('kms:Decrypt', 'kms:ViaService'), undefined);
  });
});
