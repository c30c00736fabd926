import { type PolicyString, setValue } from '../../policy';
import { message, type Message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule, Severity } from '../rule';
import { effectOfMore, keyArnIn } from '../facts';

export const resourceNotStar: Rule = {
  code: 'resource-not-star',
  severity: 'information',
  summary: 'The resource of a key policy is "*"',
  why: 'In a key policy "*" means the key to which the policy is attached, and is the only value AWS documents. The key\'s own ARN says the same, but KMS is said to refuse it since August 2025, and it breaks when the policy is copied to a replica or another key. An alias ARN or the ARN of another key never matches.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html#key-policy-elements',
  kinds: ['key'],
  check(policy, report) {
    const keyArn = policy.known.keyArn;
    for (const statement of policy.statements) {
      const element = statement.resource ?? statement.notResource;
      const found = element?.value.strings.find(s => keyArnIn(s) !== undefined);
      if (element?.node === undefined || found === undefined) {
        continue;
      }
      report({
        at: found,
        ...verdicts[namedBy(found, keyArn)],
        fixes:
          statement.resource === undefined
            ? []
            : [
                {
                  title: message('Change to "*", which means this key'),
                  changes: [setValue(element.node, '*')],
                  effect: found.value === keyArn ? 'safe' : effectOfMore(statement),
                },
              ],
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:ScheduleKeyDeletion", "Resource": «{"Fn::Sub": "arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/*"}»}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": «"arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"»}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": [«"arn:aws:kms:eu-west-1:111122223333:alias/app"»]}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": «"arn:aws:kms:eu-west-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321"»}',
      {
        keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      },
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": ["*"]}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": {"Fn::GetAtt": ["Key", "Arn"]}}',
    ),
  ],
};

/** What a KMS ARN in a key policy is the name of; `unknown` when it may be this key or another. */
type Named = 'alias' | 'this key' | 'another key' | 'unknown';

function namedBy(resource: PolicyString, keyArn: string | undefined): Named {
  if (keyArnIn(resource)?.alias !== undefined) {
    return 'alias';
  }
  if (resource.value === keyArn) {
    return 'this key';
  }
  return keyArn !== undefined && resource.known && !/[*?]/.test(resource.value) ? 'another key' : 'unknown';
}

const onlyStar = message('In a key policy "*" means this key, and is the only value AWS documents.');

const verdicts: Readonly<Record<Named, { readonly severity: Severity; readonly message: Message }>> = {
  alias: {
    severity: 'error',
    message: message('An alias ARN never matches in a key policy. "*" means this key.'),
  },
  'another key': {
    severity: 'error',
    message: message('This is not the key of this policy, so the statement has no effect. "*" means this key.'),
  },
  'this key': { severity: 'warning', message: onlyStar },
  unknown: { severity: 'information', message: onlyStar },
};
