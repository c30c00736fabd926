import { addValue } from '../../policy';
import { asCode, asCodes, message } from '../../text/message';
import { policyOf } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck, hasEffect } from '../facts';

const wanted = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'];

export const missingActionForRolesAnywhereTrustPolicy: Rule = {
  code: 'missing-action-for-roles-anywhere-trust-policy',
  severity: 'error',
  summary: 'IAM Roles Anywhere needs three actions',
  why: 'rolesanywhere.amazonaws.com needs sts:AssumeRole, sts:SetSourceIdentity and sts:TagSession to hand out sessions of the role.',
  source: analyzerCheck('error', 'missing-action-for-roles-anywhere-trust-policy'),
  kinds: ['trust'],
  check(policy, report) {
    for (const statement of policy.statements) {
      const service = statement.principal?.value.entries
        .find(e => e.name === 'Service')
        ?.value.strings.some(s => s.value === 'rolesanywhere.amazonaws.com');
      const action = statement.action;
      if (!service || !hasEffect(statement, 'Allow') || !action?.node || !action.value.complete) {
        continue;
      }
      const present = policy.actionsOf(statement).map(a => a.lower);
      if (present.includes('sts:*') || present.includes('*')) {
        continue;
      }
      const missing = wanted.filter(w => !present.includes(w.toLowerCase()));
      const [first] = missing;
      if (first === undefined) {
        continue;
      }
      report({
        at: action.key,
        message: message('IAM Roles Anywhere also needs {actions}.', { actions: asCodes(missing) }),
        fixes:
          missing.length === 1
            ? [
                {
                  title: message('Add {action}', { action: asCode(first) }),
                  changes: [addValue(action.node, first)],
                  effect: 'widens',
                },
              ]
            : [],
      });
    }
  },
  wrong: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"Service": "rolesanywhere.amazonaws.com"}, «"Action"»: ["sts:AssumeRole", "sts:TagSession"]}',
    ),
  ],
  right: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"Service": "rolesanywhere.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]}',
    ),
  ],
};
