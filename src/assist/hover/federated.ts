import { parseArn, type PolicyString } from '../../policy';
import { asCode, asName, message, type Message } from '../../text/message';
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
  const url = provider?.url ?? '';
  const narrowed =
    statement?.condition?.value.operators.some(o =>
      o.value.some(k => k.name.toLowerCase().startsWith(`${url.toLowerCase()}:`)),
    ) === true;
  return hoverText(pages.principal, [
    provider === undefined ? unrecognized(string) : whoVouches(provider),
    kind === 'trust'
      ? message('They assume the role with {action}.', {
          action: asCode(provider?.saml ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity'),
        })
      : message(
          'Identity providers belong into trust policies; who comes through one calls as the session of a role, so name that role.',
        ),
    kind === 'trust' && effect === 'Allow' && provider && !provider.saml && !narrowed && asks(url),
  ]);
}

function whoVouches({ name }: Provider): Message {
  return message('The identity provider {name}: people and programs that it vouches for.', { name: asName(name) });
}

function unrecognized({ known }: PolicyString): Message {
  return known
    ? message(
        'This names no identity provider that can be recognized: the ARN of a SAML or OIDC provider of IAM is expected, or a name such as {name}.',
        { name: asName('cognito-identity.amazonaws.com') },
      )
    : message('An identity provider that a template fills in.');
}

function asks(url: string): Message {
  return message('Everybody who has an account there could assume it: a condition on {keys} is due.', {
    keys: asCode(url === 'cognito-identity.amazonaws.com' ? `${url}:aud` : `${url}:sub, ${url}:aud`),
  });
}

interface Provider {
  readonly name: string;
  readonly saml: boolean;
  readonly url: string;
}

function providerOf(text: string): Provider | undefined {
  if (Object.hasOwn(wellKnown, text)) {
    return { name: `${wellKnown[text] ?? ''} (${text})`, saml: false, url: text };
  }
  const resource = parseArn(text)?.service === 'iam' ? (parseArn(text)?.resource ?? '') : '';
  const [, type = '', url = ''] = /^(saml-provider|oidc-provider)\/(.+)$/.exec(resource) ?? [];
  return type === '' ? undefined : { name: url, saml: type === 'saml-provider', url };
}
