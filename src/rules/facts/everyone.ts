import type { Span, Statement } from '../../policy';
import { asName, message } from '../../text/message';
import type { Fix } from '../rule';
import type { PolicyView } from './view';
import { type ConditionTest, hasUnknownCondition, needsKey, testsOf } from './conditions';
import { addTest } from './changes';
import { keyAccount } from './keyPolicy';
import { anyoneIn, hasEffect } from './principals';
import { askAccount } from './questions';

// Keys that say who calls, or for which resource or network of ours.
const restricting = [
  'kms:calleraccount',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalarn',
  'aws:userid',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceip',
  'aws:vpcsourceip',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
];

// In every request, so that IfExists changes nothing.
const alwaysThere = new Set(['kms:calleraccount', 'aws:principalaccount', 'aws:principalarn', 'aws:userid']);

function restricts(test: ConditionTest): boolean {
  return (
    restricting.includes(test.lower) &&
    test.family !== 'Null' &&
    (needsKey(test) || (test.ifExists && !test.negated && alwaysThere.has(test.lower))) &&
    !test.key.value.strings.some(s => s.known && /^\*+$/.test(s.value) && test.wildcards)
  );
}

/** The request must come through a service. */
export function isViaService(test: ConditionTest): boolean {
  return test.lower === 'kms:viaservice' && needsKey(test);
}

/** The Allow statements that let everyone in, as far as their conditions say who. */
export function openStatements(policy: PolicyView): { readonly statement: Statement; readonly at: Span }[] {
  return policy.statements.flatMap(statement => {
    const anyone = hasEffect(statement, 'Allow') ? anyoneIn(statement) : undefined;
    return anyone === undefined ||
      hasUnknownCondition(statement) ||
      mayHaveLostCondition(policy, statement) ||
      testsOf(statement).some(restricts)
      ? []
      : [{ statement, at: anyone.string }];
  });
}

// In broken JSON the tree may end a statement before its condition.
function mayHaveLostCondition({ document, statements, text }: PolicyView, statement: Statement): boolean {
  if (document.errors.length === 0 || statement.condition !== undefined) {
    return false;
  }
  return text.slice(statement.offset, statements[statement.index + 1]?.offset).includes('"Condition"');
}

/** Fixes that restrict an open statement. */
export function restrictions(policy: PolicyView, statement: Statement): Fix[] {
  const key = keyAccount(policy);
  const ask = askAccount(policy);
  const organization = '<organization-id>';
  return [
    {
      title: key
        ? message('Only identities of account {account}: adds kms:CallerAccount', { account: asName(key.account) })
        : message('Only identities of one account: adds kms:CallerAccount'),
      changes: addTest(statement, {
        operator: 'StringEquals',
        key: 'kms:CallerAccount',
        value: key?.account ?? ask.token,
      }),
      effect: 'review' as const,
      ...(key ? {} : { ask }),
    },
    {
      title: message('Only identities of one organization: adds aws:PrincipalOrgID'),
      changes: addTest(statement, { operator: 'StringEquals', key: 'aws:PrincipalOrgID', value: organization }),
      effect: 'review' as const,
      ask: {
        what: 'text' as const,
        prompt: message('Which organization? Give its id (o-…).'),
        token: organization,
        suggestions: [],
      },
    },
  ].filter(f => f.changes.length > 0);
}
