import { message } from '../../text/message';
import type { FixQuestion } from '../rule';
import { malformedPrincipal } from './malformedPrincipal';
import { isAccountId, principalsOf } from './principals';
import type { PolicyView } from './view';

// Tokens that stand for an answer look like the placeholders people write, so that a fix nobody answered leaves a placeholder.
export function askAccount(policy: PolicyView): FixQuestion {
  const accounts = policy.statements
    .flatMap(principalsOf)
    .map(p => p.account)
    .filter(isAccountId);
  return {
    what: 'account',
    prompt: message('Which account?'),
    token: '<account-id>',
    suggestions: [...new Set(accounts)],
  };
}

export function askPrincipal(policy: PolicyView): FixQuestion {
  const named = policy.statements
    .flatMap(principalsOf)
    .filter(
      p =>
        p.string.known &&
        (p.principal.kind === 'role' || p.principal.kind === 'user') &&
        malformedPrincipal(p.string.value) === undefined,
    );
  return {
    what: 'principal',
    prompt: message('Which role or user? Give its ARN.'),
    token: '<principal-arn>',
    suggestions: [...new Set(named.map(p => p.string.value))],
  };
}

export function askKeyArn(policy: PolicyView): FixQuestion {
  const arns = policy.resources
    .map(r => r.string.value)
    .filter(v => /^arn:[^:]+:kms:[^:]+:\d{12}:key\/[\w-]+$/.test(v));
  return {
    what: 'key-arn',
    prompt: message('Which key? Give its ARN.'),
    token: '<key-arn>',
    suggestions: [...new Set([...(policy.known.keyArn === undefined ? [] : [policy.known.keyArn]), ...arns])],
  };
}

export function askRegion(policy: PolicyView): FixQuestion {
  const key = policy.known.keyArn?.split(':')[3];
  const regions = policy.text.match(/\b[a-z]{2}(?:-[a-z]+)+-\d\b/g) ?? [];
  return {
    what: 'region',
    prompt: message('Which Region?'),
    token: '<region>',
    suggestions: [
      ...new Set([
        ...(key === undefined ? [] : [key]),
        ...regions,
        'us-east-1',
        'us-west-2',
        'eu-west-1',
        'eu-central-1',
      ]),
    ],
  };
}
