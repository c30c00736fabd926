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
      if (!principals?.complete || statement.effect?.value?.value === 'Deny') { continue; }
      const federated = principals.entries.filter(e => e.name === 'Federated').flatMap(e => e.value.strings);
      const others = principals.star !== undefined || principals.entries.some(e => e.name !== 'Federated' && e.value.strings.length > 0);
      const providers = new Set(federated.map(providerOf));
      if (providers.has(undefined) || providers.has('malformed') || (federated.length === 0 && !others)) { continue; }
      for (const { string, lower } of policy.actionsOf(statement)) {
        const fits = lower === 'sts:assumerole' ? others
          : lower === 'sts:assumerolewithsaml' ? providers.has('saml')
            : lower === 'sts:assumerolewithwebidentity' ? providers.has('oidc') : true;
        if (fits) { continue; }
        const [only] = providers;
        const wanted = others ? 'sts:AssumeRole' : only === 'saml' || only === 'oidc' ? actionOf[only] : undefined;
        report({
          at: string,
          message: wanted === undefined ? message('{action} fits none of these principals.', { action: string.value }) : message('{action} does not fit these principals: they use {wanted}.', { action: string.value, wanted }),
          fixes: [...takeOut(policy, string, 'safe'), ...(wanted === undefined || providers.size > 1 ? [] : changeTo(string, wanted, 'widens'))],
        });
      }
    }
  },
  wrong: [policyOf('trust', '{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/corp"}, "Action": «"sts:AssumeRole"»}')],
  right: [policyOf('trust', '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "sts:AssumeRole"}')],
};
