import type { PolicyString } from '../../policy';

/** The kinds of identity provider that a Federated principal can be (IAM User Guide, "AWS JSON policy elements: Principal"). */
export type Provider = 'saml' | 'oidc';

/** Which kind of provider a Federated principal is; undefined when it is partly unknown, `'malformed'` when it is neither. */
export function providerOf(string: PolicyString): Provider | 'malformed' | undefined {
  if (!string.known) { return undefined; }
  if (/^arn:aws(-[a-z]+)*:iam::\d{12}:saml-provider\/[\w.-]+$/.test(string.value)) { return 'saml'; }
  if (/^arn:aws(-[a-z]+)*:iam::\d{12}:oidc-provider\/.+$/.test(string.value)) { return 'oidc'; }
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/.*)?$/i.test(string.value) ? 'oidc' : 'malformed';
}
