import { parsePrincipal, type Principal, type PrincipalSet, type Statement, type StringSet } from '../../policy';
import { message, type Message } from '../../text/message';
import { problemOfStatement } from '../statement';

/**
 * What a key policy statement does, in one line for the lens above it: `lets MyRole decrypt · account 111122223333 must allow it
 * too`.
 * @param keyAccount the key's own account; undefined = not known, so nobody counts as a stranger
 */
export function describeStatement(statement: Statement, keyAccount: string | undefined): Message {
  const { effect, principal, notPrincipal, action, notAction, condition } = statement;
  const kind = effect?.value?.value;
  const set = principal?.value ?? notPrincipal?.value;
  const problem = problemOfStatement(statement, 'key-policy');
  if (problem !== undefined && kind !== 'Deny') { return message(`grants nothing: ${problem.text}`, problem.args); }
  if (problem !== undefined || set === undefined) { return message(`may or may not deny: ${problem?.text ?? ''}`, problem?.args); }
  const named = readPrincipals(set);
  const what = action ? actionsText(action.value) : `everything but ${actionsText(notAction?.value)}`;
  const under = condition && condition.value.operators.length > 0 ? ', under conditions' : '';
  const args = { who: whoText(named, notPrincipal !== undefined), what };
  if (kind === 'Deny') { return message(`denies {who}: {what}${under}`, args); }
  const accounts = [...new Set(named.filter(p => p.kind === 'account').map(p => p.account))];
  if (accounts.length > 0 && named.every(p => p.kind === 'account')) {
    return message(`lets IAM in account {account} decide who may {what}${under}`, { what, account: accounts.join(', ') });
  }
  const strangers = keyAccount === undefined ? [] : [...new Set(named.flatMap(p => ('account' in p && p.kind !== 'account' && p.account !== keyAccount ? [p.account] : [])))];
  if (strangers.length > 0) { return message(`lets {who} {what}${under} · account {account} must allow it too`, { ...args, account: strangers.join(', ') }); }
  if (named.some(p => p.kind === 'anyone')) { return message(`lets {who} {what}${under} · in other accounts IAM must allow it too`, args); }
  return message(`lets {who} {what}${under}`, args);
}

function readPrincipals(set: PrincipalSet): readonly Principal[] {
  return [...(set.star ? [set.star] : []), ...set.entries.flatMap(e => e.value.strings)].map(s => parsePrincipal(s.value));
}

const most = 2;

function listText(names: readonly string[]): string {
  const unique = [...new Set(names)];
  return unique.length <= most ? unique.join(' and ') : `${unique.slice(0, most).join(', ')} and ${unique.length - most} more`;
}

function whoText(principals: readonly Principal[], excepted: boolean): string {
  const who = listText(principals.map(shortName));
  return excepted ? `everyone but ${who}` : who;
}

function shortName(principal: Principal): string {
  switch (principal.kind) {
    case 'anyone': return 'everyone';
    case 'account': return `account ${principal.account}`;
    case 'assumed-role': return `${principal.name}/${principal.session}`;
    case 'service': return principal.service;
    case 'unique-id': return principal.id;
    case 'other': return principal.text;
    default: return principal.name;
  }
}

/** `kms:GenerateDataKey` → `generate data key`; `kms:*` → `do everything`. */
function actionsText(set: StringSet | undefined): string {
  const strings = set?.strings ?? [];
  if (strings.some(s => s.value === '*' || s.value.toLowerCase() === 'kms:*')) { return 'do everything'; }
  return listText(strings.map(s => words(s.value.replace(/^kms:/i, ''))));
}

function words(operation: string): string {
  return operation.replace(/\*+$/, ' …').replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().replace(/ …$/, '…');
}
