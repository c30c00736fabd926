import { asCode, asName, message, type Message } from '../text/message';
import type { Denial } from './types';

/** A piece that is needed to look into a denial, and that its text may lack. */
export type MissingPiece = 'principal' | 'action' | 'key' | 'region';

/** The pieces that the text lacks and that somebody has to supply before the policies can be looked into. */
export function missingPieces(denial: Denial): readonly MissingPiece[] {
  const keyless = isKeyless(denial);
  return [
    ...(denial.principal === null && denial.kind === 'access-denied' ? ['principal' as const] : []),
    ...(denial.action === null && denial.kind === 'access-denied' ? ['action' as const] : []),
    ...(denial.resource === null && denial.keyId === null && !keyless ? ['key' as const] : []),
    ...(denial.region === null && denial.requestRegion === null && !keyless ? ['region' as const] : []),
  ];
}

/** Whether the denied action is about no key that is there already: none can be missing (KMS Developer Guide, "Permissions reference"). */
export function isKeyless({ action, resource }: Pick<Denial, 'action' | 'resource'>): boolean {
  return action !== null && keylessActions.has(action) && !(action === 'kms:TagResource' && resource !== null);
}

const keylessActions = new Set([
  'kms:CreateKey',
  'kms:ListKeys',
  'kms:ListAliases',
  'kms:GenerateRandom',
  'kms:TagResource',
]);

/** What failed, in one sentence, as a list of several failures shows it. */
export function headline({ kind, principal, action, resource, keyId }: Denial): Message {
  const key = resource ?? keyId;
  switch (kind) {
    case 'access-denied':
      return accessDenied(principal, action, key);
    case 'not-found':
      return key === null
        ? message('The KMS key or alias does not exist there.')
        : message('{key} does not exist.', { key: asName(key) });
    case 'disabled':
      return key === null ? message('The KMS key is disabled.') : message('{key} is disabled.', { key: asName(key) });
    case 'invalid-state':
      return key === null
        ? message('The state of the KMS key does not permit the request.')
        : message('The state of {key} does not permit the request.', { key: asName(key) });
    case 'invalid-grant':
      return message('The grant id or grant token is not valid.');
    case 'other':
      return action === null
        ? message('A request to AWS KMS failed, but not over permissions.')
        : message('{action} failed, but not over permissions.', { action: asCode(action) });
  }
}

function accessDenied(principal: string | null, action: string | null, key: string | null): Message {
  if (action === null) {
    return message('AWS KMS denied access.');
  }
  if (principal === null) {
    return message('AWS KMS denied {action}.', { action: asCode(action) });
  }
  return key === null
    ? message('{principal} may not do {action}; the message does not name the key.', {
        principal: asName(principal),
        action: asCode(action),
      })
    : message('{principal} may not do {action} with {key}.', {
        principal: asName(principal),
        action: asCode(action),
        key: asName(key),
      });
}
