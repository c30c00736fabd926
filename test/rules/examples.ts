import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { applyEdits, parsePolicy, type LocatedPolicy, type Span, textSource } from '../../src/policy';
import { checkPolicies, type CheckOptions } from '../../src/rules/check';
import { answerFix, type Example, type Finding, type Fix, fixEdits } from '../../src/rules/rule';
import { type CompactServices, readServiceData } from '../../src/reference/servicesData';
import { message } from '../../src/text/message';

/** The data of all services, as it ships. */
export const services = readServiceData(
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../media/services.json'), 'utf8')) as CompactServices,
);

/** Takes the `«…»` marks out of an example: its text, and the places that were marked. */
export function unmark(marked: string): { readonly text: string; readonly marks: readonly Span[] } {
  const marks: Span[] = [];
  const open: number[] = [];
  let text = '';
  for (const char of marked) {
    if (char === '«') {
      open.push(text.length);
    } else if (char === '»') {
      const offset = open.pop() ?? 0;
      marks.push({ offset, length: text.length - offset });
    } else {
      text += char;
    }
  }
  return { text, marks: marks.sort((a, b) => a.offset - b.offset || a.length - b.length) };
}

/** A text as a policy of the kind, found in the whole document. */
export function asLocated(text: string, kind: Example['kind']): LocatedPolicy {
  return { kind, why: message('the test says so'), pointer: '', document: parsePolicy(text), source: textSource(text) };
}

/** The text with a fix made; its question gets its first suggestion, or the answer given. */
export function made(
  text: string,
  finding: Finding,
  fix: Fix,
  answer = fix.ask?.suggestions[0] ?? fix.ask?.token ?? '',
): string {
  const edits = fixEdits(finding, answerFix(fix, answer));
  assert.ok(edits, `"${fix.title.text}" is offered`);
  return applyEdits(text, edits);
}

/** What all rules find in an example. */
export function findingsOf({ kind, keyArn, callerArn }: Example, text: string, options: CheckOptions = {}): Finding[] {
  return checkPolicies([asLocated(text, kind)], {
    syntaxErrors: 'json',
    services,
    ...(keyArn === undefined ? {} : { keyArn }),
    ...(callerArn === undefined ? {} : { callerArn }),
    ...options,
  });
}
