import { spellOperator } from '../../policy';
import { asCode, asName, message } from '../../text/message';
import { policyOf } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck, effectOfRepair } from '../facts';
import { moveToOperator } from '../conditions/edit-operator';

interface Audience {
  readonly code: string;
  readonly group: 'security-warning' | 'suggestion';
  readonly severity: Rule['severity'];
  readonly qualifier: 'ForAnyValue' | 'ForAllValues';
}

/** A rule about a qualifier on an audience claim, which has one value (OpenID Connect Core, "ID Token": aud). */
function audienceClaim({ code, group, severity, qualifier }: Audience): Rule {
  const wrongOperator = `${qualifier}:StringEquals`;
  const statement = (operator: string) =>
    `{"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {${operator}: {"accounts.google.com:aud": "66677788899900pro0"}}}`;
  return {
    code,
    severity,
    summary: `${qualifier} on an audience claim`,
    why: 'The aud claim of a token has one value here, and a qualifier is for keys with several: leave it out.',
    source: analyzerCheck(group, code),
    kinds: ['trust'],
    check(policy, report) {
      for (const use of policy.conditions) {
        if (
          use.qualifier !== qualifier ||
          use.name === undefined ||
          !/^[a-z0-9./-]+\.[a-z0-9./-]+:aud$/.test(use.lower)
        ) {
          continue;
        }
        const name = spellOperator({ ...use, qualifier: undefined }, use.name);
        const changes = moveToOperator(use, name);
        report({
          at: use.operator.key,
          message: message('{key} has one value: leave {qualifier} out.', {
            key: asName(use.key.name),
            qualifier: asCode(qualifier),
          }),
          fixes:
            changes.length === 0
              ? []
              : [
                  {
                    title: message('Use {operator}', { operator: asCode(name) }),
                    changes,
                    effect: effectOfRepair(use),
                  },
                ],
        });
      }
    },
    wrong: [policyOf('trust', statement(`«"${wrongOperator}"»`))],
    right: [policyOf('trust', statement('"StringEquals"'))],
  };
}

/** The rules about qualifiers on audience claims. */
export const audienceClaimRules: readonly Rule[] = [
  audienceClaim({
    code: 'foranyvalue-with-audience-claim-type',
    group: 'security-warning',
    severity: 'warning',
    qualifier: 'ForAnyValue',
  }),
  audienceClaim({
    code: 'confirm-audience-claim-type',
    group: 'suggestion',
    severity: 'information',
    qualifier: 'ForAllValues',
  }),
];
