import {
  type Ability,
  type AccessRow,
  describeStatement,
  type Grant,
  type Reason,
  type Use,
  uses,
  useOf,
  whoCanUse,
} from '../access';
import { parseKeyArn, type PolicyDocument, type Principal } from '../policy';
import { kmsOperations } from '../reference';
import { keyAccountOf } from '../rules/facts';
import { type Block, type Cell, paragraphs, points, section } from '../text/blocks';
import {
  type Arg,
  asCode,
  asName,
  asSeries,
  asStatement,
  asText,
  message,
  type Message,
  verbatim,
} from '../text/message';
import { sayEnglish } from '../text/say';
import { reasonName } from './names';

/** Where a statement stands in the document that people see. */
export interface StatementLine {
  /** From 1. */
  readonly line: number;
  /** Link target, where there is one that works in a Markdown preview. */
  readonly href?: string;
}

/** A key policy whose users are asked for. */
export interface KeyPolicyInQuestion {
  readonly policy: PolicyDocument;
  /** What the policy is called: a file's name, a key's ARN. Plain text. */
  readonly name: string;
  /** The key's ARN, where it is known. */
  readonly keyArn?: string;
  /** The key's grants; undefined = unread. */
  readonly grants?: readonly Grant[];
  readonly placeOf?: (reason: Reason) => StatementLine | undefined;
}

/**
 * The key a policy belongs to: as known, as the policy's own resources tell, or a stand-in of the account that the policy seems to
 * belong to. Undefined when not even the account can be told.
 */
export function keyOfPolicy(policy: PolicyDocument, keyArn?: string): string | undefined {
  const owner = keyAccountOf(policy, keyArn);
  if (keyArn !== undefined || owner === undefined) {
    return keyArn;
  }
  if (owner.certain && owner.at !== undefined && parseKeyArn(owner.at.value)?.keyId !== undefined) {
    return owner.at.value;
  }
  return /^\d{12}$/.test(owner.account)
    ? `arn:${owner.partition}:kms:any-region:${owner.account}:key/any-key`
    : undefined;
}

/** The report **Who Can Use This Key?**. */
export function whoCanUseReport(question: KeyPolicyInQuestion): Block[] {
  const { policy, name, grants } = question;
  const key = keyOfPolicy(policy, question.keyArn);
  const rows = whoCanUse(policy, key, grants ?? []);
  return [
    { kind: 'title', says: message('Who can use this key') },
    ...paragraphs([
      message('By the key policy {name}, {grants}.', { name: asName(name), grants: grantsRead(grants) }),
      ...(policy.errors.length > 0
        ? [message('**The policy is not valid JSON**: what stands behind the fault may be missing here.')]
        : []),
    ]),
    rows.length === 0
      ? { kind: 'paragraph', says: message('**Nobody.** No statement lets anybody in.') }
      : table(rows, question),
    ...paragraphs(caveats(rows)),
    ...section(message('What is denied'), points(denies(question, key))),
    ...section(message('What this cannot show'), [
      {
        kind: 'paragraph',
        says: message(
          'IAM policies, permissions boundaries, service and resource control policies and VPC endpoint policies were not looked at. They can take away from what stands above; only where it says *depends on IAM* can they decide who gets it.',
        ),
      },
    ]),
  ];
}

function grantsRead(grants: readonly Grant[] | undefined): Message {
  return grants === undefined
    ? message('without the key’s grants, which were not read')
    : message('and the key’s grants ({count})', { count: grants.length });
}

const useNames: Readonly<Record<Use, Message>> = {
  use: message('Use'),
  manage: message('Manage'),
  grant: message('Grant'),
  read: message('Read'),
};

function table(rows: readonly AccessRow[], question: KeyPolicyInQuestion): Block {
  return {
    kind: 'table',
    heads: [message('Principal'), ...uses.map(u => useNames[u]), message('Through')],
    rows: rows.map(row => [
      principalCell(row.principal, row.name),
      ...uses.map(u =>
        abilitiesCell(
          row.abilities.filter(a => a.use === u),
          u,
        ),
      ),
      throughCell(row, question),
    ]),
  };
}

/** A principal as people call it, and below it as the policy names it. */
export function principalCell(principal: Principal, name: string): Cell {
  const called = principalName(principal, name);
  return sayEnglish(called) === name ? [called] : [message('**{name}**', { name: called }), asCode(name)];
}

/**
 * What people call a principal.
 * @param name how the policy names it, for a principal that has no shorter name
 */
