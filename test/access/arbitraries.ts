import fc from 'fast-check';
import { keyArn, role, session, stranger, type Json } from './cases';

const other = 'arn:aws:iam::111122223333:role/other';
const deep = 'arn:aws:iam::111122223333:role/team/deep';
export const principals = [
  role,
  session,
  stranger,
  other,
  'arn:aws:iam::111122223333:user/alice',
  'arn:aws:sts::444455556666:assumed-role/app/s2',
  'logs.eu-west-1.amazonaws.com',
  'arn:aws:iam::111122223333:root',
  'arn:aws:iam::444455556666:root',
  'arn:aws:sts::111122223333:federated-user/bob',
  'arn:aws:sts::111122223333:assumed-role/deep/s3',
  'arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling',
  'arn:aws-cn:iam::111122223333:user/alice',
];
const named = [
  'arn:aws:iam::111122223333:root',
  '111122223333',
  'arn:aws:iam::444455556666:root',
  '*',
  deep,
  ...principals.filter(p => p.startsWith('arn:')),
];

export const principalElement: fc.Arbitrary<unknown> = fc.oneof(
  fc.constant('*'),
  fc.record({
    AWS: fc.oneof(fc.constantFrom(...named), fc.uniqueArray(fc.constantFrom(...named), { minLength: 1, maxLength: 3 })),
  }),
  fc.record({ Service: fc.constantFrom('logs.eu-west-1.amazonaws.com', 's3.amazonaws.com') }),
);

/** What a Deny may leave out: whole, and in parts, of which AWS does not say what they do. */
const notPrincipalElement: fc.Arbitrary<unknown> = fc.oneof(
  fc.constant({ AWS: ['arn:aws:iam::111122223333:user/alice', 'arn:aws:iam::111122223333:root'] }),
  fc.constant({ AWS: [session, role, '111122223333'] }),
  fc.constant({ AWS: ['arn:aws:iam::111122223333:root'] }),
  fc.constant({ AWS: ['arn:aws:sts::444455556666:assumed-role/app/s2', stranger, 'arn:aws:iam::444455556666:root'] }),
  fc.constant({ Service: 'logs.eu-west-1.amazonaws.com' }),
  fc.record({ AWS: fc.uniqueArray(fc.constantFrom(...named.filter(n => n !== '*')), { minLength: 1, maxLength: 3 }) }),
);

export const actions = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:PutKeyPolicy'];
const actionPatterns = [
  ...actions,
  'kms:*',
  '*',
  'kms:De*',
  'kms:decrypt',
  'kms:GenerateDataKe?',
  's3:GetObject',
  'kms:List*',
];
const resources = [
  '*',
  keyArn,
  'arn:aws:kms:eu-west-1:111122223333:key/*',
  'arn:aws:kms:*:111122223333:key/*',
  'arn:aws:kms:us-east-1:111122223333:key/*',
  'arn:aws:kms:*:${aws:PrincipalAccount}:key/*',
  "arn:aws:kms:${aws:PrincipalTag/region, 'eu-west-1'}:111122223333:key/*",
];

