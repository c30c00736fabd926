/** What must hold of fixes and refactorings in policies that somebody is typing, or that are cut off or mangled. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Node, parseTree, type ParseError, printParseErrorCode } from 'jsonc-parser';
import {
  type Change,
  isLegalInJsonc,
  locate,
  type LocatedKind,
  type LocatedPolicy,
  parseJson,
  type TextEdit,
} from '../../../src/policy';
import { rules } from '../../../src/rules';
import { checkPolicies } from '../../../src/rules/check';
import { fixAll } from '../../../src/rules/fix-all';
import { refactoringsAt } from '../../../src/rules/refactor';
import { answerFix, type Finding, fixEdits } from '../../../src/rules/rule';
import { applies } from '../../fuzz/holds';
import { services, unmark } from '../examples';
import { layouts, wrappings } from './layouts';
import { wanted } from './wanted';

const examples = rules
  .flatMap(({ wrong }) => wrong)
  .map(({ kind, text }) => ({ kind, text: unmark(text).text }))
  .filter(({ text }) => text.length < 6000 && parseJson(text).errors.length === 0);

const stray = fc.constantFrom(
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '//',
  '/*',
  '*/',
  '\n',
  '“',
  '\u0000',
  'x',
  '7',
  ' ',
);
const place = fc.double({ min: 0, max: 1, noNaN: true });

/** The statements of several examples as one policy: what breaks one of them leaves the others whole. */
const several = fc
  .tuple(fc.constantFrom(...examples), fc.array(fc.constantFrom(...examples), { minLength: 2, maxLength: 5 }))
  .map(([{ kind }, others]) => ({
    kind,
    text: JSON.stringify({ Version: '2008-10-17', Statement: others.flatMap(({ text }) => statementsIn(text)) }),
  }));

function statementsIn(text: string): unknown[] {
  const { Statement: statement = [] } = JSON.parse(text) as { readonly Statement?: unknown };
  return Array.isArray(statement) ? statement : [statement];
}

interface PolicyText {
  readonly kind: LocatedKind;
  readonly document: string;
}

/** A policy, laid out somehow, perhaps inside of a string, cut off or with characters too many or too few. */
const policyText: fc.Arbitrary<PolicyText> = fc
  .record({
    example: fc.oneof(fc.constantFrom(...examples), several),
    layout: fc.constantFrom(...Object.values(layouts)),
    wrapping: fc.option(fc.constantFrom(...Object.values(wrappings)), { freq: 3, nil: undefined }),
    slips: fc.array(
      fc.record({ at: place, cut: fc.integer({ min: 0, max: 2 }), put: fc.oneof(fc.constant(''), stray) }),
      {
        maxLength: 2,
      },
    ),
    // Most of a policy is typed when it is looked at.
    end: fc.option(
      place.map(part => 1 - part * part),
      { freq: 1, nil: undefined },
    ),
    outside: fc.boolean(),
  })
  .map(({ example, layout, wrapping, slips, end, outside }) => {
    const mangled = (whole: string): string => {
      const slipped = slips.reduce((now, { at, cut, put }) => {
        const offset = Math.floor(at * now.length);
        return now.slice(0, offset) + put + now.slice(offset + cut);
      }, whole);
      return end === undefined ? slipped : slipped.slice(0, Math.ceil(end * slipped.length));
    };
    const laid = layout(example.text);
    const { kind } = example;
    if (wrapping === undefined) {
      return { kind, document: mangled(laid) };
    }
    return { kind, document: outside ? mangled(wrapping.wrap(laid)) : wrapping.wrap(wellFormed(mangled(laid))) };
  });

/** Half of a surrogate pair cannot be percent-encoded. */
function wellFormed(json: string): string {
  return Buffer.from(json, 'utf8').toString('utf8');
}

const check = ({ document, kind }: PolicyText): Finding[] => checkPolicies(locate(document, { kind }), { services });

