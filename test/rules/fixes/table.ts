import assert from 'node:assert/strict';
import type { Node } from 'jsonc-parser';
import { applyEdits, type Change, locate, type LocatedPolicy, parseJson, type TextEdit } from '../../../src/policy';
import { checkPolicies } from '../../../src/rules/check';
import { refactoringsAt } from '../../../src/rules/refactor';
import { answerFix, type Example, type Finding, fixEdits, type Rule } from '../../../src/rules/rule';
import { isLegalInJsonc, jsonProblem } from '../../../src/policy/json';
import { asLocated, services, unmark } from '../examples';
import { applies } from '../../fuzz/holds';
import { commentsIn, layouts, type Wrapping, wrappings } from './layouts';
import { wanted } from './wanted';

/** What is offered in a policy: fixes of findings, and refactorings. */
interface Offer {
  readonly title: string;
  readonly changes: readonly Change[];
  readonly edits: readonly TextEdit[] | undefined;
}

/** Tests of what is offered in a rule's examples, in every layout and every string. `asked` are the rules whose fixes are looked at. */
export function testsOf(rule: Rule, asked: readonly Rule[]): void {
  const examples = wellFormed(rule);
  it(`${rule.code}, in every layout`, () => {
    for (const [layout, lay] of Object.entries(layouts)) {
      for (const example of examples) {
        const text = lay(example.text);
        const policy = asLocated(text, example.kind);
        for (const offer of offersIn(example, policy, asked)) {
          const after = madeRight(text, rootOf(policy), offer);
          keepsTheLook(layout, text, after, offer);
        }
      }
    }
  });
  it(`${rule.code}, in every string`, () => {
    for (const wrapping of Object.values(wrappings)) {
      for (const example of examples) {
        for (const lay of [layouts.pretty, layouts.minified]) {
          holdInside(wrapping, lay?.(example.text) ?? '', example, asked);
        }
      }
    }
  });
}

function holdInside({ wrap, unwrap }: Wrapping, inner: string, example: Example, asked: readonly Rule[]): void {
  const document = wrap(inner);
  for (const policy of locate(document, { kind: example.kind })) {
    assert.equal(policy.source.json, inner);
    for (const offer of offersIn(example, policy, asked)) {
      const after = applies(document, offer.edits ?? assert.fail(`"${offer.title}" is not offered`));
      const innerAfter = unwrap(after);
      // Around the string nothing changes.
      assert.equal(wrap(innerAfter), after, offer.title);
      assert.equal(read(innerAfter), wantedOf(inner, rootOf(policy), offer.changes), offer.title);
    }
  }
}

function wellFormed(rule: Rule): Example[] {
  return [...rule.wrong, ...rule.right]
    .map(e => ({ ...e, text: unmark(e.text).text }))
    .filter(e => e.text.length < 20_000 && parseJson(e.text).errors.length === 0);
}

function rootOf({ document: { node } }: LocatedPolicy): Node {
  let root = node ?? assert.fail('no policy');
  while (root.parent) {
    root = root.parent;
  }
  return root;
}

function offersIn(example: Example, policy: LocatedPolicy, asked: readonly Rule[]): Offer[] {
  const findings = checkPolicies([policy], {
    services,
    rules: asked,
    ...(example.keyArn === undefined ? {} : { keyArn: example.keyArn }),
    ...(example.callerArn === undefined ? {} : { callerArn: example.callerArn }),
  });
  const statements = policy.document.statements.flatMap(({ offset, action }) => [offset, action?.key.offset ?? offset]);
  return [
    ...findings.flatMap(finding => finding.fixes.map(fix => offerOf(finding, fix))),
    ...statements.flatMap(offset =>
      refactoringsAt(policy, { offset, length: 0 }).map(r => ({ ...r, title: r.title.text })),
    ),
  ];
}

function offerOf(finding: Finding, fix: Finding['fixes'][number]): Offer {
  const answered = answerFix(fix, fix.ask?.suggestions[0] ?? fix.ask?.token ?? '');
  return {
    title: `${finding.code}: ${fix.title.text}`,
    changes: answered.changes,
    edits: fixEdits(finding, answered),
  };
}

/** The text with the changes made, after everything was looked at that must hold of them. */
function madeRight(text: string, root: Node, { title, changes, edits }: Offer): string {
  const after = applies(text, edits ?? assert.fail(`"${title}" is not offered in:\n${text}`));
  assert.equal(read(after), wantedOf(text, root, changes), `"${title}" makes\n${after}`);
  const left = new Set(commentsIn(after).map(c => c.text));
  for (const comment of commentsIn(text)) {
    assert.ok(
      left.has(comment.text) || changes.some(change => takes(change, comment.offset)),
      `"${title}" loses ${comment.text}:\n${after}`,
    );
  }
  return after;
}

/** Whether a change takes away what stands at a place. */
function takes(change: Change, offset: number): boolean {
  const isIn = (node: Node) => node.offset <= offset && offset < node.offset + node.length;
  switch (change.kind) {
    case 'remove':
    case 'rewrite':
      return isIn(change.node);
    case 'set':
      return change.node.children !== undefined && isIn(change.node);
    default:
      return false;
  }
}

function keepsTheLook(layout: string, before: string, after: string, { title, changes }: Offer): void {
  if (changes.some(c => c.kind === 'rewrite' || c.kind === 'text')) {
    return;
  }
  switch (layout) {
    case 'minified':
      assert.equal(after, layouts.minified?.(after), title);
      return;
    case 'with tabs':
      assert.doesNotMatch(after, /\n\t* /, title);
      return;
    case 'with CRLF and comments':
      assert.doesNotMatch(after, /[^\r]\n/, title);
      return;
    case 'pretty':
      for (const line of after.split('\n')) {
        assert.match(line, /^(  )*(\S.*)?$/, `"${title}" makes\n${after}`);
        assert.ok(line.trim() !== '' || before.includes('\n\n'), `"${title}" leaves an empty line:\n${after}`);
      }
  }
}

/** Strict JSON with comments, as a value with the order of its members. */
function read(text: string): string {
  const { root, errors } = parseJson(text);
  assert.deepEqual(
    errors.filter(e => !isLegalInJsonc(text, e)).map(e => jsonProblem(e).text),
    [],
    text,
  );
  return wanted(root ?? assert.fail('no JSON'));
}

function wantedOf(text: string, root: Node, changes: readonly Change[]): string {
  const [first] = changes;
  return first?.kind === 'text'
    ? read(applyEdits(text, [{ ...first.span, newText: first.newText }]))
    : wanted(root, changes);
}