const strings = [
  's3.eu-west-1.amazonaws.com',
  's3.*',
  'App?',
  'AppA',
  'appa',
  'o-1',
  '*',
  '${aws:PrincipalTag/team}',
  "${aws:PrincipalTag/team, 'AppA'}",
  'App${?}',
  '${aws:username}',
];
const condition: fc.Arbitrary<readonly [string, string, unknown]> = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      'StringEquals',
      'StringNotEquals',
      'StringLike',
      'StringNotLike',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
      'StringEqualsIfExists',
      'StringNotLikeIfExists',
    ),
    fc.constantFrom(
      'kms:ViaService',
      'KMS:viaservice',
      'kms:EncryptionContext:AppName',
      'aws:PrincipalOrgID',
      'aws:PrincipalTag/team',
      'aws:username',
    ),
    fc.uniqueArray(fc.constantFrom(...strings), { minLength: 1, maxLength: 2 }),
  ),
  fc.tuple(
    fc.constantFrom(
      'ForAnyValue:StringLike',
      'ForAllValues:StringLike',
      'ForAllValues:StringNotEquals',
      'ForAnyValue:StringNotEquals',
      'ForAnyValue:StringEquals',
      'ForAllValues:StringEqualsIfExists',
    ),
    fc.constantFrom('kms:ResourceAliases', 'kms:EncryptionContextKeys'),
    fc.uniqueArray(fc.constantFrom('alias/app*', 'alias/app', 'alias/x', 'AppName', 'app*'), {
      minLength: 1,
      maxLength: 2,
    }),
  ),
  fc.tuple(
    fc.constantFrom('ArnLike', 'ArnNotLike', 'ArnEquals', 'ArnNotEquals', 'ArnLikeIfExists', 'ArnNotEqualsIfExists'),
    fc.constant('aws:SourceArn'),
    fc.constantFrom(
      'arn:aws:s3:::bucket',
      'arn:aws:s3:::*',
      'arn:aws:*:::bucket',
      'arn:aws:sns:*:${aws:PrincipalAccount}:*',
    ),
  ),
  fc.tuple(
    fc.constantFrom('ArnLike', 'ArnNotLike', 'StringEquals', 'StringNotLike'),
    fc.constant('aws:PrincipalArn'),
    fc.uniqueArray(
      fc.constantFrom(
        role,
        deep,
        'arn:aws:iam::*:role/*',
        'arn:aws:iam::111122223333:user/*',
        'arn:aws:iam::111122223333:root',
      ),
      { minLength: 1, maxLength: 2 },
    ),
  ),
  fc.tuple(
    fc.constantFrom('StringEquals', 'StringNotEquals', 'StringEqualsIfExists'),
    fc.constantFrom('kms:CallerAccount', 'aws:PrincipalAccount'),
    fc.constantFrom('111122223333', '444455556666'),
  ),
  fc.tuple(
    fc.constantFrom('Bool', 'BoolIfExists'),
    fc.constantFrom('aws:MultiFactorAuthPresent', 'aws:PrincipalIsAWSService'),
    fc.constantFrom('true', 'false', 'TRUE'),
  ),
  fc.tuple(
    fc.constant('Null'),
    fc.constantFrom('kms:ViaService', 'aws:SourceArn', 'kms:EncryptionContextKeys', 'aws:PrincipalArn'),
    fc.constantFrom('true', 'false'),
  ),
  fc.tuple(
    fc.constantFrom(
      'NumericEquals',
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericNotEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals',
      'NumericLessThanIfExists',
    ),
    fc.constant('aws:MultiFactorAuthAge'),
    fc.constantFrom('10', '3600', '10.0'),
  ),
  fc.tuple(
    fc.constantFrom(
      'DateEquals',
      'DateNotEquals',
      'DateLessThan',
      'DateLessThanEquals',
      'DateGreaterThan',
      'DateGreaterThanEquals',
      'DateGreaterThanIfExists',
    ),
    fc.constant('aws:CurrentTime'),
    fc.constantFrom('2026-01-01T00:00:00Z', '2026-06-01', '1767225600', '2026-01-01T01:00:00+01:00'),
  ),
  fc.tuple(
    fc.constantFrom('IpAddress', 'NotIpAddress', 'IpAddressIfExists', 'NotIpAddressIfExists'),
    fc.constant('aws:SourceIp'),
    fc.uniqueArray(
      fc.constantFrom('203.0.113.0/24', '203.0.113.128/25', '203.0.113.9', '0.0.0.0/0', '198.51.100.0/30'),
      { minLength: 1, maxLength: 2 },
    ),
  ),
  fc.tuple(
    fc.constantFrom('BinaryEquals', 'BinaryEqualsIfExists'),
    fc.constant('aws:Blob'),
    fc.constantFrom('QmluYXJ5', 'b3RoZXI='),
  ),
);

const conditionBlock: fc.Arbitrary<Json | undefined> = fc.option(
  fc
    .uniqueArray(condition, { minLength: 1, maxLength: 2, selector: ([operator]) => operator })
    .map(list => Object.fromEntries(list.map(([operator, key, values]) => [operator, { [key]: values }]))),
  { nil: undefined, freq: 2 },
);

