import { type PolicyString, type Statement, addValue } from '../../policy';
import { asName, message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { hasEffect, isComplete, operationsNamed, operationsOf, type PolicyView, principalsOf } from '../facts';

export const encryptWithoutDecrypt: Rule = {
  code: 'encrypt-without-decrypt',
  severity: 'information',
  summary: 'May write, but not read what it wrote',
  why: 'Multipart uploads to Amazon S3, S3 Bucket Keys and producers of an encrypted Amazon SQS queue need kms:Decrypt beside kms:GenerateDataKey. Writers that must never read, such as log shippers, are right without it.',
  source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
  kinds: ['key', 'identity'],
  check(policy, report) {
    const allows = policy.statements.filter(s => hasEffect(s, 'Allow'));
    if (!allows.some(writing)) {
      return;
    }
    if (
      policy.document.incomplete ||
      policy.document.loneStatement ||
      allows.some(s => s.action === undefined || !isComplete(s.action.value) || s.principal?.value.complete === false)
    ) {
      return;
    }
    const readers = new Set(allows.filter(s => operationsOf(s).actions.has('kms:Decrypt')).flatMap(whoIn));
    const told = new Set<string>();
    for (const statement of allows) {
      const entry = writing(statement);
      const writer = whoIn(statement).find(who => !readers.has(who) && !told.has(who));
      const node = statement.action?.node;
      if (entry === undefined || writer === undefined || node === undefined) {
        continue;
      }
      whoIn(statement).forEach(who => told.add(who));
      report({
        at: entry,
        message:
          policy.kind === 'key'
            ? message(
                '{principal} may encrypt with this key but not decrypt. Multipart uploads, S3 Bucket Keys and SQS producers need both.',
                { principal: asName(writer) },
              )
            : message(
                'kms:Decrypt is not among the actions. Multipart uploads, S3 Bucket Keys and SQS producers need both.',
              ),
        fixes: [{ title: message('Add kms:Decrypt'), changes: [addValue(node, 'kms:Decrypt')], effect: 'widens' }],
      });
    }

    function whoIn(statement: Statement): readonly string[] {
      return writersOf(policy, statement);
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": [«"kms:GenerateDataKey"», "kms:DescribeKey"], "Resource": "*"}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": «"kms:GenerateDataKey*"», "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": ["kms:Encrypt", «"kms:GenerateDataKey*"»], "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}',
    ),
  ],
  right: [
    keyPolicy(`{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:GenerateDataKey", "Resource": "*"},
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*"}`),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "kms:GenerateDataKey*", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": "kms:*", "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}',
    ),
  ],
};

// Services that send messages to an encrypted queue need both (Amazon SQS Developer Guide, "Key management").
const producers = new Set(['sns.amazonaws.com', 'events.amazonaws.com']);

/** The principals that would need both: roles and users, some services; `''` stands for an IAM policy's own identity. */
function writersOf({ kind }: PolicyView, statement: Statement): readonly string[] {
  if (kind !== 'key') {
    return [''];
  }
  return principalsOf(statement)
    .filter(p =>
      p.type === 'Service' ? producers.has(p.string.value) : p.principal.kind === 'role' || p.principal.kind === 'user',
    )
    .map(p => p.string.value);
}

// Only who makes data keys: services that write through a principal do, and kms:Encrypt alone is a writer's by design.
function writing(statement: Statement): PolicyString | undefined {
  return statement.action?.value.strings.find(s => {
    return operationsNamed(s).includes('kms:GenerateDataKey');
  });
}
