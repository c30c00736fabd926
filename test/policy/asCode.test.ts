import assert from 'node:assert/strict';
import { statementsAs } from '../../src/policy';

const statement = {
  Effect: 'Allow',
  Action: ['s3:GetObject'],
  Resource: 'arn:aws:s3:::home/${aws:username}/%{x}/${$}{y}/100%/$5',
};
const escaped = 'arn:aws:s3:::home/$${aws:username}/%%{x}/$${$}{y}/100%/$5';

describe('statements as Terraform', () => {
  it('keep policy variables as text, which Terraform does not fill in', () => {
    assert.match(statementsAs('terraform', [statement]), new RegExp(`resources = \\["${literal(escaped)}"\\]`));
    assert.match(statementsAs('terraform-jsonencode', [statement]), new RegExp(`Resource = "${literal(escaped)}"`));
  });
});

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
