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
import { cellCode, escapeMarkdown, inlineCode, markdownTable } from '../text/markdown';
import { message, type Message, type Say, verbatim } from '../text/message';
import { reasonName } from './reasonName';

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

/** The report **Who Can Use This Key?** as Markdown for the built-in preview. All outside text is code or escaped. */
export function whoCanUseMarkdown(question: KeyPolicyInQuestion, say: Say): string {
  const { policy, name, grants } = question;
  const key = keyOfPolicy(policy, question.keyArn);
  const rows = whoCanUse(policy, key, grants ?? []);
  const blocks = [
    '<div class="double-lock"></div>',
    `# ${say(message('Who can use this key'))}`,
    say(message('By the key policy {name}, {grants}.', { name: inlineCode(name), grants: say(grantsRead(grants)) })),
    ...(policy.errors.length > 0
      ? [say(message('**The policy is not valid JSON**: what stands behind the fault may be missing here.'))]
      : []),
    rows.length === 0 ? say(message('**Nobody.** No statement lets anybody in.')) : table(rows, question, say),
    ...caveats(rows, say),
    ...denies(question, key, say),
    `## ${say(message('What this cannot show'))}`,
    say(
      message(
        'IAM policies, permissions boundaries, service and resource control policies and VPC endpoint policies were not looked at. They can take away from what stands above; only where it says *depends on IAM* can they decide who gets it.',
      ),
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
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

function table(rows: readonly AccessRow[], question: KeyPolicyInQuestion, say: Say): string {
  const heads = [say(message('Principal')), ...uses.map(u => say(useNames[u])), say(message('Through'))];
  const lines = rows.map(row => [
    principalCell(row, say),
    ...uses.map(u =>
      abilitiesCell(
        row.abilities.filter(a => a.use === u),
        u,
        say,
      ),
    ),
    throughCell(row, question, say),
  ]);
  return markdownTable(heads, lines);
}

function principalCell({ name, principal }: AccessRow, say: Say): string {
  const label = escapeMarkdown(say(principalName(principal, name)));
  return label === escapeMarkdown(name) ? label : `**${label}**<br>${cellCode(name)}`;
}

/**
 * What people call a principal. Plain text.
 * @param name how the policy names it, for a principal that has no shorter name
 */
export function principalName(principal: Principal, name: string): Message {
  switch (principal.kind) {
    case 'anyone':
      return message('everyone');
    case 'account':
      return message('account {account}, through IAM', { account: principal.account });
    case 'assumed-role':
      return message('{role}, session {session}', { role: principal.name, session: principal.session });
    case 'unique-id':
      return message('a deleted user or role ({id})', { id: principal.id });
    case 'service':
    case 'other':
      return verbatim(name);
    default:
      return verbatim(principal.name);
  }
}

const most = 8;

function abilitiesCell(abilities: readonly Ability[], use: Use, say: Say): string {
  if (abilities.length === 0) {
    return '–';
  }
  const conditional = abilities.every(a => a.conditional);
  const account = abilities.find(a => a.dependsOnIamOf !== undefined)?.dependsOnIamOf;
  const all = abilities.every(a => a.dependsOnIamOf !== undefined);
  const whole = abilities.length >= countOf(use);
  const what = whole ? say(message('everything')) : operationNames(abilities, say, !conditional);
  return [
    what,
    ...(conditional ? [`*${say(message('under conditions'))}*`] : []),
    ...(account === undefined
      ? []
      : [
          `*${say(message(all ? 'depends on IAM in account {account}' : 'depends in part on IAM in account {account}', { account: escapeMarkdown(account) }))}*`,
        ]),
  ].join('<br>');
}

/** Operations in short; `marked`: those under conditions carry a star. */
export function operationNames(abilities: readonly Ability[], say: Say, marked = true): string {
  const names = abilities
    .slice(0, most)
    .map(
      a =>
        `${escapeMarkdown(a.action.replace(/^kms:/, ''))}${marked && a.conditional ? say(message(' (under conditions)')) : ''}`,
    );
  const more = abilities.length - names.length;
  return [...names, ...(more > 0 ? [say(message('{count} more', { count: more }))] : [])].join(', ');
}

function countOf(use: Use): number {
  return kmsOperations.filter(o => o.policyType !== 'IAM policy' && useOf(o) === use).length;
}

function throughCell({ abilities }: AccessRow, { placeOf }: KeyPolicyInQuestion, say: Say): string {
  const reasons = new Map(abilities.flatMap(a => a.through).map(r => [r.kind === 'grant' ? r.grant : r.statement, r]));
  return [...reasons.values()].map(r => reasonLink(r, placeOf?.(r), say)).join('<br>');
}

/** A statement or grant by name, as a link to its place. Fit for a table's cell. */
export function reasonLink(reason: Reason, place: StatementLine | undefined, say: Say): string {
  const name =
    reason.kind === 'grant'
      ? say(message('grant {id}', { id: escapeMarkdown(reason.grant.GrantId ?? '?') }))
      : escapeMarkdown(say(reasonName(reason)));
  if (place === undefined) {
    return name;
  }
  return place.href === undefined
    ? say(message('{name}, line {line}', { name, line: place.line }))
    : `[${name}](<${place.href}>)`;
}

/** What a statement for a whole account, and one for everybody, really mean. */
function caveats(rows: readonly AccessRow[], say: Say): string[] {
  const accounts = rows.flatMap(r => (r.principal.kind === 'account' ? [r.principal.account] : []));
  const foreignAccounts = rows.flatMap(r =>
    r.principal.kind === 'account' ? [] : r.abilities.flatMap(a => a.dependsOnIamOf ?? []),
  );
  return [
    ...[...new Set(accounts)].map(account =>
      say(
        message(
          '**Through IAM: depends on account {account}.** The key policy leaves it to the IAM policies there. Who that lets in does not stand in the key policy, and whoever may change IAM policies in that account can let themselves in.',
          { account: inlineCode(account) },
        ),
      ),
    ),
    ...[...new Set(foreignAccounts)]
      .filter(a => !accounts.includes(a))
      .map(account =>
        say(
          message(
            'Principals of account {account} need an IAM policy there as well: across accounts both locks must open.',
            { account: inlineCode(account) },
          ),
        ),
      ),
    ...(rows.some(r => r.principal.kind === 'anyone')
      ? [
          say(
            message(
              '**Everyone** means every identity of every AWS account, as far as the conditions allow. In other accounts an IAM policy must allow it too.',
            ),
          ),
        ]
      : []),
  ];
}

function denies({ policy, placeOf }: KeyPolicyInQuestion, key: string | undefined, say: Say): string[] {
  const account = key === undefined ? undefined : parseKeyArn(key)?.account;
  const lines = policy.statements
    .filter(s => s.effect?.value?.value === 'Deny')
    .map(statement => {
      const reason: Reason = { kind: 'statement', policy: 'key-policy', document: policy, statement };
      return `- ${reasonLink(reason, placeOf?.(reason), say)}: ${escapeMarkdown(say(describeStatement(statement, account)))}`;
    });
  return lines.length === 0 ? [] : [`## ${say(message('What is denied'))}`, lines.join('\n')];
}
