import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readDenials } from '../../src/denial';
import { locate, mayHoldPolicy } from '../../src/policy';
import { checkPolicies } from '../../src/rules/check';
import { kindInConfig, readConfig } from '../../src/rules/config';
import { type CompactServices, readServiceData } from '../../src/reference/servicesData';
import { codeBlock, escapeMarkdown, inlineCode } from '../../src/text/markdown';
import { asText } from '../../src/text/message';
import { label, sayer, terminal } from '../../src/text/say';
import { growthOf, type Shape } from './growth';
import { errorShapes, globShapes, markdownShapes, policyShapes } from './hostileShapes';

/** In proportion is 2, as the square is 4: between them stands what a shared machine does to a measurement. */
const limit = 3.5;

const services = readServiceData(
  JSON.parse(readFileSync(resolve(__dirname, '../../media/services.json'), 'utf8')) as CompactServices,
);

/** As a document is read: the cheap question first, then the search, then the rules. */
function check(text: string): void {
  mayHoldPolicy(text);
  checkPolicies(locate(text), { services });
}

/** A configuration of many globs, a hundred characters of the text each. */
function manyGlobs(text: string): void {
  const globs = (text.match(/.{1,100}/gs) ?? []).map((glob, i) => `${glob}${i}`);
  kindOf(globs, 'infra/keys/shared.json');
}

function kindOf(globs: readonly string[], path: string): void {
  const kinds = Object.fromEntries(globs.map(glob => [glob, 'key']));
  kindInConfig(readConfig(JSON.stringify({ kinds })).config, path);
}

const works: readonly (readonly [string, Readonly<Record<string, Shape>>, (text: string) => void])[] = [
  ['errors are read', errorShapes, text => readDenials(text)],
  ['policies are found and checked', policyShapes, check],
  ['Markdown is escaped', markdownShapes, escapeMarkdown],
  ['inline code is made', markdownShapes, inlineCode],
  ['a code block is made', markdownShapes, text => codeBlock(text)],
  ['a label is said', markdownShapes, text => sayer(label)(asText(text))],
  ['a line for a terminal is said', markdownShapes, text => sayer(terminal)(asText(text))],
  ['globs are read and tried', globShapes, manyGlobs],
  ['a path is tried on globs', globShapes, path => kindOf(['**/*key*.json', '*-policy.json'], path)],
];

for (const [work, shapes, run] of works) {
  describe(`${work} in time that grows with the text, and no faster`, () => {
    for (const [name, shape] of Object.entries(shapes)) {
      it(name, () => {
        const { size, times, steepest } = growthOf(run, shape, limit);
        const measured = times.map(time => `${time.toFixed(1)} ms`).join(', ');
        assert.ok(steepest <= limit, `${size} characters and their doublings: ${measured}`);
      });
    }
  });
}
