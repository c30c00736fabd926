import { strict as assert } from 'node:assert';
import type { Denial } from '../../src/denial';
import { diagnose, type Cause, type Diagnosis } from '../../src/diagnosis';
import { explanation } from '../../src/explanation';
import type { Block } from '../../src/text/blocks';
import type { Arg, Message, Say } from '../../src/text/message';
import { type Look, plain, sayEnglish, sayer } from '../../src/text/say';
import { toJapanese } from '../text/japanese';

type BlockOf<Kind extends Block['kind']> = Extract<Block, { readonly kind: Kind }>;

/** What stands first in an explanation. */
export interface Answer {
  readonly verdict: BlockOf<'verdict'>;
  readonly step: BlockOf<'step'>;
  readonly below: readonly Block[];
}

/** The verdict and the step of an explanation, which have to be its first two blocks. */
export function answerOf(diagnosis: Diagnosis): Answer {
  const [verdict, step, ...below] = explanation(diagnosis);
  assert.equal(verdict?.kind, 'verdict');
  assert.equal(step?.kind, 'step');
  return { verdict: verdict as BlockOf<'verdict'>, step: step as BlockOf<'step'>, below };
}

/** The same of an error whose text is all that is known. */
export function answerToText(denial: Denial): Answer {
  return answerOf(diagnose({ denial }));
}

/** What is not as it should be in the answer of an explanation, in words; nothing where all is well. */
export function wrongWith(diagnosis: Diagnosis): string[] {
  const answer = answerOf(diagnosis);
  return [
    ...[sayJapaneseNameless, sayEnglishNameless].flatMap(say => misprints(answer, say)),
    ...namesOf(answer).flatMap(name =>
      /^[?…\s]*$|undefined/.test(name) ? [`a name that is ${JSON.stringify(name)}`] : [],
    ),
    ...wrongVerdict(answer.verdict, diagnosis.cause.kind),
    ...wrongStep(answer, diagnosis.cause.kind),
  ];
}

/** Whatever comes from outside is an X: so its own punctuation is not taken for ours. */
const nameless: Look = { ...plain, outside: () => 'X', code: () => 'X' };
const sayEnglishNameless = sayer(nameless);
const sayJapaneseNameless = sayer(nameless, toJapanese);

function misprints({ verdict, step, below }: Answer, say: Say): string[] {
  const paragraphs = below.flatMap(block => (block.kind === 'paragraph' ? [block.says] : []));
  return [verdict.says, ...verdict.why, step.says, ...paragraphs].flatMap(sentence => {
    const text = say(sentence);
    return /undefined|\[object|\{\w+\}|\.\.|…\.|[:;,] ?[.,;:]|\. \.|。。|。\.|\.。| {2}|^\s|\s$|^$/.test(text)
      ? [`a misprint in: ${text}`]
      : [];
  });
}

const permission =
  /\b(?:lock|policy|policies|IAM|Deny|grant|boundary|key|KMS)\b|^Most likely |^Cannot tell |never works across accounts/;

/** What an error that is not about access names instead of a lock. */
const failed =
  /\b(?:KMS|key|ciphertext|signature|MAC|credentials|role|session|grant|quota|dry run|permissions)\b|\bkms:\w+ failed/;

function wrongVerdict({ says, why }: BlockOf<'verdict'>, cause: Cause['kind']): string[] {
  const text = sayEnglish(says);
  const names = cause === 'other-failure' ? failed : permission;
  return [
    ...(sentenceCount(says) === 1 && text.endsWith('.') ? [] : [`a verdict that is not one sentence: ${text}`]),
    ...(text.length <= 200 || namesIn(says).some(name => name.length > 64) ? [] : [`a long verdict: ${text}`]),
    ...(names.test(text) ? [] : [`a verdict that names nothing: ${text}`]),
    ...(why.length === 1 || why.length === 2 ? [] : [`${why.length} reasons`]),
    ...(why.every(reason => /[.)]$/.test(sayEnglish(reason))) ? [] : ['a reason without an end']),
  ];
}

/** How many sentences a text of ours has; what is in a name does not count. */
function sentenceCount(said: Message): number {
  return (sayEnglishNameless(said).match(/[.!?](?=\s|$)/g) ?? []).length;
}

