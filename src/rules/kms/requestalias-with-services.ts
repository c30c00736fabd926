import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Rule } from '../rule';
import { hasEffect, needsKey, removeTest, testsOn } from '../facts';

export const requestaliasWithServices: Rule = {
  code: 'requestalias-with-services',
  severity: 'information',
  summary: 'Services name the key by its ARN, not by an alias',
  why: 'kms:RequestAlias is the alias in the request. AWS services that call KMS for a principal name the key by its key id or ARN, so a statement that asks for an alias and for kms:ViaService hardly ever applies. In IAM policies kms:ResourceAliases looks at the aliases of the key instead.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html',
  kinds: ['key', 'identity'],
  check(policy, report) {
    for (const statement of policy.statements) {
      const alias = testsOn(statement, 'kms:requestalias').find(needsKey);
      const via = testsOn(statement, 'kms:viaservice').find(needsKey);
      if (alias === undefined || via === undefined || !hasEffect(statement, 'Allow')) {
        continue;
      }
      report({
        at: alias.key.key,
        message: message('A service names the key by its ARN, so a request through a service has no kms:RequestAlias.'),
        related: [
          {
            offset: via.key.key.offset,
            length: via.key.key.length,
            message: message('This asks for a request through a service'),
          },
        ],
        fixes: [
          { title: message('Remove the kms:RequestAlias test'), changes: removeTest(alias), effect: 'widens' },
          { title: message('Remove the kms:ViaService test'), changes: removeTest(via), effect: 'widens' },
        ],
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringEquals": {«"kms:RequestAlias"»: "alias/app", "kms:ViaService": "s3.eu-west-1.amazonaws.com"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringEquals": {"kms:RequestAlias": "alias/app"}}}',
    ),
  ],
};
