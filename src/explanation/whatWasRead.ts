import { type Block, type Item, section } from '../text/blocks';
import { type Arg, asCode, asName, asSeries, message, type Message, sentences } from '../text/message';
import { sayEnglish } from '../text/say';
import { answered, type Diagnosis, type Evidence } from '../diagnosis';
import { type Answer, type Failure, failureSentence, type IdentityPolicies, type UnreadPolicies } from '../ports';
import { commands } from './commands';
import { callerName } from './names';

/** The section that tells of each question to AWS whether it was answered, and if not, why and what to do; and what no question reaches. */
export function whatWasRead(diagnosis: Diagnosis): Block[] {
  const { evidence } = diagnosis;
  const reads: [Message, Answer<unknown> | 'reading' | undefined][] = [
    [message('Key'), evidence.key],
    [message('Key policy'), evidence.keyPolicy],
    [message('Grants'), evidence.grants],
    [message('Your identity'), evidence.caller],
    [message('IAM side'), evidence.identity],
  ];
  const items = reads.flatMap(([name, answer]) => (answer === undefined ? [] : [howItWent(name, answer, evidence)]));
  const heading = message('What was read');
  if (items.length === 0) {
    return section(heading, [
      { kind: 'paragraph', says: message('Nothing: this explanation rests on the error text alone.') },
    ]);
  }
  const notes = [
    ...readBy(diagnosis),
    ...(evidence.endpoint === undefined
      ? []
      : [
          message('**KMS was asked at {endpoint}, which is not AWS**: the AWS configuration of this profile says so.', {
            endpoint: asCode(evidence.endpoint),
          }),
        ]),
    ...(evidence.pasted
      ? [message('The key policy is the text that was pasted. It was not compared with the live one.')]
      : []),
    message(
      'Not visible from here: service control and resource control policies, session policies and VPC endpoint policies. A deny there would stand above everything on this page.',
    ),
  ];
  return section(heading, [{ kind: 'list', items }, ...notes.map((says): Block => ({ kind: 'note', says }))]);
}

function howItWent(
  name: Message,
  answer: Answer<unknown> | 'reading',
  { keyPolicy, identity, pasted }: Evidence,
): Item {
  const line = (how: Message): Message => message('**{name}**: {how}', { name, how });
  if (answer === 'reading') {
    return { says: line(message('still reading')) };
  }
  if (!answer.ok) {
    return { says: line(failureSentence(answer.failure)) };
  }
  if (pasted && answer === keyPolicy) {
    return { says: line(message('pasted')) };
  }
  const unread = answer === identity ? (answer.value as IdentityPolicies).unread : [];
  return unread.length === 0
    ? { says: line(message('read')) }
    : { says: line(message('read in part. What is missing:')), below: missingParts(unread) };
}

const most = 5;

/** One line for each call and way to fail: a user in many groups would have dozens that say the same. */
function missingParts(unread: readonly UnreadPolicies[]): Message[] {
  const alike = new Map<string, { readonly failure: Failure; readonly names: string[] }>();
  for (const { failure, name } of unread) {
    const key = `${failure.operation} ${sayEnglish(failureSentence(failure))}`;
    const { names } = alike.get(key) ?? alike.set(key, { failure, names: [] }).get(key)!;
    if (name !== undefined) {
      names.push(name);
    }
  }
  return [...alike.values()].map(({ failure, names }) => {
    const operation = asCode(failure.operation);
    const why = failureSentence(failure);
    const shown: Arg[] = names.slice(0, most).map(asName);
    const more = names.length > most ? [message('{count} more', { count: names.length - most })] : [];
    return names.length === 0
      ? message('{operation}: {why}', { operation, why })
      : message('{operation} ({names}): {why}', { operation, names: asSeries([...shown, ...more]), why });
  });
}

// Whose eyes looked, and what that means for a trial.
function readBy({ evidence: { caller, identity, keyPolicy }, who, keyAccount }: Diagnosis): Message[] {
  if (caller?.ok !== true) {
    return [];
  }
  const { arn, account } = caller.value;
  const read = message('Read as {arn}.', { arn: asCode(arn) });
  const real = answered(identity)?.principalArn;
  const mine = sessionless(arn);
  const itself = who === undefined || mine === sessionless(who.arn) || mine === sessionless(real ?? who.arn);
  return [
    itself || who.principal.kind === 'service'
      ? read
      : sentences([
          read,
          message('The error is about {name}: a trial with this profile proves nothing about it.', {
            name: callerName(who),
          }),
        ]),
    ...(keyAccount === undefined || account === keyAccount ? [] : [foreignProfile(account, keyAccount, keyPolicy)]),
  ];
}

function foreignProfile(account: string, keyAccount: string, keyPolicy: Answer<string> | undefined): Message {
  const accounts = { mine: asCode(account), account: asCode(keyAccount) };
  return keyPolicy?.ok === true
    ? message('This profile belongs to account {mine}, the key to account {account}.', accounts)
    : message(
        '**This profile belongs to account {mine}, the key to account {account}**: a key policy and grants can be read from the key’s own account only. Choose a profile of account {account}, or ask for the policy’s text and use {paste}.',
        { ...accounts, paste: commands.pasteKeyPolicy },
      );
}

function sessionless(arn: string): string {
  return arn
    .replace(/^(arn:[^:]*:)sts(::\d+:)assumed-role\/([^/]+)\/.*$/, '$1iam$2role/$3')
    .replace(/:role\/.*\//, ':role/');
}
