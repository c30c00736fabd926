import { decide, type Decision, readCase } from '../../src/access';

export const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
export const role = 'arn:aws:iam::111122223333:role/app';
export const session = 'arn:aws:sts::111122223333:assumed-role/app/s1';
export const stranger = 'arn:aws:iam::444455556666:role/app';

export type Json = Readonly<Record<string, unknown>>;

/** A policy of these statements. */
export function policy(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}

export function allow(more: Json = {}): Json {
  return { Effect: 'Allow', Principal: { AWS: role }, Action: 'kms:Decrypt', Resource: '*', ...more };
}

export function deny(more: Json = {}): Json {
  return { ...allow(more), Effect: 'Deny' };
}

export const rootStatement: Json = {
  Sid: 'root',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};
/** An IAM policy that allows everything with every key. */
export const iamAllow: Json = policy({ Effect: 'Allow', Action: 'kms:*', Resource: '*' });

/** A case: the role decrypts with its account's key; nothing but the key policy is there. */
export function makeCase(more: Json = {}): Json {
  return {
    principal: role,
    action: 'kms:Decrypt',
    keyArn,
    keyPolicy: policy(),
    identityPolicies: [],
    grants: [],
    context: {},
    contextUnknown: [],
    ...more,
  };
}

/** Decides a case given as JSON, by the way that the CLI takes. */
export function decideCase(more: Json): Decision {
  return decideText(JSON.stringify(makeCase(more)));
}

export function decideText(text: string): Decision {
  const reading = readCase(text);
  if (!('case' in reading)) {
    throw new Error(reading.problem.text);
  }
  return decide(reading.case.request, reading.case.known);
}
