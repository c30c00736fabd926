import { asCode, message } from '../../text/message';
import { analyzerCheck, asResources, coveredIn, takeOut } from '../facts';
import { identityPolicy } from '../examples';
import type { Rule } from '../rule';

export const redundantResource: Rule = {
  code: 'redundant-resource',
  severity: 'information',
  summary: 'Another entry of the list covers this resource',
  why: 'A resource that a wildcard of the same list already covers, or that stands there twice, adds nothing.',
  source: analyzerCheck('suggestion', 'redundant-resource'),
  // In a key policy any resource but "*" is a finding of its own.
  kinds: ['identity', 'resource', 'scp', 'rcp', 'unknown'],
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const element of [statement.resource, statement.notResource]) {
        for (const { string, by } of coveredIn(element?.value.strings ?? [], asResources)) {
          report({
            at: string,
            tag: 'unnecessary',
            message: message('{covering} already covers {resource}.', {
              covering: asCode(by.value),
              resource: asCode(string.value),
            }),
            related: [{ offset: by.offset, length: by.length, message: message('It is covered here.') }],
            fixes: takeOut(string, 'safe'),
          });
        }
      }
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::example/*", «"arn:aws:s3:::example/public/*"»]}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:*", "Resource": ["arn:aws:s3:::example", "arn:aws:s3:::example/*"]}',
    ),
  ],
};
