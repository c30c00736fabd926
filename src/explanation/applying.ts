/** What people are told on a draft's way onto a key. For notifications and dialogs. */
import type { AbilityChange, AccessChange } from '../access';
import { jsonProblem, parseKeyArn } from '../policy';
import { type Arg, asCode, asCodes, asName, asText, message, type Message, type Say, sentences } from '../text/message';
import { failureSentence } from '../ports';
import { principalName } from './whoCanUse';
import { maximumBytes, type Obstacle, type Outcome, type Question, type Suspect, type Written } from '../live';

/** The key as people call it: its aliases, else its id. */
export function keyName({ keyArn, aliases }: Pick<Question, 'keyArn' | 'aliases'>): string {
  return aliases.length > 0 ? aliases.join(', ') : (parseKeyArn(keyArn)?.keyId ?? keyArn);
}

/** The one question before a write: its line, and the details below it. */
export function questionText(question: Question, say: Say): { readonly line: string; readonly detail: string } {
  const { keyArn, key, caller, change, endpoint } = question;
  const account = parseKeyArn(keyArn)?.account ?? '';
  return {
    line: say(
      message('Replace the key policy of {key} in account {account}?', {
        key: asName(keyName(question)),
        account: asName(account),
      }),
    ),
    detail: [
      effectText(change, say),
      [
        keyArn,
        say(message('You are {caller}.', { caller: asName(caller.arn) })),
        ...(change.callerKeepsPutKeyPolicy === 'unknown'
          ? [
              say(
                message(
                  'Whether you can change it again depends on your IAM policies; AWS refuses the change where you could not.',
                ),
              ),
            ]
          : []),
        ...(key?.multiRegion && key.multiRegion.replicaArns.length > 0
          ? [
              say(
                message(
                  'The other Regions of this multi-Region key have key policies of their own, which stay as they are.',
                ),
              ),
            ]
          : []),
        ...(endpoint === undefined
          ? []
          : [say(message('This goes not to AWS but to {endpoint}.', { endpoint: asCode(endpoint) }))]),
      ].join('\n'),
      say(
        message(
          'The present key policy is kept on this machine: Double Lock: Restore a Previous Key Policy… brings it back.',
        ),
      ),
    ].join('\n\n'),
  };
}

const most = 3;

/** Who gains and who loses, in a sentence or a few. The first of many are named, the others counted. */
export function effectText({ gains, losses, lockedOut }: AccessChange, say: Say): string {
  if (gains.length === 0 && losses.length === 0) {
    return say(message('Nobody gains and nobody loses access.'));
  }
  const each = (
    changes: readonly AbilityChange[],
    sentence: (change: AbilityChange, args: Readonly<Record<'who' | 'what', Arg>>) => Message,
    more: (count: number) => Message,
  ): string[] => [
    ...changes
      .slice(0, most)
      .map(c => say(sentence(c, { who: principalName(c.principal, c.name), what: operations(c) }))),
    ...(changes.length > most ? [say(more(changes.length - most))] : []),
  ];
  return [
    ...each(
      gains,
      (c, args) =>
        c.conditionsOnly
          ? message('For {who} fewer conditions limit {what}.', args)
          : message('{who} gains {what}.', args),
      count => message('So do {count} more.', { count }),
    ),
    ...each(
      losses,
      (c, args) =>
        c.conditionsOnly
          ? message('For {who} more conditions limit {what}.', args)
          : message('{who} loses {what}.', args),
      count => message('So do {count} more.', { count }),
    ),
    lockedOut.length === 0
      ? say(message('Nobody is locked out.'))
      : say(message('Could do nothing any more: {names}.', { names: shortList(lockedOut) })),
  ].join(' ');
}

function operations({ abilities }: AbilityChange): Arg {
  return shortList(abilities.map(a => a.action.replace(/^kms:/, '')));
}

function shortList(names: readonly string[]): Arg {
  const shown = asCodes(names.slice(0, most));
  return names.length <= most
    ? shown
    : message('{names} and {count} more', { names: shown, count: names.length - most });
}

function noJson({ error, line }: Extract<Obstacle, { kind: 'not-json' }>): Message {
  return message('The draft is not valid JSON, so KMS would refuse it: {problem}, in line {line}.', {
    problem: error === undefined ? message('an object is expected') : jsonProblem(error),
    line,
  });
}

/** Why a draft is not stored, and what to do. */
export function obstacleText(obstacle: Obstacle): Message {
  switch (obstacle.kind) {
    case 'not-json':
      return noJson(obstacle);
    case 'errors': {
      const [first] = obstacle.errors;
      const args = {
        count: obstacle.errors.length,
        first: asText(first?.message ?? ''),
        code: asCode(first?.code ?? ''),
      };
      return obstacle.errors.length === 1
        ? message('The draft has a mistake to correct first: {first} ({code})', args)
        : message('The draft has {count} mistakes to correct first, such as: {first} ({code})', args);
    }
    case 'template':
      return message('The draft still has places to fill in: {holes}. KMS would take them literally.', {
        holes: asCodes(obstacle.holes.slice(0, most)),
      });
    case 'too-large':
      return message(
        'The draft has {bytes} bytes; a key policy has at most {limit}. Merge statements, or grant access through IAM.',
        { bytes: obstacle.bytes, limit: maximumBytes },
      );
    case 'aws-managed':
      return message('This is an AWS managed key: nobody can change its key policy. Use a customer managed key.');
    case 'other-account':
      return message(
        'The key belongs to account {account}, and you are {caller}: a key policy can only be changed from the key’s own account. Choose a profile of that account, or hand the change over to the key’s owner.',
        {
          account: asName(obstacle.account),
          caller: asName(obstacle.caller.arn),
        },
      );
    case 'nobody-manages':
      return message(
        'With this draft nobody could change the key policy any more: no statement allows kms:PutKeyPolicy. Only AWS Support could help then.',
      );
    case 'caller-locked-out':
      return message(
        'With this draft you ({caller}) could not change the key policy again. KMS refuses that; keep kms:PutKeyPolicy for yourself.',
        { caller: asName(obstacle.caller.arn) },
      );
    case 'nothing-to-do':
      return message('The key has exactly this key policy already.');
  }
}

