import fc from 'fast-check';
import { keyArn, role, session, stranger, type Json } from './cases';

const other = 'arn:aws:iam::111122223333:role/other';
export const principals = [role, session, stranger, other, 'arn:aws:iam::111122223333:user/alice', 'arn:aws:sts::444455556666:assumed-role/app/s2', 'logs.eu-west-1.amazonaws.com'];
const named = ['arn:aws:iam::111122223333:root', '111122223333', 'arn:aws:iam::444455556666:root', '*', ...principals.filter(p => p.startsWith('arn:'))];

export const principalElement: fc.Arbitrary<unknown> = fc.oneof(
  fc.constant('*'),
  fc.record({ AWS: fc.oneof(fc.constantFrom(...named), fc.uniqueArray(fc.constantFrom(...named), { minLength: 1, maxLength: 3 })) }),
  fc.record({ Service: fc.constantFrom('logs.eu-west-1.amazonaws.com', 's3.amazonaws.com') }),
);

export const actions = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:PutKeyPolicy'];
const actionPatterns = [...actions, 'kms:*', '*', 'kms:De*', 'kms:decrypt', 'kms:GenerateDataKe?', 's3:GetObject'];
const resources = ['*', keyArn, 'arn:aws:kms:eu-west-1:111122223333:key/*', 'arn:aws:kms:*:111122223333:key/*', 'arn:aws:kms:us-east-1:111122223333:key/*'];

const condition: fc.Arbitrary<readonly [string, string, unknown]> = fc.oneof(
  fc.tuple(
    fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase', 'StringEqualsIfExists', 'StringNotLikeIfExists'),
    fc.constantFrom('kms:ViaService', 'KMS:viaservice', 'kms:EncryptionContext:AppName', 'aws:PrincipalOrgID'),
    fc.uniqueArray(fc.constantFrom('s3.eu-west-1.amazonaws.com', 's3.*', 'App?', 'AppA', 'appa', 'o-1', '*'), { minLength: 1, maxLength: 2 }),
  ),
  fc.tuple(fc.constantFrom('ForAnyValue:StringLike', 'ForAllValues:StringLike', 'ForAllValues:StringNotEquals', 'ForAnyValue:StringNotEquals', 'ForAnyValue:StringEquals'),
    fc.constant('kms:ResourceAliases'), fc.uniqueArray(fc.constantFrom('alias/app*', 'alias/app', 'alias/x'), { minLength: 1, maxLength: 2 })),
  fc.tuple(fc.constantFrom('ArnLike', 'ArnNotLike', 'ArnEquals'), fc.constant('aws:SourceArn'),
    fc.constantFrom('arn:aws:s3:::bucket', 'arn:aws:s3:::*', 'arn:aws:*:::bucket')),
  fc.tuple(fc.constantFrom('Bool', 'BoolIfExists'), fc.constant('aws:MultiFactorAuthPresent'), fc.constantFrom('true', 'false')),
  fc.tuple(fc.constant('Null'), fc.constantFrom('kms:ViaService', 'aws:SourceArn'), fc.constantFrom('true', 'false')),
  fc.tuple(fc.constantFrom('NumericEquals', 'NumericLessThan', 'NumericNotEquals', 'NumericGreaterThanEquals'), fc.constant('aws:MultiFactorAuthAge'), fc.constantFrom('10', '3600')),
);

const conditionBlock: fc.Arbitrary<Json | undefined> = fc.option(
  fc.uniqueArray(condition, { minLength: 1, maxLength: 2, selector: ([operator]) => operator })
    .map(list => Object.fromEntries(list.map(([operator, key, values]) => [operator, { [key]: values }]))),
  { nil: undefined, freq: 2 },
);

export const context: fc.Arbitrary<Record<string, string | string[]>> = fc.record({
  'kms:ViaService': fc.constantFrom('s3.eu-west-1.amazonaws.com', 'sqs.eu-west-1.amazonaws.com'),
  'kms:EncryptionContext:AppName': fc.constantFrom('AppA', 'appa', 'App?'),
  'aws:PrincipalOrgID': fc.constantFrom('o-1', 'o-2'),
  'aws:SourceArn': fc.constantFrom('arn:aws:s3:::bucket', 'arn:aws:sns:eu-west-1:111122223333:t'),
  'aws:MultiFactorAuthPresent': fc.constantFrom('true', 'false'),
  'aws:MultiFactorAuthAge': fc.constantFrom('5', '10', '4000'),
  'kms:ResourceAliases': fc.uniqueArray(fc.constantFrom('alias/app', 'alias/x', 'alias/application'), { minLength: 1, maxLength: 2 }),
}, { requiredKeys: [] });

function statement(withPrincipal: boolean, effects: readonly string[]): fc.Arbitrary<Json> {
  return fc.record({
    Effect: fc.constantFrom(...effects),
    principal: principalElement,
    action: fc.tuple(fc.constantFrom('Action', 'Action', 'Action', 'NotAction'), fc.uniqueArray(fc.constantFrom(...actionPatterns), { minLength: 1, maxLength: 3 })),
    resource: fc.tuple(fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'), fc.constantFrom(...resources)),
    condition: conditionBlock,
  }).map(({ Effect, principal, action, resource, condition: c }) => ({
    Effect, ...(withPrincipal && { Principal: principal }), [action[0]]: action[1], [resource[0]]: resource[1], ...(c && { Condition: c }),
  }));
}

/** A well-formed policy; Allow twice as often as Deny. */
export function policyArbitrary(withPrincipal: boolean, effects: readonly string[] = ['Allow', 'Allow', 'Deny']): fc.Arbitrary<Json & { Statement: readonly Json[] }> {
  return fc.array(statement(withPrincipal, effects), { maxLength: 4 }).map(Statement => ({ Version: '2012-10-17', Statement }));
}

/** A fully known case of well-formed policies. */
export const knownCase = fc.record({
  principal: fc.constantFrom(...principals),
  action: fc.constantFrom(...actions),
  keyArn: fc.constant(keyArn),
  keyPolicy: policyArbitrary(true),
  identityPolicies: fc.array(policyArbitrary(false), { maxLength: 2 }),
  scp: fc.option(fc.array(policyArbitrary(false), { minLength: 1, maxLength: 1 }), { nil: null, freq: 1 }),
  boundary: fc.option(policyArbitrary(false), { nil: null, freq: 1 }),
  context,
});
