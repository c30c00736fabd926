/** The IAM side of a principal: every policy that is attached to it, read as far as the session may. */
import {
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  paginateListAttachedGroupPolicies,
  paginateListAttachedRolePolicies,
  paginateListAttachedUserPolicies,
  paginateListGroupPolicies,
  paginateListGroupsForUser,
  paginateListRolePolicies,
  paginateListUserPolicies,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { parseArn } from '../policy';
import type { CallerIdentity, IdentityPolicies, IdentitySource, NamedPolicy, UnreadPolicies } from '../ports';
import { KnownFailure, MalformedAnswer, toFailure } from './failures';
import { allPages } from './keys';
import type { Asker, Clients } from './asker';

/**
 * Asks STS who the session is, and IAM what a principal of its account may do. What goes wrong is a failure in the
 * answer.
 * @throws AbortError (each question) when its signal is aborted
 */
export function identitySource(ask: Asker): IdentitySource {
  return {
    caller: signal => ask('sts:GetCallerIdentity', signal, whoAmI),
    identityPolicies: (principalArn, signal) =>
      ask(readOperation(principalArn), signal, (clients, abortSignal) =>
        readPolicies(clients, principalArn, abortSignal),
      ),
    principal: (principalArn, signal) =>
      ask(readOperation(principalArn), signal, async ({ iam }, abortSignal) => {
        const { kind, name } = userOrRole(parseArn(principalArn)?.resource ?? '') ?? notFound(principalArn);
        const found =
          kind === 'user'
            ? (await iam.send(new GetUserCommand({ UserName: name }), { abortSignal })).User?.Arn
            : (await iam.send(new GetRoleCommand({ RoleName: name }), { abortSignal })).Role?.Arn;
        if (found === undefined) {
          throw new MalformedAnswer();
        }
        return found;
      }),
  };
}

const readOperation = (principalArn: string): string =>
  principalArn.includes(':user/') ? 'iam:GetUser' : 'iam:GetRole';

function notFound(principalArn: string): never {
  throw new KnownFailure({
    kind: 'not-found',
    operation: 'iam:GetRole',
    message: `Neither an IAM user nor a role: ${principalArn}`,
  });
}

async function whoAmI({ sts }: Clients, abortSignal: AbortSignal): Promise<CallerIdentity> {
  const {
    Arn: arn,
    Account: account,
    UserId: userId,
  } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal });
  if (!arn || !account) {
    throw new MalformedAnswer();
  }
  return { arn, account, userId: userId ?? '' };
}

/** `user/path/alice`, `role/path/app`, `assumed-role/app/session` → kind and name; undefined for anything else. */
function userOrRole(resource: string): { kind: 'user' | 'role'; name: string } | undefined {
  const [, kind, rest = ''] = /^(user|role|assumed-role)\/(.+)$/.exec(resource) ?? [];
  if (kind === undefined) {
    return undefined;
  }
  const name = kind === 'assumed-role' ? rest.split('/')[0] : rest.split('/').at(-1);
  return name ? { kind: kind === 'user' ? 'user' : 'role', name } : undefined;
}

async function readPolicies(clients: Clients, principalArn: string, signal: AbortSignal): Promise<IdentityPolicies> {
  const arn = parseArn(principalArn);
  const principal = userOrRole(arn?.resource ?? '');
  if (arn === undefined || principal === undefined) {
    throw new KnownFailure({
      kind: 'no-identity-policies',
      operation: 'iam:GetRole',
      message: `Neither an IAM user nor a role: ${principalArn}`,
    });
  }
  const reader = new PolicyReader(clients.iam, signal);
  const asking = whoAmI(clients, signal);
  asking.catch(() => undefined); // its failure matters only where IAM does not tell the account
  const about = await (principal.kind === 'user' ? reader.user(principal.name) : reader.role(principal.name));
  const sessionAccount = parseArn(about.principalArn ?? '')?.account ?? (await asking).account;
  // IAM is asked by name: in another account it would have answered about a namesake.
  if (sessionAccount !== arn.account) {
    throw new KnownFailure({
      kind: 'other-account',
      account: arn.account,
      sessionAccount,
      operation: `iam:Get${principal.kind === 'user' ? 'User' : 'Role'}`,
      message: `The policies of a principal of account ${arn.account} cannot be read from account ${sessionAccount}.`,
    });
  }
  if (about.unread.length > 0 && about.unread.length >= reader.reads) {
    throw new KnownFailure((about.unread[0] as UnreadPolicies).failure);
  }
  return about;
}

