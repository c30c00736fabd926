import { asCode, asCodes, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, arnPatterns, candidates, changeTo, effectOfRepair, resourceArns, withField } from '../facts';
import type { Rule } from '../rule';

export const invalidArnResource: Rule = {
  code: 'invalid-arn-resource',
  severity: 'error',
  summary: 'The service has no such kind of resource',
  why: 'The last part of an ARN has a form that depends on the service: key/KEY-ID for a KMS key, table/NAME for a DynamoDB table. An ARN of no such form matches nothing.',
  source: analyzerCheck('error', 'invalid-arn-resource'),
  kinds: ['identity', 'resource', 'scp', 'rcp', 'unknown'],
  needs: 'services',
  check(policy, report) {
    const { services } = policy.known;
    for (const arn of resourceArns(policy)) {
      if (services === undefined || candidates(policy, arn)?.length !== 0 || arn.resource.text === '*') {
        continue;
      }
      const forms = [...new Set(arnPatterns(services, arn.service.text)?.map(p => p.resource) ?? [])];
      const bareKey =
        arn.service.text === 'kms' && /^([0-9a-f-]{36}|mrk-[0-9a-f]{32})$/.test(arn.resource.text)
          ? withField(arn, 5, `key/${arn.resource.text}`)
          : undefined;
      report({
        at: arn.string,
        ...(isNewType(arn.resource.text, forms) ? { severity: 'warning' } : {}),
        message: message('{service} has no resource of this form. Its forms: {forms}', {
          service: asCode(arn.service.text),
          forms: asCodes(forms.slice(0, 6)),
        }),
        fixes: bareKey === undefined ? [] : changeTo(arn.string, bareKey, effectOfRepair(arn)),
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": [«"arn:aws:kms:eu-west-1:111122223333:1234abcd-12ab-34cd-56ef-1234567890ab"»]}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": ["kms:Decrypt", "s3:GetObject"], "Resource": ["arn:aws:kms:eu-west-1:111122223333:key/*", "arn:aws:s3:::example/${aws:username}/*"]}',
    ),
  ],
};

/**
 * Whether it looks like a type of resource that the data does not have (yet), or like a name that an AWS service gives
 * (`sqlworkbench!…`), rather than like no type at all.
 */
function isNewType(resource: string, forms: readonly string[]): boolean {
  const type = /^[a-z][a-z-]*[:/!]/.exec(resource)?.[0];
  return type !== undefined && !forms.some(form => form.startsWith(type));
}
