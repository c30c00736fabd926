import { inlineCode } from '../text/markdown';
import { message, type Message, type Say } from '../text/message';
import { answered, type Diagnosis, type Evidence } from '../diagnosis';
import { type Answer, type Failure, failureSentence, type IdentityPolicies, type UnreadPolicies } from '../ports';

/** The section that tells of each question to AWS whether it was answered, and if not, why and what to do; and what no question reaches. */
export function whatWasRead({ evidence }: Diagnosis, say: Say): string[] {
  const reads: [Message, Answer<unknown> | 'reading' | undefined][] = [
    [message('Key'), evidence.key],
    [message('Key policy'), evidence.keyPolicy],
    [message('Grants'), evidence.grants],
    [message('Your identity'), evidence.caller],
    [message('IAM side'), evidence.identity],
  ];
  const lines = reads.flatMap(([name, answer]) =>
    answer === undefined ? [] : [`- **${say(name)}**: ${howItWent(answer, evidence, say)}`],
  );
  if (lines.length === 0) {
    return [
      `## ${say(message('What was read'))}`,
      say(message('Nothing: this explanation rests on the error text alone.')),
    ];
  }
  const pasted = evidence.pasted
    ? [say(message('The key policy is the text that was pasted. It was not compared with the live one.'))]
    : [];
  const endpoint =
    evidence.endpoint === undefined
      ? []
      : [
          say(
            message(
              '**KMS was asked at {endpoint}, which is not AWS**: the AWS configuration of this profile says so.',
              { endpoint: inlineCode(evidence.endpoint) },
            ),
          ),
        ];
  const caller = answered(evidence.caller)?.arn;
  const as = caller === undefined ? [] : [say(message('Read as {arn}.', { arn: inlineCode(caller) }))];
  const unseen = say(
    message(
      'Not visible from here: service control and resource control policies, session policies and VPC endpoint policies. A deny there would stand above everything on this page.',
    ),
  );
  return [`## ${say(message('What was read'))}`, lines.join('\n'), ...as, ...endpoint, ...pasted, unseen];
}

function howItWent(answer: Answer<unknown> | 'reading', { keyPolicy, identity, pasted }: Evidence, say: Say): string {
  if (answer === 'reading') {
    return say(message('still reading'));
  }
  if (!answer.ok) {
    return say(failureSentence(answer.failure));
  }
  if (pasted && answer === keyPolicy) {
    return say(message('pasted'));
  }
  const unread = answer === identity ? (answer.value as IdentityPolicies).unread : [];
  return unread.length === 0
    ? say(message('read'))
    : [say(message('read in part. What is missing:')), ...missingParts(unread, say)].join('\n');
}

const most = 5;

/** One line for each call and way to fail: a user in many groups would have dozens that say the same. */
function missingParts(unread: readonly UnreadPolicies[], say: Say): string[] {
  const alike = new Map<string, { readonly failure: Failure; readonly names: string[] }>();
  for (const { failure, name } of unread) {
    const key = `${failure.operation} ${say(failureSentence(failure))}`;
    const { names } = alike.get(key) ?? alike.set(key, { failure, names: [] }).get(key)!;
    if (name !== undefined) {
      names.push(inlineCode(name));
    }
  }
  return [...alike.values()].map(({ failure, names }) => {
    const more = names.length > most ? [say(message('{count} more', { count: names.length - most }))] : [];
    const of = names.length === 0 ? '' : ` (${[...names.slice(0, most), ...more].join(', ')})`;
    return `  - ${inlineCode(failure.operation)}${of}: ${say(failureSentence(failure))}`;
  });
}
