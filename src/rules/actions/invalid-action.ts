import { matchesWildcard } from '../../policy';
import type { ServiceFacts } from '../../reference/servicesData';
import { asCode, message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import {
  type ActionUse,
  changeAction,
  effectOfRemoving,
  isNameless,
  nearest,
  type PolicyView,
  serviceFacts,
  takeOut,
} from '../facts';
import { everyKind, type Report, type Rule, type Severity } from '../rule';

export const invalidAction: Rule = {
  code: 'invalid-action',
  severity: 'error',
  summary: 'There is no such action',
  why: 'An action is a service prefix, a colon and the name of one of its actions; case does not count. A name that does not exist matches no request, so an Allow gives nothing and a Deny protects nothing.',
  source:
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  kinds: everyKind,
  check(policy, report) {
    for (const use of policy.actions) {
      const { string, lower } = use;
      if (!string.known || string.value.includes('${') || lower.replaceAll('*', '') === '') {
        continue;
      }
      if (!lower.includes(':') || isNameless(lower)) {
        reportIncomplete(policy, use, report);
        continue;
      }
      if (/[*?]/.test(use.service)) {
        continue;
      }
      const facts = serviceFacts(policy, use.service);
      if (facts === undefined || exists(facts, use.name)) {
        continue;
      }
      reportUnknown(use, facts, report);
    }
  },
  mayReveal: ['unsupported-action-for-condition-key'],
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": [«"kms:Decrpyt"», «"kms:ReEncrypt"»], "Resource": "*"}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": [«"s3:GetObjects"», "s3:PutObject"], "Resource": "arn:aws:s3:::example/*"}',
    ),
    identityPolicy('{"Effect": "Deny", "Action": «"kms:Forget*"», "Resource": "*"}'),
    identityPolicy('{"Effect": "Deny", "Action": ["s3:PutObject", «"s3:"»], "Resource": "*"}'),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["KMS:decrypt", "kms:ReEncrypt*"], "Resource": "*"}',
    ),
  ],
};

// No longer in the Service Authorization Reference, but in policies that AWS itself writes or wrote.
const legacy = new Set(['sns:receive', 's3:headbucket']);

function exists(facts: ServiceFacts, name: string): boolean {
  if (legacy.has(`${facts.prefix}:${name}`)) {
    return true;
  }
  return /[*?]/.test(name) ? facts.lowerActions.some(a => matchesWildcard(name, a)) : facts.hasAction(name);
}

function reportUnknown(use: ActionUse, facts: ServiceFacts, report: Report): void {
  const { string, name } = use;
  const prefix = string.value.slice(0, string.value.indexOf(':'));
  if (/[*?]/.test(name)) {
    report({
      at: string,
      severity: severityOfPattern(use),
      tag: 'unnecessary',
      message: message('No action of {service} matches {action}.', {
        service: asCode(prefix),
        action: asCode(string.value),
      }),
      fixes: takeOut(string, effectOfRemoving(use)),
    });
    return;
  }
  const family = facts.actions.filter(a => a.toLowerCase().startsWith(name));
  const meant =
    family.length > 1 ? `${family[0]?.slice(0, name.length) ?? ''}*` : (family[0] ?? nearest(name, facts.actions));
  const args = { service: asCode(prefix), action: asCode(string.value.slice(prefix.length + 1)) };
  report({
    at: string,
    // KMS gets new operations, and a name that is near no known one may be such.
    severity: meant === undefined && use.service === 'kms' ? 'warning' : 'error',
    message:
      meant === undefined
        ? message('{service} has no action {action}.', args)
        : message('{service} has no action {action}. Did you mean {meant}?', { ...args, meant: asCode(meant) }),
    fixes: [
      ...(meant === undefined ? [] : changeAction(use, `${prefix}:${meant}`)),
      // It has no effect as it stands, but somebody meant something by it.
      ...takeOut(string, effectOfRemoving(use)),
    ],
  });
}

/** How bad a pattern is that matches nothing: beside others less than alone, and KMS gets new operations. */
function severityOfPattern({ service, string }: ActionUse): Severity {
  if (service === 'kms') {
    return 'information';
  }
  const list = string.node.parent;
  return list?.type === 'array' && list.children?.length !== 1 ? 'warning' : 'error';
}

/** An action without a service, or without a name, which may have been meant to be any. */
function reportIncomplete(policy: PolicyView, use: ActionUse, report: Report): void {
  const operation =
    !isNameless(use.lower) && (policy.kind === 'key' || serviceFacts(policy, 'kms')?.hasAction(use.lower))
      ? nearest(use.lower, serviceFacts(policy, 'kms')?.actions ?? [])
      : undefined;
  report({
    at: use.string,
    message: message('An action is written service:Action, such as kms:Decrypt.'),
    fixes: [
      ...(operation === undefined ? [] : changeAction(use, `kms:${operation}`)),
      ...(isNameless(use.lower) ? takeOut(use.string, effectOfRemoving(use)) : []),
    ],
  });
}
