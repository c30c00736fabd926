import type { PolicyString } from '../../policy';
import { partitions } from '../../reference';

/** The kinds of identity provider that a Federated principal can be (IAM User Guide, "AWS JSON policy elements: Principal"). */
export type Provider = 'saml' | 'oidc';

/** Which kind of provider a Federated principal is; undefined when it is partly unknown, `'malformed'` when it is neither. */
export function providerOf(string: PolicyString): Provider | 'malformed' | undefined {
  if (!string.known) {
    return undefined;
  }
  const [, partition = '', provider] =
    /^arn:([a-z-]+):iam::\d{12}:(saml-provider\/[\w.-]+|oidc-provider\/.+)$/.exec(string.value) ?? [];
  if (provider === undefined) {
    return /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/.*)?$/i.test(string.value) ? 'oidc' : 'malformed';
  }
  if (!partitions.includes(partition)) {
    return 'malformed';
  }
  return provider.startsWith('saml') ? 'saml' : 'oidc';
}
