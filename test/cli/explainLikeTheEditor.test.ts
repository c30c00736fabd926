/** Command line and editor tell the same of an error whose text is all that is known. */
import { strict as assert } from 'node:assert';
import { run } from '../../src/cli/run';
import { type Denial, readDenials } from '../../src/denial';
import { diagnose } from '../../src/diagnosis';
import { explanation } from '../../src/explanation';
import { inMarkdown } from '../../src/text/inMarkdown';
import { harmlessInCi } from '../../src/text/say';
import { allForms } from '../denial/allForms';

async function explain(text: string, ...args: readonly string[]): Promise<string> {
  let out = '';
  await run(['explain', '-', ...args], {
    stdout: said => {
      out += said;
    },
    stderr: said => assert.fail(said),
    readStdin: () => Promise.resolve(text),
    readFile: () => Promise.reject(new Error('no file is to be read')),
  });
  return out;
}

/** What the editor's page says up to what it rests on: the verdict, why, the step with its commands. Without any look. */
function pageOf(denial: Denial): string {
  return withoutLooks(inMarkdown(explanation(diagnose({ denial })).slice(0, 2)));
}

/** Words alone: no marks, links, escapes or fences, and any white space is one space. */
function withoutLooks(markdown: string): string {
  const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };
  return markdown
    .split(/(^```[^]*?^```$|(`+)[^`](?:[^]*?[^`])?\2(?!`))/m)
    .flatMap((part, i) => (i % 3 === 2 ? [] : [i % 3 === 1 ? codeIn(part ?? '') : proseIn(part ?? '')]))
    .join('')
    .replace(/&(?:lt|gt|amp);/g, entity => entities[entity] ?? entity)
    .replace(/^# |\*\*(?=Do this:)|(?<=Do this:)\*\*/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function codeIn(code: string): string {
  return code.startsWith('```') ? code.replace(/^```\w*\n|\n```$/g, '') : code.replace(/^(`+) ?|(?<=\S) ?`+$/g, '');
}

function proseIn(prose: string): string {
  return prose.replace(/\\?\*+/g, mark => (mark.startsWith('\\') ? '*' : '')).replace(/\\([^\w\s])/g, '$1');
}

/** The same of what a terminal shows, where commands are indented and harmless to a CI service, and the palette's are said to be VS Code's. */
function terminalText(text: string): string {
  return text
    .replace(/“(Double Lock: [^”]*)” in VS Code/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('double-lock explain, like the editor', () => {
  for (const [title, forms] of Object.entries(allForms)) {
    it(title, async () => {
      for (const { name, text } of forms) {
        const denials = readDenials(text);
        const told = terminalText(await explain(text));
        denials.forEach((denial, i) => {
          const number = denials.length > 1 ? `${i + 1}. ` : '';
          const wanted = terminalText(number + harmlessInCi(pageOf(denial)));
          assert.ok(told.includes(wanted), `${name}\n\nwanted: ${wanted}\n\ntold: ${told}`);
        });
        if (denials.length === 0) {
          assert.equal(told, 'No KMS failure found in this text.', name);
        }
      }
    });

    it(`${title}: the JSON has its version, and every field of each denial`, async () => {
      for (const { name, text } of forms) {
        const read = JSON.parse(await explain(text, '--format', 'json')) as Record<string, unknown>;
        assert.deepEqual(read, { version: 1, denials: readDenials(text) }, name);
      }
    });
  }
});