/** What whoever made the call can do, and what takes somebody with a right of their own. */
const verbs = {
  caller:
    /^(?:Repeat|Make the call|Compare|Find|Find out|Read|Look|Look up|Look at|Send|Sign in|Try again|Give|Check|Set|Verify|List|Leave out|Go through|Do it|Call|Explain)\b/,
  owner:
    /^(?:Make the change|Add|Attach|Enable|Stop|Import|Connect|Create|Remove|Have|Let|Allow|Keep|Correct|Widen|Put)\b/,
  nobody: /^Nothing to (?:do|change|add)\b|^Nothing to change here\b/,
};

const whoCan =
  /\b(?:[Ww]hoever|[Oo]nly .+ can|administrators|manages|can:|can\.|who sent it|that sends it|Have account)\b/;

function wrongStep({ step, below }: Answer, cause: Cause['kind']): string[] {
  const text = sayEnglish(step.says);
  if (verbs.nobody.test(text)) {
    return step.commands.length === 0 ? [] : [`commands for nothing to do: ${text}`];
  }
  // A failure that is not about access is for whoever made the call.
  const toCaller = verbs.caller.test(text) || cause === 'other-failure';
  const hasVerb = verbs.caller.test(text) || verbs.owner.test(text);
  return [
    ...(hasVerb ? [] : [`a step that does not begin with what to do: ${text}`]),
    ...(toCaller || whoCan.test(text) ? [] : [`a step that does not say who can: ${text}`]),
    ...(hasMeans({ step, below }, cause) ? [] : [`a step without means: ${text}`]),
    ...wrongEnd(step),
  ];
}

/** Whether a step can be taken from where it stands: by a command line, a command of the palette, a statement below. */
function hasMeans({ step, below }: Pick<Answer, 'step' | 'below'>, cause: Cause['kind']): boolean {
  const text = sayEnglish(step.says);
  return (
    step.commands.length > 0 ||
    hasCommand(step.says) ||
    below.some(block => block.kind === 'statement') ||
    // Nothing more than a page of AWS can be given for a failure that nobody knows.
    (cause === 'other-failure' && text.includes('https://docs.aws.amazon.com/')) ||
    /\bnothing has to be changed\b/.test(text)
  );
}

function wrongEnd({ says, commands }: BlockOf<'step'>): string[] {
  const text = sayEnglish(says);
  return [
    ...(text.endsWith('.') || (text.endsWith(':') && commands.length > 0) ? [] : [`a step without an end: ${text}`]),
    ...(commands.some(line => line.some(word => word === '' || /undefined|^\?$/.test(word)))
      ? [`a command with a hole: ${commands.join(' | ')}`]
      : []),
  ];
}

function hasCommand(said: Arg): boolean {
  return walk(said).some(piece => typeof piece === 'object' && 'kind' in piece && piece.kind === 'command');
}

function namesOf({ verdict, step, below }: Answer): string[] {
  const paragraphs = below.flatMap(block => (block.kind === 'paragraph' ? [block.says] : []));
  return [verdict.says, ...verdict.why, step.says, ...paragraphs].flatMap(namesIn);
}

/** Every text in a sentence that came from outside, or stands as code. */
function namesIn(said: Arg): string[] {
  return walk(said).flatMap(piece =>
    typeof piece === 'object' && 'kind' in piece && 'text' in piece && piece.kind !== 'text' ? [piece.text] : [],
  );
}

/** A sentence with all that is in its places; what goes into none of them is not said. */
function walk(said: Arg): Arg[] {
  if (typeof said === 'number') {
    return [said];
  }
  if (!('kind' in said)) {
    return [
      said,
      ...Object.entries(said.args ?? {}).flatMap(([place, arg]) => (said.text.includes(`{${place}}`) ? walk(arg) : [])),
    ];
  }
  switch (said.kind) {
    case 'statement':
      return [said, ...walk(said.name)];
    case 'command':
      return [said, ...walk(said.title)];
    case 'link':
      return [said, ...walk(said.label)];
    case 'list':
      return [said, ...said.items.flatMap(walk)];
    default:
      return [said];
  }
}
