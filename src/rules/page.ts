import { format, applyEdits as applyJsonEdits } from 'jsonc-parser';
import { type Block, paragraphs, section } from '../text/blocks';
import { asCode, asLink, asSeries, asText, message, type Say, verbatim } from '../text/message';
import { rules } from '.';
import type { Example, Rule } from './rule';

/** The rule of that code; undefined when there is none. */
export function ruleOf(code: string): Rule | undefined {
  return rules.find(r => r.code === code);
}

/**
 * A rule's page for people: what is wrong, why, a wrong and a right policy, and where AWS says so.
 * Undefined when there is no rule of that code.
 */
export function pageFor(code: string): Block[] | undefined {
  const rule = ruleOf(code);
  return (
    rule && [
      { kind: 'title', says: message(rule.summary) },
      {
        kind: 'paragraph',
        says: message('{code} · {severity} · {kinds}', {
          code: asCode(rule.code),
          severity: message(rule.severity),
          kinds: asSeries(rule.kinds.map(kind => message(kindNames[kind]))),
        }),
      },
      ...section(message('Why'), paragraphs([message(rule.why)])),
      ...section(message('Wrong'), firstOf(rule.wrong)),
      ...section(message('Right'), firstOf(rule.right)),
      ...(rule.noFix === undefined
        ? []
        : section(message('Why there is no quick fix'), paragraphs([message(rule.noFix)]))),
      ...section(message('Source'), paragraphs([verbatim(asLink(rule.source, asText(rule.source)))])),
    ]
  );
}

function firstOf(examples: readonly Example[]): Block[] {
  return examples.slice(0, 1).map(({ text }) => ({ kind: 'code', text: pretty(text), language: 'json' }));
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