export function principalName(principal: Principal, name: string): Message {
  switch (principal.kind) {
    case 'anyone':
      return message('everyone');
    case 'account':
      return message('account {account}, through IAM', { account: asText(principal.account) });
    case 'assumed-role':
      return message('{role}, session {session}', { role: asText(principal.name), session: asText(principal.session) });
    case 'unique-id':
      return message('a deleted user or role ({id})', { id: asText(principal.id) });
    case 'service':
    case 'other':
      return verbatim(asText(name));
    default:
      return verbatim(asText(principal.name));
  }
}

const most = 8;

function abilitiesCell(abilities: readonly Ability[], use: Use): Cell {
  if (abilities.length === 0) {
    return [message('–')];
  }
  const conditional = abilities.every(a => a.conditional);
  const whole = abilities.length >= countOf(use);
  return [
    whole ? message('everything') : operationNames(abilities, !conditional),
    ...(conditional ? [message('*under conditions*')] : []),
    ...leftToIam(abilities),
  ];
}

function leftToIam(abilities: readonly Ability[]): Message[] {
  const account = abilities.find(a => a.dependsOnIamOf !== undefined)?.dependsOnIamOf;
  if (account === undefined) {
    return [];
  }
  return [
    abilities.every(a => a.dependsOnIamOf !== undefined)
      ? message('*depends on IAM in account {account}*', { account: asText(account) })
      : message('*depends in part on IAM in account {account}*', { account: asText(account) }),
  ];
}

/** Operations in short; `marked`: those under conditions say so. */
export function operationNames(abilities: readonly Ability[], marked = true): Arg {
  const names = abilities.slice(0, most).map((a): Arg => {
    const operation = asText(a.action.replace(/^kms:/, ''));
    return marked && a.conditional ? message('{operation} (under conditions)', { operation }) : operation;
  });
  const more = abilities.length - names.length;
  return asSeries([...names, ...(more > 0 ? [message('{count} more', { count: more })] : [])]);
}

function countOf(use: Use): number {
  return kmsOperations.filter(o => o.policyType !== 'IAM policy' && useOf(o) === use).length;
}

function throughCell({ abilities }: AccessRow, { placeOf }: KeyPolicyInQuestion): Cell {
  const reasons = new Map(abilities.flatMap(a => a.through).map(r => [r.kind === 'grant' ? r.grant : r.statement, r]));
  return [...reasons.values()].map(r => placedName(r, placeOf?.(r)));
}

/** A statement or grant by name, as a link to its place. */
function placedName(reason: Reason, place: StatementLine | undefined): Arg {
  const name =
    reason.kind === 'grant' ? message('grant {id}', { id: asText(reason.grant.GrantId ?? '?') }) : reasonName(reason);
  return place === undefined || place.href !== undefined
    ? asStatement(name, place?.href)
    : message('{name}, line {line}', { name, line: place.line });
}

/** What a statement for a whole account, and one for everybody, really mean. */
function caveats(rows: readonly AccessRow[]): Message[] {
  const accounts = rows.flatMap(r => (r.principal.kind === 'account' ? [r.principal.account] : []));
  const foreignAccounts = rows.flatMap(r =>
    r.principal.kind === 'account' ? [] : r.abilities.flatMap(a => a.dependsOnIamOf ?? []),
  );
  return [
    ...[...new Set(accounts)].map(account =>
      message(
        '**Through IAM: depends on account {account}.** The key policy leaves it to the IAM policies there. Who that lets in does not stand in the key policy, and whoever may change IAM policies in that account can let themselves in.',
        { account: asCode(account) },
      ),
    ),
    ...[...new Set(foreignAccounts)]
      .filter(a => !accounts.includes(a))
      .map(account =>
        message(
          'Principals of account {account} need an IAM policy there as well: across accounts both locks must open.',
          { account: asCode(account) },
        ),
      ),
    ...(rows.some(r => r.principal.kind === 'anyone')
      ? [
          message(
            '**Everyone** means every identity of every AWS account, as far as the conditions allow. In other accounts an IAM policy must allow it too.',
          ),
        ]
      : []),
  ];
}

function denies({ policy, placeOf }: KeyPolicyInQuestion, key: string | undefined): Message[] {
  const account = key === undefined ? undefined : parseKeyArn(key)?.account;
  return policy.statements
    .filter(s => s.effect?.value?.value === 'Deny')
    .map(statement => {
      const reason: Reason = { kind: 'statement', policy: 'key-policy', document: policy, statement };
      return message('{statement}: {what}', {
        statement: placedName(reason, placeOf?.(reason)),
        what: describeStatement(statement, account),
      });
    });
}
