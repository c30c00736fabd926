import { isPlaceholderWord, type PolicyString } from '../../policy';
import { asName, message } from '../../text/message';
import { identityPolicy, keyPolicy } from '../examples';
import { analyzerCheck, changeTo, type ConditionTest, effectOfRepair, masked, type PolicyView } from '../facts';
import { everyKind, type Fix, type FixEffect, type Report, type Rule } from '../rule';

// A part between dots; U+0001 stands where a template fills something in.
const label = String.raw`[a-z0-9\u0001*?-]+`;
/** What service principals end with, in all partitions; some services have endings of their own. */
const domains = [
  String.raw`amazonaws\.com(\.cn)?`,
  String.raw`amazon\.com`,
  String.raw`aws\.internal`,
  String.raw`api\.aws`,
  String.raw`amazonaws\.eu`,
  String.raw`aws\.dev`,
  String.raw`amazonaws\.[a-z.]+`,
  String.raw`c2s\.ic\.gov`,
  String.raw`sc2s\.sgov\.gov`,
];
const servicePrincipal = new RegExp(String.raw`^${label}(\.${label})*\.(${domains.join('|')})$`);
const viaService = new RegExp(String.raw`^${label}\.${label}\.amazonaws\.com$`);

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

export const invalidServicePrincipalFormat: Rule = {
  code: 'invalid-service-principal-format',
  severity: 'error',
  summary: 'The name of a service has the wrong form',
  why: 'A service principal is service.amazonaws.com, in lower case; a value of kms:ViaService has the Region in between, service.region.amazonaws.com, in every partition. Any other form matches nothing.',
  source: analyzerCheck('error', 'invalid-service-principal-format'),
  kinds: everyKind,
  check(policy, report) {
    checkPrincipals(policy, report);
    for (const use of policy.conditions) {
      if (use.family !== 'String') {
        continue;
      }
      if (namesServices.has(use.lower)) {
        checkServiceNames(use, report);
      } else if (use.lower === 'kms:viaservice') {
        checkViaService(use, report);
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

function checkPrincipals(policy: PolicyView, report: Report): void {
  for (const use of policy.principals) {
    const { type, string } = use;
    const text = masked(string);
    if (type !== 'Service' || /[*?]/.test(text) || mayBeServicePrincipal(text)) {
      continue;
    }
    report({
      at: string,
      message: message('A service principal has the form service.amazonaws.com.'),
      fixes: changeToMeant(string, effectOfRepair(use)),
    });
  }
}

function checkServiceNames({ lower, key, statement, wildcards }: ConditionTest, report: Report): void {
  for (const string of key.value.strings) {
    const text = masked(string);
    if (mayBeServicePrincipal(text) || (wildcards && /[*?]/.test(text))) {
      continue;
    }
    report({
      at: string,
      message: message('{key} compares service principals, which have the form service.amazonaws.com.', {
        key: asName(lower),
      }),
      fixes: changeToMeant(string, effectOfRepair({ statement })),
    });
  }
}

/** Whether a text has the form of a service principal, or is still to be written: empty, or nothing but placeholders. */
function mayBeServicePrincipal(text: string): boolean {
  return text === '' || servicePrincipal.test(text) || /^\u0001+$/.test(text);
}

/** Changes a string to the service principal that was meant, if that can be told. */
function changeToMeant(string: PolicyString, effect: FixEffect): Fix[] {
  const lower = string.value.toLowerCase();
  if (servicePrincipal.test(lower)) {
    return changeTo(string, lower, effect);
  }
  return /^[a-z0-9-]+$/.test(lower) ? changeTo(string, `${lower}.amazonaws.com`, effect) : [];
}

/** A value is a service with its Region (KMS Developer Guide, "AWS KMS condition keys", kms:ViaService). */
function checkViaService(use: ConditionTest, report: Report): void {
  const { key, wildcards } = use;
  for (const string of key.value.strings) {
    if (mayBeViaService(masked(string), wildcards)) {
      continue;
    }
    const { service, region } = partsOfViaService(string.value);
    report({
      at: string,
      severity: region === undefined && !wildcards ? 'error' : 'warning',
      message: message(
        'A value of kms:ViaService has the form service.region.amazonaws.com, such as s3.eu-west-1.amazonaws.com.',
      ),
      fixes: service === undefined ? [] : changeToViaService(use, string, service, region),
    });
  }
}

/** Whether a text has the form of a value of kms:ViaService, or what is left open in it may give it that form. */
function mayBeViaService(text: string, wildcards: boolean): boolean {
  if (text === '' || viaService.test(text)) {
    return true;
  }
  const [service = '', region = ''] = text.split('.');
  return /^[\u0001*?]/.test(service) || (wildcards && text.includes('*')) || isPlaceholderWord(region);
}

/** The service, and the Region where there is one, of `s3.amazonaws.com`, `s3.eu-west-1.amazonaws.com` and the same in China. */
function partsOfViaService(value: string): {
  readonly service: string | undefined;
  readonly region: string | undefined;
} {
  const [, service, region] =
    /^([a-z0-9-]+)(?:\.([a-z0-9-]+))?\.amazonaws\.com(?:\.cn)?$/.exec(value.toLowerCase()) ?? [];
  return { service, region };
}

function changeToViaService(
  use: ConditionTest,
  string: PolicyString,
  service: string,
  region: string | undefined,
): Fix[] {
  const effect = effectOfRepair(use);
  if (region !== undefined) {
    return changeTo(string, `${service}.${region}.amazonaws.com`, effect);
  }
  return changeTo(string, `${service}.us-east-1.amazonaws.com`, effect).map(fix => ({
    ...fix,
    title: message('Insert the Region'),
    ask: {
      what: 'region',
      prompt: message('Region of the key'),
      token: 'us-east-1',
      suggestions: ['us-east-1'],
    },
  }));
}
