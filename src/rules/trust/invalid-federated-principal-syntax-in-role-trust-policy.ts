import { asCode, message } from '../../text/message';
import { policyOf } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck, providerOf } from '../facts';

export const invalidFederatedPrincipalSyntaxInRoleTrustPolicy: Rule = {
  code: 'invalid-federated-principal-syntax-in-role-trust-policy',
  severity: 'error',
  summary: 'The identity provider has the wrong form',
  why: 'A Federated principal is a domain name (accounts.google.com) or the ARN of a provider: arn:aws:iam::ACCOUNT:saml-provider/NAME or arn:aws:iam::ACCOUNT:oidc-provider/HOST.',
  source: analyzerCheck('error', 'invalid-federated-principal-syntax-in-role-trust-policy'),
  kinds: ['trust'],
  check(policy, report) {
    for (const { type, string } of policy.principals) {
      if (type === 'Federated' && !/[*?]/.test(string.value) && providerOf(string) === 'malformed') {
        report({
          at: string,
          message: message('{provider} is neither a domain name nor the ARN of an identity provider.', {
            provider: asCode(JSON.stringify(string.value)),
          }),
        });
      }
    }
  },
  noFix: 'Which provider is meant only the author knows.',
  wrong: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"Federated": «"arn:aws:iam::1111:saml-provider/corp"»}, "Action": "sts:AssumeRoleWithSAML", "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}}',
    ),
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"Federated": «"arn:aws-china:iam::111122223333:saml-provider/corp"»}, "Action": "sts:AssumeRoleWithSAML", "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}}',
    ),
  ],
  right: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/corp"}, "Action": "sts:AssumeRoleWithSAML", "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}}',
    ),
  ],
};