/** What came of a write. */
export function writtenText({ lost, seen, question }: Written): Message {
  const key = { key: asName(keyName(question)) };
  if (lost === undefined) {
    return message(stored[seen], key);
  }
  const told = message(unanswered[seen], key);
  return seen === 'draft' ? told : sentences([told, message('The reason: {why}', { why: failureSentence(lost) })]);
}

/** AWS said that it took the policy; what is there when it is read back. */
const stored = {
  draft: 'The key policy of {key} is replaced. It can take from seconds to a few minutes until all of KMS knows.',
  previous:
    'AWS took the new key policy of {key}, but still shows the previous one. Changes can take a few minutes: compare again then.',
  other:
    'AWS took the new key policy of {key}, but shows yet another one by now: somebody changed it right after. The left side shows what is stored.',
  unread: 'AWS took the new key policy of {key}. It could not be read back to be compared.',
} as const satisfies Readonly<Record<Written['seen'], string>>;

/** AWS's answer never came. */
const unanswered = {
  draft: 'The answer was lost, but the key policy of {key} was replaced: it was read back.',
  previous:
    'The answer was lost, and {key} still has its previous key policy: as far as can be seen nothing was stored. Wait a minute before you try again.',
  other:
    'The answer was lost, and {key} has neither the previous nor the new key policy: somebody else changed it. The left side shows what is stored.',
  unread:
    'The answer was lost, and the key policy of {key} could not be read back: whether it was replaced is not known. Compare it with the live key later. The previous one is kept.',
} as const satisfies Readonly<Record<Written['seen'], string>>;

/** Why AWS refused a draft, in our words where AWS's leave something open. */
export function refusalText({ failure, suspects }: Extract<Outcome, { kind: 'refused' }>, say: Say): string {
  const [first, ...others] = suspects;
  if (first) {
    const rest =
      others.length === 0
        ? []
        : [say(message('{count} more may be wrong too: they are marked in the draft.', { count: others.length }))];
    return [
      say(message('KMS did not store the policy because of a principal.')),
      say(suspectText(first)),
      ...rest,
    ].join(' ');
  }
  const said = failure.message.slice(0, 300);
  if (/invalid principal/i.test(said)) {
    return say(
      message(
        'KMS did not store the policy: it finds a principal that does not exist. All that could be looked up do; KMS may not know a new one yet, so try again in a minute.',
      ),
    );
  }
  if (/not allow you to update the key policy/i.test(said)) {
    return say(
      message(
        'KMS did not store the policy: you could not change it again, and KMS checks that. Keep kms:PutKeyPolicy for yourself, by name or through IAM.',
      ),
    );
  }
  if (failure.kind === 'access-denied') {
    return say(
      message('You may not change this key policy: that needs {action}. Hand the change over to the key’s owner.', {
        action: asCode(failure.action),
      }),
    );
  }
  if (failure.kind === 'other' && failure.code.startsWith('LimitExceeded')) {
    return say(message('KMS did not store the policy: it is too large. {said}', { said: asText(said) }));
  }
  if (failure.kind === 'other' && failure.code.startsWith('MalformedPolicyDocument')) {
    return say(message('KMS finds the policy malformed and did not store it: {said}', { said: asText(said) }));
  }
  return say(message('Nothing was stored: {why}', { why: failureSentence(failure) }));
}

/** What is wrong with one principal, and what to do. */
export function suspectText({ text, verdict }: Suspect): Message {
  const principal = text;
  switch (verdict.kind) {
    case 'missing':
      return verdict.what === 'role'
        ? message('The role {principal} does not exist: correct its name, or create it first.', {
            principal: asName(principal),
          })
        : message('The user {principal} does not exist: correct its name, or create it first.', {
            principal: asName(principal),
          });
    case 'other-path':
      return message('{principal} lacks the right path: the ARN is {arn}.', {
        principal: asName(principal),
        arn: asCode(verdict.arn),
      });
    case 'deleted':
      return message('{principal} is what AWS shows of a role or user that was deleted: take it out.', {
        principal: asName(principal),
      });
    case 'group':
      return message(
        '{principal} is a group, and no key policy can name a group: name its users, or use an IAM policy of the group.',
        { principal: asName(principal) },
      );
    case 'instance-profile':
      return message('{principal} is an instance profile: name the role in it.', { principal: asName(principal) });
    case 'not-a-principal':
      return message(
        '{principal} names no principal: it takes the ARN of a role, user or account, without wildcards.',
        { principal: asName(principal) },
      );
    case 'wrong-type':
      return message('{principal} stands under "{type}", where a key policy takes no such principal.', {
        principal: asName(principal),
        type: asCode(verdict.type),
      });
    case 'unknown-service':
      return message('No service is known as {principal}: check its spelling.', { principal: asName(principal) });
    case 'foreign':
      return message(
        '{principal} belongs to account {account} and cannot be looked up from here: ask there whether it exists.',
        { principal: asName(principal), account: asName(verdict.account) },
      );
    case 'not-looked-up':
      return message('Whether {principal} exists could not be looked up.', { principal: asName(principal) });
  }
}
