import type { PolicyString, Statement } from '../../policy';
import { asCode, message } from '../../text/message';
import { policyOf } from '../examples';
import { type ActionUse, analyzerCheck, changeTo, type Provider, providerOf, takeOut } from '../facts';
import type { Report, Rule } from '../rule';

const actionOf: Readonly<Record<Provider, string>> = {
  saml: 'sts:AssumeRoleWithSAML',
  oidc: 'sts:AssumeRoleWithWebIdentity',
};

export const mismatchedActionForPrincipal: Rule = {
  code: 'mismatched-action-for-principal',
  severity: 'error',
  summary: 'The action does not fit the kind of principal',
  why: 'Users of a SAML provider come with sts:AssumeRoleWithSAML, those of an OpenID Connect provider with sts:AssumeRoleWithWebIdentity, AWS principals and services with sts:AssumeRole.',
  source: analyzerCheck('error', 'mismatched-action-for-principal'),
  kinds: ['trust'],
  check(policy, report) {
    for (const statement of policy.statements) {
      const callers = callersOf(statement);
      if (callers !== undefined) {
        const actions = policy.actionsOf(statement);
        checkProviders(actions, callers, report);
        checkActions(actions, callers, report);
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

/** Who a statement lets in. */
interface Callers {
  readonly federated: readonly { readonly string: PolicyString; readonly provider: Provider }[];
  /** Whether there are AWS principals or services. */
  readonly others: boolean;
}

/** The callers whom a statement allows something; undefined unless each is told. */
function callersOf({ principal, effect }: Statement): Callers | undefined {
  const principals = principal?.value;
  if (!principals?.complete || effect?.value?.value === 'Deny') {
    return undefined;
  }
  const named = principals.entries.filter(e => e.name === 'Federated').flatMap(e => e.value.strings);
  const federated = named.flatMap(string => {
    const provider = providerOf(string);
    return provider === undefined || provider === 'malformed' ? [] : [{ string, provider }];
  });
  const others =
    principals.star !== undefined || principals.entries.some(e => e.name !== 'Federated' && e.value.strings.length > 0);
  return federated.length < named.length || (named.length === 0 && !others) ? undefined : { federated, others };
}

/** Whether one of the callers comes with the action; undefined for the actions that are for none of them alone. */
function isUsed(action: ActionUse, { federated, others }: Callers): boolean | undefined {
  switch (action.lower) {
    case 'sts:assumerole':
      return others;
    case 'sts:assumerolewithsaml':
      return federated.some(f => f.provider === 'saml');
    case 'sts:assumerolewithwebidentity':
      return federated.some(f => f.provider === 'oidc');
    default:
      return undefined;
  }
}

function checkProviders(actions: readonly ActionUse[], callers: Callers, report: Report): void {
  // Where no action fits anybody, the actions are wrong.
  if (!actions.some(a => isUsed(a, callers)) || actions.some(a => !a.string.known || a.not || /[*?]/.test(a.lower))) {
    return;
  }
  for (const { string, provider } of callers.federated) {
    const wanted = actionOf[provider];
    if (actions.some(a => a.lower === wanted.toLowerCase())) {
      continue;
    }
    report({
      at: string,
      message: message('None of the actions is for users of {provider}: they need {wanted}.', {
        provider: asCode(string.value),
        wanted: asCode(wanted),
      }),
      fixes: takeOut(string, 'safe'),
    });
  }
}

function checkActions(actions: readonly ActionUse[], callers: Callers, report: Report): void {
  const kinds = new Set(callers.federated.map(f => f.provider));
  const wanted = actionFor(callers);
  for (const action of actions) {
    if (isUsed(action, callers) ?? true) {
      continue;
    }
    const { string } = action;
    report({
      at: string,
      message:
        wanted === undefined
          ? message('{action} fits none of these principals.', { action: asCode(string.value) })
          : message('{action} does not fit these principals: they use {wanted}.', {
              action: asCode(string.value),
              wanted: asCode(wanted),
            }),
      fixes: [
        ...takeOut(string, 'safe'),
        ...(wanted === undefined || kinds.size > 1 ? [] : changeTo(string, wanted, 'widens')),
      ],
    });
  }
}

/** The action for the callers, or the first of them. */
function actionFor({ federated: [first], others }: Callers): string | undefined {
  if (others) {
    return 'sts:AssumeRole';
  }
  return first && actionOf[first.provider];
}
