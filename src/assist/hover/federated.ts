import { parseArn } from '../../policy';
import { message, type Message } from '../../text/message';
import { pages } from './pages';
import type { HoverPlace, Surroundings } from './surroundings';
import { type HoverText, hoverText } from './text';

// Providers that need no ARN (IAM User Guide, "AWS JSON policy elements: Principal", OIDC federated principals).
const wellKnown: Readonly<Record<string, string>> = {
  'cognito-identity.amazonaws.com': 'Amazon Cognito identity pools',
  'accounts.google.com': 'Google',
  'graph.facebook.com': 'Facebook',
  'www.amazon.com': 'Login with Amazon',
};

/** An entry of `"Federated"`: which identity provider it is, by which call its users come, and what has to narrow them. */
export function hoverOverProvider(
  { token: { string }, statement }: HoverPlace,
  { kind, effect }: Surroundings,
): HoverText {
  const provider = providerOf(string.value);
  const [name, url = ''] = [provider?.name ?? string.value, provider?.url];
  const narrowed =
    statement?.condition?.value.operators.some(o =>
      o.value.some(k => k.name.toLowerCase().startsWith(`${url.toLowerCase()}:`)),
    ) === true;
  return hoverText(pages.principal, [
    provider === undefined
      ? string.known
        ? message(
            'This names no identity provider that can be recognized: the ARN of a SAML or OIDC provider of IAM is expected, or a name such as {name}.',
            { name: 'cognito-identity.amazonaws.com' },
          )
        : message('An identity provider that a template fills in.')
      : message('The identity provider {name}: people and programs that it vouches for.', { name }),
    kind !== 'trust'
      ? message(
          'Identity providers belong into trust policies; who comes through one calls as the session of a role, so name that role.',
        )
      : provider?.saml
        ? message('They assume the role with {action}.', { action: 'sts:AssumeRoleWithSAML' })
        : message('They assume the role with {action}.', { action: 'sts:AssumeRoleWithWebIdentity' }),
    kind === 'trust' && effect === 'Allow' && provider && !provider.saml && !narrowed && asks(url),
  ]);
}

function asks(url: string): Message {
  return message('Everybody who has an account there could assume it: a condition on {keys} is due.', {
    keys: url === 'cognito-identity.amazonaws.com' ? `${url}:aud` : `${url}:sub, ${url}:aud`,
  });
}

function providerOf(text: string): { readonly name: string; readonly saml: boolean; readonly url: string } | undefined {
  if (Object.hasOwn(wellKnown, text)) {
    return { name: `${wellKnown[text] ?? ''} (${text})`, saml: false, url: text };
  }
  const resource = parseArn(text)?.service === 'iam' ? (parseArn(text)?.resource ?? '') : '';
  const [, type = '', url = ''] = /^(saml-provider|oidc-provider)\/(.+)$/.exec(resource) ?? [];
  return type === '' ? undefined : { name: url, saml: type === 'saml-provider', url };
}