export const context: fc.Arbitrary<Record<string, string | string[]>> = fc.record(
  {
    'kms:ViaService': fc.constantFrom('s3.eu-west-1.amazonaws.com', 'sqs.eu-west-1.amazonaws.com'),
    'kms:EncryptionContext:AppName': fc.constantFrom('AppA', 'appa', 'App?'),
    'kms:EncryptionContext:Stage': fc.constantFrom('prod', 'Prod'),
    'aws:PrincipalOrgID': fc.constantFrom('o-1', 'o-2'),
    'aws:PrincipalTag/team': fc.constantFrom('AppA', 'o-1', '*'),
    'aws:PrincipalTag/region': fc.constantFrom('eu-west-1', 'us-east-1'),
    'aws:SourceArn': fc.constantFrom('arn:aws:s3:::bucket', 'arn:aws:sns:eu-west-1:111122223333:t'),
    'aws:MultiFactorAuthPresent': fc.constantFrom('true', 'false'),
    'aws:MultiFactorAuthAge': fc.constantFrom('5', '10', '4000'),
    'aws:CurrentTime': fc.constantFrom('2026-01-01T00:00:00Z', '2026-05-31T23:59:59Z', '2026-06-01T00:00:00Z'),
    'aws:SourceIp': fc.constantFrom('203.0.113.9', '203.0.113.200', '198.51.100.3', '198.51.100.4'),
    'aws:Blob': fc.constantFrom('QmluYXJ5', 'b3RoZXI='),
    'kms:ResourceAliases': fc.uniqueArray(fc.constantFrom('alias/app', 'alias/x', 'alias/application'), {
      minLength: 1,
      maxLength: 2,
    }),
  },
  { requiredKeys: [] },
);

function statement(withPrincipal: boolean, effects: readonly string[]): fc.Arbitrary<Json> {
  return fc
    .record({
      Effect: fc.constantFrom(...effects),
      principal: principalElement,
      notPrincipal: fc.option(notPrincipalElement, { nil: undefined, freq: 2 }),
      action: fc.tuple(
        fc.constantFrom('Action', 'Action', 'Action', 'NotAction'),
        fc.uniqueArray(fc.constantFrom(...actionPatterns), { minLength: 1, maxLength: 3 }),
      ),
      resource: fc.tuple(
        fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'),
        fc.constantFrom(...resources),
      ),
      condition: conditionBlock,
    })
    .map(({ Effect, principal, notPrincipal, action, resource, condition: c }) => ({
      Effect,
      ...(withPrincipal &&
        (Effect === 'Deny' && notPrincipal !== undefined ? { NotPrincipal: notPrincipal } : { Principal: principal })),
      [action[0]]: action[1],
      [resource[0]]: resource[1],
      ...(c && { Condition: c }),
    }));
}

/** A well-formed policy; Allow twice as often as Deny. */
export function policyArbitrary(
  withPrincipal: boolean,
  effects: readonly string[] = ['Allow', 'Allow', 'Deny'],
): fc.Arbitrary<Json & { Statement: readonly Json[] }> {
  return fc
    .array(statement(withPrincipal, effects), { maxLength: 4 })
    .map(Statement => ({ Version: '2012-10-17', Statement }));
}

const grant: fc.Arbitrary<Json> = fc
  .record({
    GrantId: fc.constant('g'),
    GranteePrincipal: fc.constantFrom(...principals.filter(p => p.startsWith('arn:') && !p.endsWith(':root')), deep),
    Operations: fc.uniqueArray(fc.constantFrom('Decrypt', 'GenerateDataKey', 'DescribeKey'), {
      minLength: 1,
      maxLength: 2,
    }),
    Constraints: fc.option(
      fc.constantFrom(
        { EncryptionContextSubset: { AppName: 'AppA' } },
        { EncryptionContextEquals: { appname: 'AppA' } },
        { EncryptionContextEquals: { AppName: 'AppA', Stage: 'prod' } },
      ),
      { nil: undefined, freq: 2 },
    ),
  })
  .map(({ Constraints, ...rest }) => ({ ...rest, ...(Constraints && { Constraints }) }));

const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null, freq: 2 });

/** A fully known case of well-formed policies. */
export const knownCase = fc
  .record({
    principal: fc.constantFrom(...principals),
    action: fc.constantFrom(...actions),
    keyArn: fc.constant(keyArn),
    keyPolicy: policyArbitrary(true),
    identityPolicies: fc.array(policyArbitrary(false), { maxLength: 2 }),
    grants: fc.array(grant, { maxLength: 2 }),
    scp: maybe(fc.array(policyArbitrary(false), { minLength: 1, maxLength: 1 })),
    rcp: maybe(fc.array(policyArbitrary(true, ['Deny']), { minLength: 1, maxLength: 1 })),
    boundary: maybe(policyArbitrary(false)),
    sessionPolicy: maybe(policyArbitrary(false)),
    vpcEndpointPolicy: maybe(policyArbitrary(true)),
    context,
  })
  .map(c => ({
    ...c,
    ...(c.principal.endsWith(':root') && { identityPolicies: [] }),
    context: c.principal.endsWith('assumed-role/deep/s3') ? { ...c.context, 'aws:PrincipalArn': deep } : c.context,
  }));
