import assert from 'node:assert/strict';
import { findingsOf, made } from '../examples';

it('the path of every service-linked role whose service is known is filled in without a question', () => {
  const name = 'AWSServiceRoleForAmazonGuardDutyMalwareProtection';
  const text = `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/${name}"}, "Action": "kms:Decrypt", "Resource": "*"}}`;
  const [finding] = findingsOf({ kind: 'key', text }, text).filter(f => f.code === 'service-linked-role-path');
  const [fix] = finding?.fixes ?? [];
  assert.equal(fix?.ask, undefined);
  assert.equal(
    finding && fix && made(text, finding, fix),
    text.replace(name, `aws-service-role/malware-protection.guardduty.amazonaws.com/${name}`),
  );
});