type Options = { readonly abortSignal: AbortSignal };

/** How the inline policies of a user, role or group are read. */
interface InlinePolicies {
  /** The operations that list them, and that get one. */
  readonly list: string;
  readonly get: string;
  readonly pages: AsyncIterable<{ readonly PolicyNames: readonly string[] | undefined }>;
  readonly read: (name: string) => Promise<{ readonly PolicyDocument: string | undefined }>;
  /** The group they belong to. */
  readonly group?: string;
}

/** Reads in parallel; what is refused is noted in {@link unread}, and the rest is still read. */
class PolicyReader {
  /** How many questions were tried. */
  reads = 0;
  readonly #unread: UnreadPolicies[] = [];
  readonly #options: Options;
  readonly #documents = new Map<string, Promise<string>>();

  constructor(
    private readonly client: IAMClient,
    signal: AbortSignal,
  ) {
    this.#options = { abortSignal: signal };
  }

  async role(RoleName: string): Promise<IdentityPolicies> {
    const { client } = this;
    const [role, ...policies] = await Promise.all([
      this.#try(
        'boundary',
        'iam:GetRole',
        async () => (await client.send(new GetRoleCommand({ RoleName }), this.#options)).Role,
      ),
      this.#inline({
        list: 'iam:ListRolePolicies',
        get: 'iam:GetRolePolicy',
        pages: paginateListRolePolicies({ client }, { RoleName }, this.#options),
        read: PolicyName => client.send(new GetRolePolicyCommand({ RoleName, PolicyName }), this.#options),
      }),
      this.#attached(
        'iam:ListAttachedRolePolicies',
        paginateListAttachedRolePolicies({ client }, { RoleName }, this.#options),
      ),
    ]);
    return this.#result(
      role && { arn: role.Arn, id: role.RoleId, boundary: role.PermissionsBoundary?.PermissionsBoundaryArn },
      policies.flat(),
    );
  }

  async user(UserName: string): Promise<IdentityPolicies> {
    const { client } = this;
    const [user, ...policies] = await Promise.all([
      this.#try(
        'boundary',
        'iam:GetUser',
        async () => (await client.send(new GetUserCommand({ UserName }), this.#options)).User,
      ),
      this.#inline({
        list: 'iam:ListUserPolicies',
        get: 'iam:GetUserPolicy',
        pages: paginateListUserPolicies({ client }, { UserName }, this.#options),
        read: PolicyName => client.send(new GetUserPolicyCommand({ UserName, PolicyName }), this.#options),
      }),
      this.#attached(
        'iam:ListAttachedUserPolicies',
        paginateListAttachedUserPolicies({ client }, { UserName }, this.#options),
      ),
      this.#groups(UserName),
    ]);
    return this.#result(
      user && { arn: user.Arn, id: user.UserId, boundary: user.PermissionsBoundary?.PermissionsBoundaryArn },
      policies.flat(),
    );
  }

  async #groups(UserName: string): Promise<NamedPolicy[]> {
    const { client } = this;
    const groups =
      (await this.#try('groups', 'iam:ListGroupsForUser', () =>
        allPages(paginateListGroupsForUser({ client }, { UserName }, this.#options), page => page.Groups),
      )) ?? [];
    const policies = await Promise.all(
      groups.flatMap(({ GroupName = '' }) => [
        this.#inline({
          list: 'iam:ListGroupPolicies',
          get: 'iam:GetGroupPolicy',
          pages: paginateListGroupPolicies({ client }, { GroupName }, this.#options),
          read: PolicyName => client.send(new GetGroupPolicyCommand({ GroupName, PolicyName }), this.#options),
          group: GroupName,
        }),
        this.#attached(
          'iam:ListAttachedGroupPolicies',
          paginateListAttachedGroupPolicies({ client }, { GroupName }, this.#options),
          GroupName,
        ),
      ]),
    );
    return policies.flat();
  }

