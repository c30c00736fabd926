import type { Statement } from '../../policy';
import { hasEffect, type PolicyView } from '../facts';

const sourceKeys = new Set(['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths']);

/** Allow statements that let in a service principal with nothing that says for whom the service acts. */
export function unrestrictedServiceStatements(
  policy: PolicyView,
): { readonly statement: Statement; readonly conditionKeys: readonly string[] }[] {
  return policy.statements.flatMap(statement => {
    if (
      !hasEffect(statement, 'Allow') ||
      !statement.principal?.value.entries.some(e => e.name === 'Service' && e.value.strings.length > 0)
    ) {
      return [];
    }
    const condition = statement.condition?.value;
    if (condition && (!condition.complete || condition.misfits.length > 0)) {
      return [];
    }
    const conditionKeys = condition?.operators.flatMap(o => o.value.map(k => k.name.toLowerCase())) ?? [];
    const limited = conditionKeys.some(
      k => sourceKeys.has(k) || k.startsWith('kms:encryptioncontext') || k === 'aws:principalorgid',
    );
    return limited ? [] : [{ statement, conditionKeys }];
  });
}

/** Keys that restrict a service principal, but less well than the source of its request. */
export const weakKeys: readonly string[] = [
  'aws:referer',
  'aws:useragent',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:securetransport',
  'aws:principaltype',
  'aws:principalservicename',
];
