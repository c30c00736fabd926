import { setValue } from '../../policy';
import { servicePrincipalNames, viaServiceNames } from '../../reference';
import { asCode, message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import { nearest, testsOn, effectOfRepair } from '../facts';
import { everyKind, type Rule } from '../rule';

export const viaserviceUnknownService: Rule = {
  code: 'viaservice-unknown-service',
  severity: 'information',
  summary: 'The service is not known to set kms:ViaService',
  why: 'kms:ViaService holds the name of the service that calls KMS for a principal, such as s3.eu-west-1.amazonaws.com. EBS calls as ec2, Aurora as rds, Parameter Store as ssm. A name that no service sets makes the condition false for good. The list of AWS is not complete, so a newer service may be right.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service',
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const test of testsOn(statement, 'kms:viaservice')) {
        for (const string of test.key.value.strings) {
          const match = string.known ? /^([a-z0-9-]+)(\.[a-z0-9*?-]+\.amazonaws\.com)$/.exec(string.value) : null;
          const [, service = '', rest = ''] = match ?? [];
          // A real service that is not in the list may well set the key by now, unless people know it by another name.
          if (
            match === null ||
            prefixes.has(service) ||
            (servicePrincipalNames.has(service) && !(service in otherNames))
          ) {
            continue;
          }
          const meant = otherNames[service] ?? nearest(service, prefixes);
          report({
            at: string,
            message:
              meant === undefined
                ? message('{service} is not among the services that are known to set kms:ViaService.', {
                    service: asCode(service),
                  })
                : message(
                    '{service} is not among the services that are known to set kms:ViaService. Is {meant} meant?',
                    { service: asCode(service), meant: asCode(meant) },
                  ),
            fixes:
              meant === undefined
                ? []
                : [
                    {
                      title: message('Change to {value}', { value: asCode(meant + rest) }),
                      changes: [setValue(string.node, meant + rest)],
                      effect: effectOfRepair(test),
                    },
                  ],
          });
        }
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": [«"ebs.eu-west-1.amazonaws.com"», «"secretmanager.eu-west-1.amazonaws.com"»]}}}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", "Condition": {"StringLike": {"kms:ViaService": «"aurora.*.amazonaws.com"»}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": ["ec2.eu-west-1.amazonaws.com", "<service>.eu-west-1.amazonaws.com"]}}}',
    ),
  ],
};

const prefixes: ReadonlySet<string> = new Set(viaServiceNames.map(v => v.prefix));

// Names people know a service by.
const otherNames: Readonly<Record<string, string>> = {
  ebs: 'ec2',
  aurora: 'rds',
  neptune: 'rds',
  docdb: 'rds',
  documentdb: 'rds',
  'parameter-store': 'ssm',
  parameterstore: 'ssm',
  efs: 'elasticfilesystem',
  opensearch: 'es',
  elasticsearch: 'es',
  keyspaces: 'cassandra',
  msk: 'kafka',
  mwaa: 'airflow',
  'secrets-manager': 'secretsmanager',
  stepfunctions: 'states',
};
