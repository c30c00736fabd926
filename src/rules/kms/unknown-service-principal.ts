import { setValue } from '../../policy';
import { servicePrincipal, type ServicePrincipalFact, servicePrincipalNames } from '../../reference';
import { asCode, asName, type Message, message } from '../../text/message';
import { keyPolicy } from '../examples';
import { nearest, principalsOf, effectOfRepair } from '../facts';
import type { Fix, Rule } from '../rule';

export const unknownServicePrincipal: Rule = {
  code: 'unknown-service-principal',
  severity: 'warning',
  summary: 'No service is known to call under this name',
  why: 'A service calls under its service principal, such as sns.amazonaws.com. A misspelt name, or a value of kms:ViaService (sns.eu-west-1.amazonaws.com), lets nobody in. AWS publishes no list of service principals: a new service may be missing here.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html',
  kinds: ['key', 'resource', 'trust'],
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const { type, string } of principalsOf(statement)) {
        // Names of another shape are the business of invalid-service-principal-format.
        if (type !== 'Service' || !string.known || !/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(string.value)) {
          continue;
        }
        const fact = servicePrincipal(string.value);
        // A value of kms:ViaService is known to be wrong in a key policy alone.
        if (fact === 'known' || (fact !== 'unknown' && policy.kind !== 'key')) {
          continue;
        }
        const meant = fact === 'unknown' ? meantBy(string.value) : fact.withoutRegion;
        const fixes: Fix[] =
          meant === undefined
            ? []
            : [
                {
                  title: message('Change to {name}', { name: asName(meant) }),
                  changes: [setValue(string.node, meant)],
                  effect: effectOfRepair({ statement }),
                },
              ];
        report({ at: string, message: problem(string.value, meant, fact), fixes });
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": [«"cloudtrial.amazonaws.com"», «"sns.eu-west-1.amazonaws.com"»]}, "Action": ["kms:GenerateDataKey*", "kms:Decrypt"], "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"Service": ["cloudtrail.amazonaws.com", "logs.eu-west-1.amazonaws.com", "guardduty.me-south-1.amazonaws.com", "delivery.logs.amazonaws.com", "reports.backup.amazonaws.com", "<service>.amazonaws.com"]}, "Action": ["kms:GenerateDataKey*", "kms:Decrypt"], "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}',
    ),
  ],
};

function meantBy(text: string): string | undefined {
  const name = nearest(text.replace(/\.amazonaws\.com(\.cn)?$/, ''), servicePrincipalNames);
  return name === undefined ? undefined : `${name}.amazonaws.com`;
}

function problem(name: string, meant: string | undefined, fact: ServicePrincipalFact): Message {
  if (meant === undefined) {
    return message('No service is known to call as {name}.', { name: asName(name) });
  }
  return fact === 'unknown'
    ? message('No service is known to call as {name}. Is {meant} meant?', { name: asName(name), meant: asCode(meant) })
    : message('{name} is a value for kms:ViaService; the service itself calls as {meant}.', {
        name: asName(name),
        meant: asCode(meant),
      });
}
