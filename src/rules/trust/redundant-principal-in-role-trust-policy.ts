import { asName, message } from '../../text/message';
import { policyOf } from '../examples';
import { analyzerCheck, plainPrincipal, principalsOf, takeOut } from '../facts';
import type { Rule } from '../rule';

export const redundantPrincipalInRoleTrustPolicy: Rule = {
  code: 'redundant-principal-in-role-trust-policy',
  severity: 'information',
  summary: 'A session is named beside its own role',
  why: 'A role as principal stands for all of its sessions, so a session of the same role adds nothing.',
  source: analyzerCheck('suggestion', 'redundant-principal-in-role-trust-policy'),
  kinds: ['trust'],
  check(policy, report) {
    const roles = new Set(
      policy.principals.flatMap(use => {
        const principal = plainPrincipal(use);
        return principal?.kind === 'role' ? [`${use.statement.index} ${principal.account} ${principal.name}`] : [];
      }),
    );
    // In NotPrincipal both have to stand (IAM User Guide, "IAM JSON policy elements: NotPrincipal").
    for (const use of policy.statements.flatMap(principalsOf)) {
      const { string, statement } = use;
      const principal = plainPrincipal(use);
      if (
        principal?.kind !== 'assumed-role' ||
        !roles.has(`${statement.index} ${principal.account} ${principal.name}`)
      ) {
        continue;
      }
      report({
        at: string,
        tag: 'unnecessary',
        message: message('The role {role} is named too and stands for all of its sessions.', {
          role: asName(principal.name),
        }),
        fixes: takeOut(string, 'safe'),
      });
    }
  },
  wrong: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/app", «"arn:aws:sts::111122223333:assumed-role/app/session"»]}, "Action": "sts:AssumeRole"}',
    ),
  ],
  right: [
    policyOf(
      'trust',
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "sts:AssumeRole"}',
    ),
  ],
};