/** Properties of one text; see `test/fuzz`. */
export const damagedPolicies = {
  'fixes make what they want where the JSON is whole, and nothing else': fc.property(
    policyText,
    ({ document, kind }) => {
      for (const finding of check({ document, kind })) {
        for (const fix of finding.fixes) {
          const answered = answerFix(fix, fix.ask?.suggestions[0] ?? fix.ask?.token ?? '');
          const edits = fixEdits(finding, answered);
          if (edits !== undefined) {
            holds(document, finding.policy, answered.changes, edits);
          }
        }
      }
    },
  ),
  'refactorings too': fc.property(policyText, ({ document, kind }) => {
    for (const policy of locate(document, { kind })) {
      for (const { offset } of policy.document.statements) {
        for (const { changes, edits } of refactoringsAt(policy, { offset, length: 0 })) {
          holds(document, policy, changes, edits);
        }
      }
    }
  }),
  'all safe fixes leave the errors of JSON as they are': fc.property(policyText, ({ document, kind }) => {
    const fixed = fixAll(document, text => {
      const policies = locate(text, { kind });
      return { policies, findings: checkPolicies(policies, { services }) };
    });
    assert.deepEqual(errorsOf(fixed.text), errorsOf(document));
  }),
};

function holds(document: string, policy: LocatedPolicy, changes: readonly Change[], edits: readonly TextEdit[]): void {
  const after = applies(document, edits);
  assert.deepEqual(errorsOf(after), errorsOf(document), `${document}\n— becomes —\n${after}`);
  if (parseJson(document).errors.length === 0) {
    assert.deepEqual(parseJson(after).errors, []);
  }
  const { node } = policy.document;
  const before = node && rootOf(node);
  assert.ok(before);
  if (policy.source.kind === 'text') {
    assert.ok(
      edits.every(edit => isWhole(document, before, edit)),
      `written in a broken place:\n${document}`,
    );
    if (changes[0]?.kind !== 'text') {
      const root = parseTree(after, [], { allowTrailingComma: false, disallowComments: true, allowEmptyContent: true });
      assert.equal(root && wanted(root), wanted(before, changes), `${document}\n— becomes —\n${after}`);
    }
    return;
  }
  assert.ok(
    edits.every(edit => isInString(document, edit)),
    `written beside a string:\n${document}`,
  );
  const inner = locate(after, { kind: policy.kind }).find(
    p => p.pointer === policy.pointer && p.source.kind === 'string',
  );
  if (inner?.document.node && changes[0]?.kind !== 'text') {
    assert.equal(wanted(rootOf(inner.document.node)), wanted(before, changes));
  }
}

function rootOf(node: Node): Node {
  return node.parent === undefined ? node : rootOf(node.parent);
}

/** What is wrong with a text that JSONC does not allow, in order. */
function errorsOf(document: string): string[] {
  return realErrors(document).map(({ error }) => printParseErrorCode(error));
}

function realErrors(document: string): ParseError[] {
  return parseJson(document).errors.filter(error => !isLegalInJsonc(document, error));
}

/** Whether the smallest object or list around an edit is closed, and nothing in it is broken. */
function isWhole(document: string, root: Node, { offset, length }: TextEdit): boolean {
  let smallest: Node | undefined;
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    waiting.push(...(node.children ?? []));
    const isAround = node.offset <= offset && (node.length < 0 || offset + length <= node.offset + node.length);
    if (isAround && (node.type === 'object' || node.type === 'array')) {
      smallest = smallest === undefined || smallest.offset <= node.offset ? node : smallest;
    }
  }
  return (
    smallest !== undefined &&
    smallest.length > 0 &&
    realErrors(document).every(
      e => e.offset < (smallest?.offset ?? 0) || e.offset >= (smallest?.offset ?? 0) + (smallest?.length ?? 0),
    )
  );
}

/** Whether an edit lies in one string that is closed. */
function isInString(document: string, { offset, length }: TextEdit): boolean {
  const { root } = parseJson(document);
  const waiting = root ? [root] : [];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    waiting.push(...(node.children ?? []));
    if (node.type === 'string' && node.offset < offset && offset + length < node.offset + node.length) {
      return document[node.offset + node.length - 1] === '"';
    }
  }
  return false;
}
