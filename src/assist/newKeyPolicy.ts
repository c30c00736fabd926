import { formatArn, type JsonValue, locate, matchesWildcard, parsePrincipal, type Principal } from '../policy';
import { partitionOfRegion } from '../reference';
import { checkPolicies } from '../rules/check';
import { asCode, asName, asText, type Message, message } from '../text/message';
import {
  administratorStatement,
  fill,
  type Places,
  rootStatementTemplate,
  type Snippet,
  snippets,
  type StatementTemplate,
  type Template,
  userStatements,
} from './snippets';

/** What *New Key Policy…* asks for. */
export interface NewKeyPolicy {
  readonly account: string;
  readonly partition: string;
  /** Needed by some services, see {@link needsRegion}. */
  readonly region?: string;
  /** ARNs of roles and users of the account. */
  readonly administrators: readonly string[];
  /** ARNs of roles and users, of other accounts too. */
  readonly users: readonly string[];
  readonly services: readonly Snippet[];
  /** The users get no direct access: the chosen services alone may use the key for them. */
  readonly onlyThroughServices?: boolean;
}

/** The account of the key, 12 digits, and its partition. */
type KeyAccount = Pick<NewKeyPolicy, 'account' | 'partition'>;

/** The services to choose from. */
export const keyPolicyServices: readonly Snippet[] = snippets.filter(s => s.id.startsWith('service-'));

/** Whether a service uses the key with its caller's permissions, so that it matters to the users. */
export function usesCaller({ statements }: Snippet): boolean {
  return statements.some(isForRole);
}

/** Whether the services can only be let in for a certain Region: it is part of what they are called. */
export function needsRegion(wanted: Omit<NewKeyPolicy, 'region'>): boolean {
  return JSON.stringify(statementsFor(wanted)).includes('{region}');
}

/** The key policy, filled in. Without users the account's IAM policies decide, through the root statement. */
export function newKeyPolicy(wanted: NewKeyPolicy): Template {
  const { account, partition, region } = wanted;
  const places: Places = { account, partition, ...(region !== undefined && { region }) };
  return fill({ Version: '2012-10-17', Statement: statementsFor(wanted) as unknown as readonly JsonValue[] }, places);
}

function statementsFor({
  administrators,
  users,
  services,
  onlyThroughServices = false,
}: Omit<NewKeyPolicy, 'region'>): StatementTemplate[] {
  const direct =
    users.length > 0 && !(onlyThroughServices && services.some(usesCaller)) ? userStatements(one(users)) : [];
  const through =
    users.length === 0
      ? []
      : services
          .flatMap(s => s.statements)
          .filter(isForRole)
          .map(s => ({ ...s, Principal: { AWS: one(users) } }));
  return [
    rootStatementTemplate,
    ...(administrators.length > 0 ? [administratorStatement(one(administrators))] : []),
    ...widest([...direct, ...through]),
    ...services.flatMap(s => s.statements).filter(s => !isForRole(s)),
  ];
}

/** The statements without those that say nothing new beside another; all are for the same principals. */
function widest(statements: readonly StatementTemplate[]): StatementTemplate[] {
  return statements.filter(
    (s, i) => !statements.some((other, j) => i !== j && covers(other, s) && (j < i || !covers(s, other))),
  );
}

function isForRole({ Principal }: StatementTemplate): boolean {
  return typeof Principal === 'object' && String(Principal['AWS']).endsWith(':role/{role}');
}

function covers(wide: StatementTemplate, narrow: StatementTemplate): boolean {
  return (
    list(narrow.Action).every(action => list(wide.Action).some(pattern => matchesWildcard(pattern, action))) &&
    Object.entries(wide.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys ?? {}).every(
        ([key, value]) => JSON.stringify(narrow.Condition?.[operator]?.[key]) === JSON.stringify(value),
      ),
    )
  );
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function one(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] ?? '') : values;
}

/** What a text was read as, or what is wrong with it, in a sentence that says what to write instead. */
export type Reading<T> = { readonly value: T } | { readonly problem: Message };

/** An account and its partition, from twelve digits or from any ARN of the account. */
export function readAccount(text: string): Reading<KeyAccount> {
  const trimmed = text.trim();
  const [, partition, account] = /^arn:([\w-]+):[\w-]*:[\w-]*:(\d{12}):/.exec(trimmed) ?? [];
  if (partition !== undefined && account !== undefined) {
    return { value: { account, partition } };
  }
  const digits = trimmed.replace(/[\s-]/g, '');
  if (/^\d{12}$/.test(digits)) {
    return { value: { account: digits, partition: 'aws' } };
  }
  return {
    problem:
      trimmed === '' || !/^\d+$/.test(digits)
        ? message('An account id has 12 digits: 111122223333. An ARN of the account will do too.')
        : message('An account id has 12 digits, this has {count}.', { count: digits.length }),
  };
}

