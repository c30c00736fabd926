import { message } from '../../text/message';
import { policyOf } from '../examples';
import { changeTo, takeOut } from '../fixes';
import type { Rule } from '../rule';
import { analyzerCheck } from '../sources';
import { providerOf } from './providers';

const actionOf = { saml: 'sts:AssumeRoleWithSAML', oidc: 'sts:AssumeRoleWithWebIdentity' } as const;

export const mismatchedActionForPrincipal: Rule = {
  code: 'mismatched-action-for-principal',
  severity: 'error',
  summary: 'The action does not fit the kind of principal',
  why: 'Users of a SAML provider come with sts:AssumeRoleWithSAML, those of an OpenID Connect provider with sts:AssumeRoleWithWebIdentity, AWS principals and services with sts:AssumeRole.',
  source: analyzerCheck('error', 'mismatched-action-for-principal'),
  kinds: ['trust'],
  check(policy, report) {
    for (const statement of policy.statements) {
      const principals = statement.principal?.value;
      if (!principals?.complete || statement.effect?.value?.value === 'Deny') {
        continue;
      }
      const federated = principals.entries.filter(e => e.name === 'Federated').flatMap(e => e.value.strings);
      const others =
        principals.star !== undefined ||
        principals.entries.some(e => e.name !== 'Federated' && e.value.strings.length > 0);
      const providers = new Set(federated.map(providerOf));
      if (providers.has(undefined) || providers.has('malformed') || (federated.length === 0 && !others)) {
        continue;
      }
      const fitting = new Map<string, boolean>([
        ['sts:assumerole', others],
        ['sts:assumerolewithsaml', providers.has('saml')],
        ['sts:assumerolewithwebidentity', providers.has('oidc')],
      ]);
      const actions = policy.actionsOf(statement);
      // Where no action fits anybody, the actions are wrong.
      if (
        actions.some(a => fitting.get(a.lower)) &&
        actions.every(a => a.string.known && !a.not && !/[*?]/.test(a.lower))
      ) {
        for (const string of federated) {
          const wanted = actionOf[providerOf(string) === 'saml' ? 'saml' : 'oidc'];
          if (actions.some(a => a.lower === wanted.toLowerCase())) {
            continue;
          }
          report({
            at: string,
            message: message('None of the actions is for users of {provider}: they need {wanted}.', {
              provider: string.value,
              wanted,
            }),
            fixes: takeOut(policy, string, 'safe'),
          });
        }
      }
      for (const { string, lower } of actions) {
        if (fitting.get(lower) ?? true) {
          continue;
        }
        const [only] = providers;
        const wanted = others ? 'sts:AssumeRole' : only === 'saml' || only === 'oidc' ? actionOf[only] : undefined;
        report({
          at: string,
          message:
            wanted === undefined
              ? message('{action} fits none of these principals.', { action: string.value })
              : message('{action} does not fit these principals: they use {wanted}.', { action: string.value, wanted }),
          fixes: [
            ...takeOut(policy, string, 'safe'),
            ...(wanted === undefined || providers.size > 1 ? [] : changeTo(string, wanted, 'widens')),
          ],
        });
      }
    }
  },
  wrong: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/corp"}, "Action": «"sts:AssumeRole"»}',
    ),
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"Federated": ["arn:aws:iam::111122223333:saml-provider/corp", «"cognito-identity.amazonaws.com"»]}, "Action": "sts:AssumeRoleWithSAML", "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml", "cognito-identity.amazonaws.com:aud": "eu-west-1:12345678-1234-1234-1234-123456789012"}}}',
    ),
  ],
  right: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "sts:AssumeRole"}',
    ),
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app", "Federated": "arn:aws:iam::111122223333:saml-provider/corp"}, "Action": ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:TagSession"]}',
    ),
  ],
};
