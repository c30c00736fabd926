import { parsePolicy } from '../policy';
import { type Requester, authorizeAssumeRole } from './authorize';
import type { Callers } from './callers';
import { AwsError, broken } from './errors';
import type { Input } from './input';

/** One call to STS. */
export interface StsCall extends Requester {
  readonly callers: Callers;
  readonly input: Input;
}

/** Runs an STS operation. @returns the answer's members. @throws AwsError */
export function runSts(operation: string, call: StsCall): object {
  switch (operation) {
    case 'GetCallerIdentity':
      return { UserId: call.caller.userId, Account: call.caller.account, Arn: call.caller.arn };
    case 'AssumeRole':
      return assumeRole(call);
    default:
      throw new AwsError('InvalidAction', `Could not find operation ${operation} for version 2011-06-15`);
  }
}

function assumeRole(call: StsCall): object {
  const { callers, input } = call;
  const roleArn = input.required('RoleArn');
  const sessionName = input.required('RoleSessionName');
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw broken(
      'RoleSessionName',
      `Value '${sessionName}'`,
      'Member must satisfy regular expression pattern: [\\w+=,.@-]*',
    );
  }
  const seconds = input.number('DurationSeconds', 900, 43_200) ?? 3600;
  const policy = input.string('Policy');
  if (policy !== undefined && parsePolicy(policy).statements.length === 0) {
    throw new AwsError('MalformedPolicyDocument', 'Syntax errors in policy.');
  }
  const role = authorizeAssumeRole(call, roleArn, {
    'sts:RoleSessionName': sessionName,
    ...(input.has('ExternalId') && { 'sts:ExternalId': input.required('ExternalId') }),
    ...mfaContext(input),
  });
  const session = {
    sessionName,
    expires: Date.now() + seconds * 1000,
    ...(policy !== undefined && { sessionPolicy: parsePolicy(policy) }),
  };
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = callers.issue(role, session);
  const assumed = callers.caller(accessKeyId);
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: expiration,
    },
    AssumedRoleUser: { AssumedRoleId: assumed.userId, Arn: assumed.arn },
  };
}

/** Any six digits do as the code of an MFA device, but six noughts. */
function mfaContext(input: Input): { readonly 'aws:MultiFactorAuthPresent'?: string } {
  const code = input.string('TokenCode');
  if (code === undefined) {
    return {};
  }
  if (!input.has('SerialNumber') || !/^\d{6}$/.test(code) || code === '000000') {
    throw new AwsError('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.', 403);
  }
  return { 'aws:MultiFactorAuthPresent': 'true' };
}
