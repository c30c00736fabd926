import {
  hasWildcardPrefix,
  isEveryServiceAction,
  parsePrincipal,
  type PolicyString,
  type Principal,
  type PrincipalSet,
  type Statement,
  type StringSet,
  takesInAction,
} from '../../policy';
import { type Arg, asCode, asCodes, asName, asText, message, type Message } from '../../text/message';
import { sayEnglish } from '../../text/say';
import { problemOfStatement } from '../statement';
import { keyPolicyOperations } from './uses';

/**
 * What a key policy statement does, in one line for the lens above it: `lets MyRole decrypt · account 111122223333 must allow it
 * too`.
 * @param keyAccount the key's own account; undefined = not known, so nobody counts as one of another account
 */
export function describeStatement(statement: Statement, keyAccount: string | undefined): Message {
  const { effect, principal, notPrincipal } = statement;
  if (isHalfTyped(statement)) {
    return message('is not finished yet');
  }
  const denies = effect?.value?.value === 'Deny';
  const set = principal?.value ?? notPrincipal?.value;
  const problem = problemOfStatement(statement, 'key-policy');
  if (problem !== undefined && !denies) {
    return message('grants nothing: {problem}', { problem });
  }
  if (problem !== undefined || set === undefined) {
    return message('may or may not deny: {problem}', { problem: problem ?? asText('') });
  }
  const aboutActions = doubtfulActions(statement, denies);
  if (aboutActions !== undefined) {
    return aboutActions;
  }
  const named = readPrincipals(set);
  const what = whatOf(statement);
  const who = whoOf(named, notPrincipal !== undefined);
  return denies ? message('denies {who}: {what}', { who, what }) : describeAllow(named, { who, what, keyAccount });
}

/** What is told of a statement whose actions do nothing, or perhaps something; undefined when they are clear. */
function doubtfulActions(statement: Statement, denies: boolean): Message | undefined {
  const unclear = unclearAction(statement);
  if (unclear !== undefined) {
    return denies
      ? message('may or may not deny: {problem}', { problem: unclear })
      : message('may or may not allow: {problem}', { problem: unclear });
  }
  const idle = idleAction(statement);
  if (idle === undefined) {
    return undefined;
  }
  return denies
    ? message('denies nothing: {problem}', { problem: idle })
    : message('grants nothing: {problem}', { problem: idle });
}

/** Whether somebody is still writing the statement: its end is missing, or an action is empty or ends with its colon. */
function isHalfTyped({ length, action, notAction }: Statement): boolean {
  return length < 0 || (action ?? notAction)?.value.strings.some(s => s.known && /^$|:$/.test(s.value)) === true;
}

/** What is wrong where a statement names actions, but none that a key policy decides about; undefined when nothing is. */
function idleAction({ action }: Statement): Message | undefined {
  const strings = action?.value.strings ?? [];
  const [first] = strings;
  return first === undefined || action?.value.complete !== true || strings.some(isOfKeys)
    ? undefined
    : message('{action} is no action that a key policy can allow or deny', { action: asCode(first.value) });
}

/** Whether an entry of Action takes in a permission of key policies, as far as can be told: what a template fills in may. */
function isOfKeys({ known, value }: PolicyString): boolean {
  return !known || isEveryServiceAction(value) || keyPolicyOperations.some(o => takesInAction(value, o.action));
}

/** What is unclear about an action of a statement; undefined when nothing is. */
function unclearAction({ action, notAction }: Statement): Message | undefined {
  const found = (action ?? notAction)?.value.strings.find(s => s.known && hasWildcardPrefix(s.value));
  return found && message('{action} is not a valid form, and its effect is unknown', { action: asCode(found.value) });
}

/** A principal as a lens names it. `template-account` = an account that a template fills in. */
type Named = Principal | { readonly kind: 'template-account'; readonly account: string };

function describeAllow(
  named: readonly Named[],
  { who, what, keyAccount }: { readonly who: Arg; readonly what: Arg; readonly keyAccount: string | undefined },
): Message {
  const accounts = [
    ...new Set(named.filter(p => p.kind === 'account' || p.kind === 'template-account').map(p => p.account)),
  ];
  if (accounts.length > 0 && named.every(p => p.kind === 'account' || p.kind === 'template-account')) {
    if (accounts.length === 1 && isOwnAccount(accounts[0] ?? '')) {
      return message('lets IAM in this account decide who may {what}', { what });
    }
    return message('lets IAM in account {account} decide who may {what}', { what, account: asCodes(accounts) });
  }
  const foreign = keyAccount === undefined ? [] : foreignAccounts(named, keyAccount);
  if (foreign.length > 0) {
    return message('lets {who} {what} · account {account} must allow it too', {
      who,
      what,
      account: asCodes(foreign),
    });
  }
  if (named.some(p => p.kind === 'anyone')) {
    return message('lets {who} {what} · in other accounts IAM must allow it too', { who, what });
  }
  return message('lets {who} {what}', { who, what });
}

