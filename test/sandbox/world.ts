import type { PolicyJson, WorldData } from '../../src/sandbox';

/** A small world for the operations' own tests: one user who may do everything, two keys of theirs, one of others. */
export const region = 'ap-northeast-1';
export const account = '123456789012';
export const otherAccount = '444455556666';
export const user = `arn:aws:iam::${account}:user/alice`;
export const reader = `arn:aws:iam::${account}:role/team/Reader`;
export const guarded = `arn:aws:iam::${account}:role/Guarded`;
export const group = `arn:aws:iam::${account}:group/Operators`;
export const operator = `arn:aws:iam::${account}:user/olga`;
export const many = `arn:aws:iam::${account}:user/many`;
export const nobody = `arn:aws:iam::${account}:user/nobody`;
export const keyArn = `arn:aws:kms:${region}:${account}:key/11111111-2222-4333-8444-555555555555`;
export const secondKeyArn = `arn:aws:kms:${region}:${account}:key/66666666-7777-4888-8999-aaaaaaaaaaaa`;
export const otherKeyArn = `arn:aws:kms:${region}:${otherAccount}:key/bbbbbbbb-cccc-4ddd-8eee-ffffffffffff`;

const root = (of: string): object => ({
  Sid: 'Root',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${of}:root` },
  Action: 'kms:*',
  Resource: '*',
});
const allowing = (...actions: string[]): PolicyJson => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: actions, Resource: '*' },
});
export const rootOnly = { Version: '2012-10-17', Statement: [root(account)] };

export const world: WorldData = {
  identities: [
    { arn: user, inline: { All: allowing('*') } },
    { arn: nobody },
    { arn: many, inline: Object.fromEntries([...'ABCDE'].map(name => [name, allowing('iam:ListUserPolicies')])) },
    { arn: operator, groups: [group] },
    { arn: group, inline: { Describe: allowing('kms:DescribeKey') } },
    {
      arn: reader,
      trust: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: user }, Action: 'sts:AssumeRole' }],
      },
      inline: { Read: allowing('kms:DescribeKey', 'kms:Decrypt') },
      attached: [`arn:aws:iam::${account}:policy/Shared`],
      boundary: `arn:aws:iam::${account}:policy/Boundary`,
    },
    {
      arn: guarded,
      trust: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: account },
            Action: 'sts:AssumeRole',
            Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
          },
        ],
      },
    },
  ],
  managedPolicies: {
    [`arn:aws:iam::${account}:policy/Shared`]: allowing('s3:*'),
    [`arn:aws:iam::${account}:policy/Boundary`]: allowing('kms:*', 's3:*'),
  },
  keys: [
    { arn: keyArn, aliases: ['alias/mine'], policy: rootOnly },
    { arn: secondKeyArn, aliases: ['alias/second'], policy: rootOnly },
    { arn: otherKeyArn, aliases: ['alias/theirs'], policy: { Version: '2012-10-17', Statement: [root(otherAccount)] } },
  ],
};
