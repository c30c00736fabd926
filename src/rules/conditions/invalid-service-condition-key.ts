import { asCode, asName, message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import { effectOfRepair, nearest, type PolicyView, rename, serviceFacts } from '../facts';
import { everyKind, type Rule } from '../rule';

export const invalidServiceConditionKey: Rule = {
  code: 'invalid-service-condition-key',
  severity: 'error',
  summary: 'The service has no such condition key',
  why: 'A key that does not exist is absent from every request: plain operators never match, negated ones and ForAllValues always do. Case does not count.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html',
  kinds: everyKind,
  check(policy, report) {
    for (const { statement, key, lower } of policy.conditions) {
      const colon = lower.indexOf(':');
      const prefix = lower.slice(0, Math.max(colon, 0));
      const facts = isPrefixOfService(prefix) && !/[$<{]/.test(lower) ? serviceFacts(policy, prefix) : undefined;
      if (facts === undefined || facts.conditionKey(lower) || isListedElsewhere(policy, prefix, lower)) {
        continue;
      }
      const meant = nearest(
        lower,
        facts.conditionKeys.map(k => k.key).filter(k => !/[<$]/.test(k)),
      );
      report({
        at: key.key,
        ...(prefix === 'kms' ? { severity: 'warning' } : {}),
        message:
          meant === undefined
            ? message('{service} has no condition key {key}.', { service: asCode(prefix), key: asName(key.name) })
            : message('{service} has no condition key {key}. Did you mean {meant}?', {
                service: asCode(prefix),
                key: asName(key.name),
                meant: asCode(meant),
              }),
        fixes: meant === undefined ? [] : rename(key, meant, effectOfRepair({ statement })),
      });
    }
  },
  mayReveal: [
    'unsupported-action-for-condition-key',
    'invalid-service-principal-format',
    'missing-qualifier',
    'invalid-condition-multiple-boolean',
  ],
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {«"kms:ViaServices"»: "s3.eu-west-1.amazonaws.com"}}}',
    ),
    identityPolicy(
      '{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"StringEquals": {«"s3:prefixes"»: "public"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:EncryptionContext:project": "red"}}}',
    ),
  ],
};

/** Global keys are no service's; nor are the claims of identity providers (accounts.google.com:aud, SAML:aud). */
function isPrefixOfService(prefix: string): boolean {
  return prefix !== '' && prefix !== 'aws' && prefix !== 'saml' && !prefix.includes('.');
}

/** Whether the data of all services has the key, which may be newer than what ships for KMS. */
function isListedElsewhere({ known: { services } }: PolicyView, prefix: string, lower: string): boolean {
  return Boolean(services?.service(prefix)?.conditionKey(lower) || services?.globalKey(lower));
}