/** The other accounts of which users, roles or sessions are named. */
function foreignAccounts(named: readonly Named[], keyAccount: string): readonly string[] {
  const accounts = named.flatMap(p =>
    'account' in p && p.kind !== 'account' && p.kind !== 'template-account' ? [p.account] : [],
  );
  return [...new Set(accounts.filter(account => account !== keyAccount))];
}

function whatOf({ action, notAction, condition }: Statement): Arg {
  const excepts = notAction?.value.strings.some(isOfKeys) === true || notAction?.value.complete === false;
  const all = excepts
    ? message('everything but {what}', { what: actionsOf(notAction?.value) })
    : message('do everything');
  const actions = action ? actionsOf(action.value) : all;
  const conditional = condition !== undefined && condition.value.operators.length > 0;
  return conditional ? message('{what}, under conditions', { what: actions }) : actions;
}

function readPrincipals(set: PrincipalSet): readonly Named[] {
  return [...(set.star ? [set.star] : []), ...set.entries.flatMap(e => e.value.strings)].map(
    s => templateAccount(s) ?? parsePrincipal(s.value),
  );
}

/** The account whose root a template writes, `arn:${AWS::Partition}:iam::${AWS::AccountId}:root`; undefined for all else. */
function templateAccount({ known, parts, value: whole }: PolicyString): Named | undefined {
  if (known) {
    return undefined;
  }
  // A hole's own text may have colons in it.
  const holes: string[] = [];
  const text = parts
    .map(part => (typeof part === 'string' ? part : `\u0000${holes.push(part.hole) - 1}\u0000`))
    .join('');
  // An account's id alone means its root too.
  const account =
    /^arn:[^:]+:iam::([^:]+):root$/.exec(text)?.[1] ?? holes.find(hole => hole === whole && isOwnAccount(hole));
  return account === undefined
    ? undefined
    : { kind: 'template-account', account: account.replace(/\0(\d+)\0/g, (_, n: string) => holes[Number(n)] ?? '') };
}

/** Whether a hole is the account that the template is made in: CloudFormation's pseudo parameter, Terraform's data source. */
function isOwnAccount(account: string): boolean {
  return account === '${AWS::AccountId}' || /^\$\{data\.aws_caller_identity\.\w+\.account_id\}$/.test(account);
}

function listOf(names: readonly Arg[]): Arg {
  const unique = [...new Map(names.map(name => [sayEnglish(name), name])).values()];
  const [first, second, ...more] = unique;
  if (first === undefined || second === undefined) {
    return first ?? asText('');
  }
  return more.length === 0
    ? message('{first} and {second}', { first, second })
    : message('{first}, {second} and {count} more', { first, second, count: more.length });
}

function whoOf(principals: readonly Named[], excepted: boolean): Arg {
  const who = listOf(principals.map(shortName));
  return excepted ? message('everyone but {who}', { who }) : who;
}

function shortName(principal: Named): Arg {
  switch (principal.kind) {
    case 'anyone':
      return message('everyone');
    case 'account':
    case 'template-account':
      return isOwnAccount(principal.account)
        ? message('this account')
        : message('account {account}', { account: asName(principal.account) });
    case 'assumed-role':
      return asName(`${principal.name}/${principal.session}`);
    case 'service':
      return asName(principal.service);
    case 'unique-id':
      return asName(principal.id);
    case 'other':
      return asName(principal.text);
    default:
      return asName(principal.name);
  }
}

/** `kms:GenerateDataKey` → `generate data key`; `kms:*` → `do everything`. */
function actionsOf(set: StringSet | undefined): Arg {
  const strings = (set?.strings ?? []).filter(isOfKeys);
  if (strings.some(s => isEveryServiceAction(s.value) || s.value.toLowerCase() === 'kms:*')) {
    return message('do everything');
  }
  return listOf(strings.map(s => asText(words(s.value.replace(/^kms:/i, '')))));
}

function words(operation: string): string {
  return operation
    .replace(/\*+$/, ' …')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/ …$/, '…');
}