  async #inline({ list, get, pages, read, group }: InlinePolicies): Promise<NamedPolicy[]> {
    const names = (await this.#try('inline', list, () => allPages(pages, page => page.PolicyNames), group)) ?? [];
    const policies = await Promise.all(
      names.map(name =>
        this.#try(
          'policy',
          get,
          async (): Promise<NamedPolicy> => {
            const text = decode((await read(name)).PolicyDocument);
            return group === undefined ? { name, kind: 'inline', text } : { name, kind: 'group-inline', group, text };
          },
          name,
        ),
      ),
    );
    return policies.filter(p => p !== undefined);
  }

  async #attached(
    list: string,
    pages: AsyncIterable<{
      readonly AttachedPolicies?: readonly { readonly PolicyArn?: string | undefined }[] | undefined;
    }>,
    group?: string,
  ): Promise<NamedPolicy[]> {
    const attached =
      (await this.#try('attached', list, () => allPages(pages, page => page.AttachedPolicies), group)) ?? [];
    const policies = await Promise.all(
      attached.map(({ PolicyArn: name = '' }) =>
        this.#try(
          'policy',
          'iam:GetPolicyVersion',
          async (): Promise<NamedPolicy> => {
            const text = await this.#managed(name);
            return group === undefined
              ? { name, kind: 'attached', text }
              : { name, kind: 'group-attached', group, text };
          },
          name,
        ),
      ),
    );
    return policies.filter(p => p !== undefined);
  }

  /** A managed policy's default version; the same one may come through several groups. */
  #managed(PolicyArn: string): Promise<string> {
    const known = this.#documents.get(PolicyArn);
    if (known !== undefined) {
      return known;
    }
    const read = async () => {
      const { Policy } = await this.client.send(new GetPolicyCommand({ PolicyArn }), this.#options);
      const VersionId = Policy?.DefaultVersionId;
      if (VersionId === undefined) {
        throw new MalformedAnswer();
      }
      return decode(
        (await this.client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }), this.#options)).PolicyVersion
          ?.Document,
      );
    };
    const document = read();
    this.#documents.set(PolicyArn, document);
    return document;
  }

  async #result(
    principal:
      | { readonly arn: string | undefined; readonly id: string | undefined; readonly boundary: string | undefined }
      | undefined,
    policies: NamedPolicy[],
  ): Promise<IdentityPolicies> {
    const name = principal?.boundary;
    const boundary =
      name === undefined
        ? undefined
        : await this.#try(
            'boundary',
            'iam:GetPolicyVersion',
            async (): Promise<NamedPolicy> => ({ name, kind: 'boundary', text: await this.#managed(name) }),
            name,
          );
    return {
      policies,
      unread: this.#unread,
      ...(principal?.arn && { principalArn: principal.arn }),
      ...(principal?.id && { uniqueId: principal.id }),
      ...(boundary && { boundary }),
    };
  }

  async #try<T>(
    what: UnreadPolicies['what'],
    operation: string,
    read: () => Promise<T>,
    name?: string,
  ): Promise<T | undefined> {
    this.reads++;
    try {
      return await read();
    } catch (error) {
      this.#options.abortSignal.throwIfAborted();
      this.#unread.push({ what, failure: toFailure(error, operation), ...(name !== undefined && { name }) });
      return undefined;
    }
  }
}

/** IAM sends policy documents URL-encoded (IAM API Reference, "GetRolePolicy"); other IAMs may send them plain. */
function decode(document: string | undefined): string {
  if (document === undefined) {
    throw new MalformedAnswer();
  }
  if (!document.startsWith('%')) {
    return document;
  }
  try {
    return decodeURIComponent(document);
  } catch {
    throw new MalformedAnswer();
  }
}
