import { type Statement } from '../../policy';
import { asCode, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Fix, Rule } from '../rule';
import { plainPrincipal, type PolicyView, addTest } from '../facts';
import { unrestrictedServiceStatements, weakKeys } from './service-principals';

export const restrictAccessToServicePrincipal: Rule = {
  code: 'restrict-access-to-service-principal',
  severity: 'warning',
  summary: 'A service is let in for whomever it acts',
  why: 'An AWS service acts for every customer. Without aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths another customer can make the service use your key or resource (the confused deputy).',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html',
  kinds: ['key', 'resource'],
  check(policy, report) {
    for (const { statement, conditionKeys } of unrestrictedServiceStatements(policy)) {
      // A weaker restriction, or one that never applies, is a finding of its own.
      if (conditionKeys.some(k => weakKeys.includes(k) || k === 'kms:viaservice' || k === 'kms:calleraccount')) {
        continue;
      }
      if (isDescribeOnly(statement)) {
        continue;
      }
      const services = statement.principal?.value.entries.find(e => e.name === 'Service')?.value.strings ?? [];
      const [first] = services;
      if (first === undefined) {
        continue;
      }
      report({
        at: first,
        message: message('{service} is let in for whomever it acts: say for which account or resource.', {
          service: asCode(first.value),
        }),
        // Amazon SNS: these keys are not supported for events.amazonaws.com (SNS Developer Guide, "Key management").
        fixes: services.some(s => s.value === 'events.amazonaws.com') ? [] : limit(policy, statement),
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": «"cloudtrail.amazonaws.com"»}, "Action": "kms:GenerateDataKey*", "Resource": "*"}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "kms:GenerateDataKey*", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "kms:DescribeKey", "Resource": "*"}',
    ),
  ],
};

// What DescribeKey tells is no secret that a deputy could be confused about.
function isDescribeOnly(statement: Statement): boolean {
  const actions = statement.action?.value.strings ?? [];
  return actions.length > 0 && actions.every(a => a.value.toLowerCase() === 'kms:describekey');
}

function limit(policy: PolicyView, statement: Statement): Fix[] {
  const token = ownAccount(policy) ?? '111122223333';
  const changes = addTest(statement, { operator: 'StringEquals', key: 'aws:SourceAccount', value: token });
  return changes.length === 0
    ? []
    : [
        {
          title: message('Limit it to requests for one account: aws:SourceAccount'),
          changes,
          effect: 'review',
          ask: {
            what: 'account',
            prompt: message('For which account may the service act?'),
            token,
            suggestions: [token],
          },
        },
      ];
}

/** The account whose policy this seems to be: that of the first principal with a known account. */
function ownAccount(policy: PolicyView): string | undefined {
  for (const use of policy.principals) {
    const principal = plainPrincipal(use);
    if (principal && 'account' in principal && /^\d{12}$/.test(principal.account)) {
      return principal.account;
    }
  }
  return undefined;
}
