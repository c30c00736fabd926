import { parsePrincipal } from '../policy';
import { type Requester, authorizeAccount } from './authorize';
import { AwsError } from './errors';
import type { Input } from './input';
import { accountOf, type PolicyJson, type SandboxIdentity, uniqueId } from './world';

/** One call to IAM. */
export interface IamCall extends Requester {
  readonly input: Input;
}

/** The kinds of identity, which IAM reads by operations of their own. */
type Kind = 'Role' | 'User' | 'Group';

const operations: Readonly<Record<string, (call: IamCall) => object>> = {
  GetPolicy: getPolicy,
  GetPolicyVersion: getPolicyVersion,
  GetRole: call => ({ Role: describe('Role', authorizedIdentity(call, 'Role', 'GetRole')) }),
  GetUser: call => ({ User: describe('User', authorizedIdentity(call, 'User', 'GetUser')) }),
  ...policyReads('Role'),
  ...policyReads('User'),
  ...policyReads('Group'),
  ListGroupsForUser(call) {
    const { items, rest } = page(call, call.world.groupsOf(authorizedIdentity(call, 'User', 'ListGroupsForUser')));
    return { Groups: items.map(group => describe('Group', group)), ...rest };
  },
};

/** Runs an IAM operation. @returns the answer's members. @throws AwsError */
export function runIam(operation: string, call: IamCall): object {
  const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (run === undefined) {
    throw new AwsError('InvalidAction', `Could not find operation ${operation} for version 2010-05-08`);
  }
  return run(call);
}

function policyReads(kind: Kind): Record<string, (call: IamCall) => object> {
  return {
    [`List${kind}Policies`](call) {
      const { items, rest } = page(
        call,
        Object.keys(authorizedIdentity(call, kind, `List${kind}Policies`).inline ?? {}),
      );
      return { PolicyNames: items, ...rest };
    },
    [`Get${kind}Policy`](call) {
      const identity = authorizedIdentity(call, kind, `Get${kind}Policy`);
      const name = call.input.required('PolicyName');
      const document =
        identity.inline !== undefined && Object.hasOwn(identity.inline, name) ? identity.inline[name] : undefined;
      if (document === undefined) {
        throw noSuchEntity(`The ${kind.toLowerCase()} policy with name ${name} cannot be found.`);
      }
      return { [`${kind}Name`]: nameOf(identity), PolicyName: name, PolicyDocument: encoded(document) };
    },
    [`ListAttached${kind}Policies`](call) {
      const { items, rest } = page(call, authorizedIdentity(call, kind, `ListAttached${kind}Policies`).attached ?? []);
      return { AttachedPolicies: items.map(arn => ({ PolicyName: policyName(arn), PolicyArn: arn })), ...rest };
    },
  };
}

/** The role or user that the input names (GetUser: the caller, if none is named). @throws AwsError NoSuchEntity */
function authorizedIdentity(call: IamCall, kind: Kind, operation: string): SandboxIdentity {
  const { world, caller, input } = call;
  const name =
    input.string(`${kind}Name`) ?? (operation === 'GetUser' ? nameOf(caller.identity) : input.required(`${kind}Name`));
  const identity = [...world.identities].find(
    i => accountOf(i.arn) === caller.account && parsePrincipal(i.arn).kind === kind.toLowerCase() && nameOf(i) === name,
  );
  const type = kind.toLowerCase();
  authorizeAccount(
    call,
    `iam:${operation}`,
    identity?.arn ?? `arn:${caller.arn.split(':')[1]}:iam::${caller.account}:${type}/${name}`,
    `${type} ${name}`,
  );
  if (identity === undefined) {
    throw noSuchEntity(`The ${type} with name ${name} cannot be found.`);
  }
  return identity;
}

function describe(kind: Kind, identity: SandboxIdentity): object {
  const principal = parsePrincipal(identity.arn);
  return {
    Path: 'path' in principal ? principal.path : '/',
    [`${kind}Name`]: nameOf(identity),
    [`${kind}Id`]: uniqueId(identity.arn),
    Arn: identity.arn,
    CreateDate: created,
    ...(identity.trust && { AssumeRolePolicyDocument: encoded(identity.trust) }),
    ...(kind === 'Role' && { MaxSessionDuration: 3600 }),
    ...(identity.boundary !== undefined && {
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: identity.boundary },
    }),
  };
}

function getPolicy(call: IamCall): object {
  const { arn } = authorizedPolicy(call, 'iam:GetPolicy');
  return {
    Policy: {
      PolicyName: policyName(arn),
      Arn: arn,
      Path: '/',
      DefaultVersionId: 'v1',
      IsAttachable: true,
      CreateDate: created,
      UpdateDate: created,
    },
  };
}

function getPolicyVersion(call: IamCall): object {
  const { arn, document } = authorizedPolicy(call, 'iam:GetPolicyVersion');
  const version = call.input.required('VersionId');
  if (version !== 'v1') {
    throw noSuchEntity(`Policy ${arn} version ${version} does not exist or is not attachable.`);
  }
  return {
    PolicyVersion: { Document: encoded(document), VersionId: version, IsDefaultVersion: true, CreateDate: created },
  };
}

function authorizedPolicy(call: IamCall, action: string): { readonly arn: string; readonly document: PolicyJson } {
  const { world, caller, input } = call;
  const arn = input.required('PolicyArn');
  authorizeAccount(call, action, arn, `policy ${arn}`);
  const document = [caller.account, 'aws'].includes(accountOf(arn)) ? world.managedPolicy(arn) : undefined;
  if (document === undefined) {
    throw noSuchEntity(`Policy ${arn} was not found.`);
  }
  return { arn, document };
}

const created = new Date(Date.UTC(2026, 0, 15, 9));

const nameOf = ({ arn }: SandboxIdentity): string => arn.slice(arn.lastIndexOf('/') + 1);
const policyName = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
const noSuchEntity = (text: string): AwsError => new AwsError('NoSuchEntity', text, 404);

/** IAM sends policies URL-encoded (RFC 3986). */
function encoded(document: PolicyJson): string {
  return encodeURIComponent(JSON.stringify(document, undefined, 2)).replace(
    /[!'()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function page<T>(call: IamCall, all: readonly T[]): { readonly items: readonly T[]; readonly rest: object } {
  const limit = call.input.number('MaxItems', 1, 1000) ?? 100;
  const start = Number(Buffer.from(call.input.string('Marker') ?? 'MA==', 'base64').toString('utf8'));
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError('ValidationError', 'Invalid Marker.');
  }
  const next = start + limit;
  const more = next < all.length;
  return {
    items: all.slice(start, next),
    rest: { IsTruncated: more, ...(more && { Marker: Buffer.from(String(next)).toString('base64') }) },
  };
}
