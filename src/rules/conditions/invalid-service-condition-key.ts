import { message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import { nearest, rename, serviceFacts } from '../facts';
import { everyKind, type Rule } from '../rule';

export const invalidServiceConditionKey: Rule = {
  code: 'invalid-service-condition-key',
  severity: 'error',
  summary: 'The service has no such condition key',
  why: 'A key that does not exist is absent from every request: plain operators never match, negated ones and ForAllValues always do. Case does not count.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html',
  kinds: everyKind,
  check(policy, report) {
    for (const { key, lower } of policy.conditions) {
      const colon = lower.indexOf(':');
      const prefix = lower.slice(0, Math.max(colon, 0));
      // Identity providers' claims (accounts.google.com:aud, SAML:aud) are no service's.
      if (prefix === '' || prefix === 'aws' || prefix.includes('.') || prefix === 'saml' || /[$<{]/.test(lower)) {
        continue;
      }
      const facts = serviceFacts(policy, prefix);
      const other = policy.known.services?.service(prefix);
      if (
        facts === undefined ||
        facts.conditionKey(lower) ||
        other?.conditionKey(lower) ||
        policy.known.services?.globalKey(lower)
      ) {
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
            ? message('{service} has no condition key {key}.', { service: prefix, key: key.name })
            : message('{service} has no condition key {key}. Did you mean {meant}?', {
                service: prefix,
                key: key.name,
                meant,
              }),
        fixes: meant === undefined ? [] : rename(key, meant, 'review'),
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
