import { asName, message } from '../../text/message';
import { policyOf } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck, hasEffect, providerOf } from '../facts';
import { conditionKeysOf } from '../organizations/service-exemption';
import { github } from './missing-github-repo-condition-key';

export const missingConditionKeyForOidcPrincipal: Rule = {
  code: 'missing-condition-key-for-oidc-principal',
  severity: 'warning',
  summary: 'Anybody whom the identity provider knows may assume the role',
  why: 'An OpenID Connect provider signs tokens for many applications. Without a condition on its claims, such as its aud or sub, all of them can assume the role.',
  source: analyzerCheck('security-warning', 'missing-condition-key-for-oidc-principal'),
  kinds: ['trust'],
  check(policy, report) {
    for (const { type, string, statement } of policy.principals) {
      if (
        type !== 'Federated' ||
        providerOf(string) !== 'oidc' ||
        string.value.endsWith(github) ||
        !hasEffect(statement, 'Allow')
      ) {
        continue;
      }
      const host = string.value.replace(/^.*:oidc-provider\//, '').toLowerCase();
      if (conditionKeysOf(statement).some(k => k.startsWith(`${host}:`))) {
        continue;
      }
      report({
        at: string,
        message: message('Say which of its users: add a condition on {key}.', { key: asName(`${host}:aud`) }),
      });
    }
  },
  noFix: 'Which application is meant only the author knows.',
  wrong: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"Federated": «"accounts.google.com"»}, "Action": "sts:AssumeRoleWithWebIdentity"}',
    ),
  ],
  right: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"accounts.google.com:aud": "66677788899900pro0"}}}',
    ),
  ],
};
