import { isPlaceholderWord } from '../../policy';
import { message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import { changeTo, effectOfMore } from '../fixes';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../sources';
import { masked } from '../resources/arns';

const servicePrincipal =
  /^[a-z0-9\u0001*?-]+(\.[a-z0-9\u0001*?-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal|api\.aws|amazonaws\.eu|aws\.dev|amazonaws\.[a-z.]+|c2s\.ic\.gov|sc2s\.sgov\.gov)$/;
const viaService = /^[a-z0-9\u0001*?-]+\.[a-z0-9\u0001*?-]+\.amazonaws\.com$/;

// Condition keys whose values are service principals (IAM User Guide, "AWS global condition context keys" and "IAM and AWS STS condition context keys").
const namesServices: ReadonlySet<string> = new Set([
  'iam:passedtoservice',
  'iam:awsservicename',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'aws:principalservicename',
  'aws:principalservicenameslist',
]);

/** The service principal that was meant, if that can be told. */
function meantPrincipal(text: string): string[] {
  const lower = text.toLowerCase();
  return servicePrincipal.test(lower) ? [lower] : /^[a-z0-9-]+$/.test(lower) ? [`${lower}.amazonaws.com`] : [];
}

export const invalidServicePrincipalFormat: Rule = {
  code: 'invalid-service-principal-format',
  severity: 'error',
  summary: 'The name of a service has the wrong form',
  why: 'A service principal is service.amazonaws.com, in lower case; a value of kms:ViaService has the Region in between, service.region.amazonaws.com, in every partition. Any other form matches nothing.',
  source: analyzerCheck('error', 'invalid-service-principal-format'),
  kinds: everyKind,
  check(policy, report) {
    for (const { type, string, statement } of policy.principals) {
      const text = masked(string);
      if (
        type !== 'Service' ||
        text === '' ||
        /[*?]/.test(text) ||
        servicePrincipal.test(text) ||
        /^\u0001+$/.test(text)
      ) {
        continue;
      }
      report({
        at: string,
        message: message('A service principal has the form service.amazonaws.com.'),
        fixes: meantPrincipal(string.value).flatMap(meant => changeTo(string, meant, effectOfMore(statement))),
      });
    }
    for (const { lower, values, statement, test } of policy.conditions) {
      if (namesServices.has(lower) && test.family === 'String') {
        for (const string of values.strings) {
          const text = masked(string);
          if (
            text === '' ||
            servicePrincipal.test(text) ||
            /^\u0001+$/.test(text) ||
            (test.wildcards && /[*?]/.test(text))
          ) {
            continue;
          }
          report({
            at: string,
            message: message('{key} compares service principals, which have the form service.amazonaws.com.', {
              key: lower,
            }),
            fixes: meantPrincipal(string.value).flatMap(meant =>
              changeTo(string, meant, test.negated ? 'review' : effectOfMore(statement)),
            ),
          });
        }
        continue;
      }
      if (lower !== 'kms:viaservice' || test.family !== 'String') {
        continue;
      }
      for (const string of values.strings) {
        const text = masked(string);
        if (
          text === '' ||
          viaService.test(text) ||
          /^[\u0001*?]/.test(text) ||
          (test.wildcards && /\*/.test(text)) ||
          isPlaceholderWord(text.split('.')[1] ?? '')
        ) {
          continue;
        }
        const [, service, region] =
          /^([a-z0-9-]+)(?:\.([a-z0-9-]+))?\.amazonaws\.com(?:\.cn)?$/.exec(string.value.toLowerCase()) ?? [];
        const meant = service === undefined ? undefined : `${service}.${region ?? 'us-east-1'}.amazonaws.com`;
        report({
          at: string,
          severity: region === undefined && !test.wildcards ? 'error' : 'warning',
          message: message(
            'A value of kms:ViaService has the form service.region.amazonaws.com, such as s3.eu-west-1.amazonaws.com.',
          ),
          fixes:
            meant === undefined
              ? []
              : changeTo(string, meant, test.negated ? 'review' : effectOfMore(statement)).map(fix =>
                  region === undefined
                    ? {
                        ...fix,
                        title: message('Insert the Region'),
                        ask: {
                          what: 'region' as const,
                          prompt: message('Region of the key'),
                          token: 'us-east-1',
                          suggestions: ['us-east-1'],
                        },
                      }
                    : fix,
                ),
        });
      }
    }
  },
  mayReveal: ['unknown-service-principal'],
  wrong: [
    keyPolicy('{"Effect": "Deny", "Principal": {"Service": «"cloudtrail"»}, "Action": "kms:Decrypt", "Resource": "*"}'),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": «"s3.amazonaws.com"»}}}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": [«"ec2"», "lambda.amazonaws.com"]}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": {"StringLike": {"iam:PassedToService": ["ec2.amazonaws.com*", "lambda.amazonaws.com"]}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringLike": {"kms:ViaService": ["s3.*.amazonaws.com", "sqs.eu-west-1.amazonaws.com"]}}}',
    ),
  ],
};