/** A Region, whose partition has to be the account's. */
export function readRegion(text: string, partition: string): Reading<string> {
  const region = text.trim();
  const its = partitionOfRegion(region);
  if (its === undefined) {
    return { problem: message('There is no such Region. Write it as eu-west-1.') };
  }
  return its === partition || partition === 'aws'
    ? { value: region }
    : {
        problem: message('{region} belongs to the partition {its}, the account to {partition}.', {
          region: asCode(region),
          its: asCode(its),
          partition: asCode(partition),
        }),
      };
}

/**
 * The principals of a list in which commas, spaces or lines come between them: ARNs, or `role/NAME` and `user/NAME` for those of the account.
 * @param role administrators have to belong to the account: managing a key never works across accounts
 */
export function readPrincipals(
  text: string,
  { account, partition }: KeyAccount,
  role: 'administrators' | 'users',
): Reading<readonly string[]> {
  const arns: string[] = [];
  for (const word of text
    .split(/[\s,;]+/)
    .map(w => w.replace(/^["']|["']$/g, ''))
    .filter(Boolean)) {
    const arn = /^(role|user)\//.test(word)
      ? formatArn({ partition, service: 'iam', region: '', account, resource: word })
      : word;
    const problem = problemOf(arn, { account, partition }, role);
    if (problem) {
      return { problem };
    }
    if (!arns.includes(arn)) {
      arns.push(arn);
    }
  }
  if (arns.length === 0) {
    return { value: [] };
  }
  // Whatever the rules know about principals is said before the policy is written.
  const wanted = { account, partition, administrators: [], users: [], services: [], [role]: arns };
  const found = checkPolicies(locate(JSON.stringify(newKeyPolicy(wanted)), { kind: 'key' })).find(
    f => f.severity !== 'hint',
  );
  return found ? { problem: found.message } : { value: arns };
}

/** What keeps a text from being a principal of such a key policy. */
function problemOf(arn: string, key: KeyAccount, role: 'administrators' | 'users'): Message | undefined {
  const principal = parsePrincipal(arn);
  switch (principal.kind) {
    case 'role':
    case 'user':
      return identityProblem(principal, key, role);
    case 'assumed-role':
      return message('{arn} is one session of a role. Name the role: {role}', {
        arn: asCode(arn),
        role: asName(`arn:${principal.partition}:iam::${principal.account}:role/${principal.name}`),
      });
    case 'anyone':
      return message('* lets everybody in. Name roles or users.');
    case 'account':
      return message('The account is let in by the root statement already. Name roles or users.');
    case 'group':
      return message('{arn} is a group, and a group cannot be a principal. Name roles or users.', { arn: asCode(arn) });
    case 'instance-profile':
      return message('{arn} is an instance profile. Name the role that it holds.', { arn: asCode(arn) });
    case 'service':
      return message('{service} is a service: services come in a later step. Name roles or users here.', {
        service: asCode(principal.service),
      });
    case 'unique-id':
      return message('{id} is the id of a role or user that was deleted. Name one that exists.', {
        id: asCode(principal.id),
      });
    case 'federated-user':
    case 'other':
      return message(
        '{text} is no ARN of a role or user: arn:{partition}:iam::{account}:role/NAME, or role/NAME for short.',
        { text: asText(arn), account: asCode(key.account), partition: asCode(key.partition) },
      );
  }
}

function identityProblem(
  { arn, account, partition }: Extract<Principal, { readonly path: string }>,
  key: KeyAccount,
  role: 'administrators' | 'users',
): Message | undefined {
  if (!/^\d{12}$/.test(account)) {
    return message('The account id in {arn} does not have 12 digits.', { arn: asCode(arn) });
  }
  if (/[*?<>${}]/.test(arn)) {
    return message('{arn} is not one role or user: a principal has no wildcards or placeholders.', {
      arn: asCode(arn),
    });
  }
  if (partition !== key.partition) {
    return message('{arn} belongs to the partition {its}, the account to {partition}.', {
      arn: asCode(arn),
      its: asCode(partition),
      partition: asCode(key.partition),
    });
  }
  return role === 'administrators' && account !== key.account
    ? message('{arn} belongs to another account than the key: managing a key never works across accounts.', {
        arn: asCode(arn),
      })
    : undefined;
}
