import { format, applyEdits as applyJsonEdits } from 'jsonc-parser';
import { codeBlock } from '../text/markdown';
import { message, type Message, type Say } from '../text/message';
import { rules } from '.';
import type { Example, Rule } from './rule';

/** The rule of that code; undefined when there is none. */
export function ruleOf(code: string): Rule | undefined {
  return rules.find(r => r.code === code);
}

/**
 * A rule's page for people, in Markdown: what is wrong, why, a wrong and a right policy, and where AWS says so.
 * Undefined when there is no rule of that code.
 */
export function pageFor(code: string, say: Say): string | undefined {
  const rule = ruleOf(code);
  if (rule === undefined) {
    return undefined;
  }
  const heading = (text: Message) => `## ${say(text)}`;
  const example = (examples: readonly Example[]) => examples.slice(0, 1).map(e => codeBlock(pretty(e.text), 'json'));
  return [
    `# ${say(message(rule.summary))}`,
    `\`${rule.code}\` · ${say(message(rule.severity))} · ${rule.kinds.map(k => say(message(kindNames[k]))).join(', ')}`,
    heading(message('Why')),
    say(message(rule.why)),
    heading(message('Wrong')),
    ...example(rule.wrong),
    heading(message('Right')),
    ...example(rule.right),
    ...(rule.noFix === undefined ? [] : [heading(message('Why there is no quick fix')), say(message(rule.noFix))]),
    heading(message('Source')),
    `<${rule.source}>`,
    '',
  ].join('\n\n');
}

/** What people call each kind of policy. */
export const kindNames = {
  key: 'key policy',
  identity: 'identity-based policy',
  trust: 'trust policy',
  resource: 'resource-based policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
  unknown: 'policy of unknown kind',
} as const satisfies Readonly<Record<Example['kind'], string>>;

/** The same at the head of a line. */
export function kindTitle(kind: Example['kind'], say: Say): string {
  const name = say(message(kindNames[kind]));
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** An example without its marks, laid out; where the layout is the point it stays. */
function pretty(marked: string): string {
  const text = marked.replace(/[«»]/g, '');
  if (text.length > 4000) {
    return `${text.slice(0, 400)} …`;
  }
  return applyJsonEdits(text, format(text, undefined, { insertSpaces: true, tabSize: 2 }));
}
