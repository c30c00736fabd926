/** What must hold whatever the text: real texts are damaged, and everything that reads them is run. `npm run fuzz` does it for long. */
import { inMarkdown } from '../../src/text/inMarkdown';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decide, describeStatement, whoCanUse } from '../../src/access';
import { readDenials } from '../../src/denial';
import { locate, type LocatedPolicy, parsePolicy, textSource } from '../../src/policy';
import { diagnose } from '../../src/diagnosis';
import { becauseOf, explanation } from '../../src/explanation';
import { rules } from '../../src/rules';
import { checkPolicies } from '../../src/rules/check';
import { fixAll } from '../../src/rules/fix-all';
import { refactoringsAt } from '../../src/rules/refactor';
import { answerFix, fixEdits } from '../../src/rules/rule';
import { sayEnglish } from '../../src/text/say';
import { keyArn, role, session, stranger } from '../access/cases';
import { policyArbitrary, principals } from '../access/arbitraries';
import { sdks, wrappers } from '../denial/forms';
import { damaged, documents, reasons } from '../denial/moreForms';
import { seen } from '../denial/seenForms';
import { services, unmark } from '../rules/examples';
import { applies, lies, told } from './holds';

/** A change of a text: what is cut out at a place (parts of the whole), and what is put there. */
interface Damage {
  readonly at: number;
  readonly length: number;
  readonly put: string;
}

const tokens = [
  '',
  '',
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  '\n',
  '\u0000',
  '\u2028',
  '😀',
  '"*"',
  'null',
  '1e999',
  '-',
  '//',
  '/*',
  '${',
  '${aws:username}',
  '${AWS::AccountId}',
  '<account-id>',
  '"Statement":',
  '"Principal":{"AWS":',
  '"Condition":{"Bool":',
  '"Effect":"Deny"',
  '"Action":"kms:*"',
  'arn:aws:kms:',
  '"__proto__":',
  '"constructor":',
  '{"Fn::Sub":"',
  '&quot;',
  '\\"',
  '\\u00',
  'x'.repeat(3000),
  '['.repeat(400),
];
const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 4000 })),
  put: fc.oneof(fc.constantFrom(...tokens), fc.string({ unit: 'binary', maxLength: 6 })),
});

function damagedText(sources: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...sources), fc.array(damage, { maxLength: 4 })).map(([text, changes]) =>
    changes.reduce((now, { at, length, put }) => {
      const offset = Math.floor(at * now.length);
      return now.slice(0, offset) + put + now.slice(offset + length);
    }, text),
  );
}

const examples = rules
  .flatMap(({ wrong, right }) => [...wrong, ...right])
  .map(({ text }) => unmark(text).text)
  .filter(text => text.length < 6000);
const inside = (text: string): string[] => [
  JSON.stringify({ Policy: text }),
  `{"Resources":{"Key":{"Type":"AWS::KMS::Key","Properties":{"KeyPolicy":${text}}}}}`,
];
const policyText = damagedText([...examples, ...examples.slice(0, 60).flatMap(inside)]);
const errorText = damagedText(
  [...sdks, ...wrappers, ...reasons, ...damaged, ...documents, ...seen].map(({ text }) => text),
);

const requests = [role, session, stranger, 'logs.eu-west-1.amazonaws.com'].flatMap(principal =>
  ['kms:Decrypt', 'kms:PutKeyPolicy'].map(action => ({ principal, action, keyArn, context: {}, contextUnknown: [] })),
);

function locks(text: string): string[] {
  const keyPolicy = parsePolicy(text);
  return requests.map(request => {
    const { keyPolicyLock, explicit } = decide(request, { keyPolicy, identityPolicies: [], grants: [] });
    return `${request.principal} ${request.action} ${keyPolicyLock} ${explicit}`;
  });
}

const check = (text: string): ReturnType<typeof checkPolicies> => checkPolicies(locate(text), { services });

/** By name; each says what must hold. */
export const properties: Readonly<Record<string, fc.IProperty<[string]> | fc.IProperty<[object, number]>>> = {
  'policies are found, with places inside the text': fc.property(policyText, text => {
    for (const { document, why } of locate(text)) {
      told(why);
      for (const error of document.errors) {
        lies(error, document.text);
      }
      for (const statement of document.statements) {
        assert.ok(statement.offset >= 0 && statement.offset <= document.text.length);
      }
    }
  }),
  'findings and their fixes lie inside the text and can be made': fc.property(policyText, text => {
    for (const finding of check(text)) {
      lies(finding, text);
      told(finding.message);
      finding.related.forEach(related => {
        lies(related, text);
        told(related.message);
      });
      for (const fix of finding.fixes) {
        told(fix.title);
        applies(text, fixEdits(finding, answerFix(fix, 'arn:aws:iam::111122223333:role/app')) ?? []);
      }
    }
  }),
  'fixing everything comes to an end': fc.property(policyText, text => {
    const whole = (content: string) => ({ policies: locate(content), findings: check(content) });
    const { text: fixed } = fixAll(text, whole);
    assert.equal(fixAll(fixed, whole).text, fixed);
  }),
  'refactorings leave every decision as it is': fc.property(
    policyArbitrary(true),
    fc.double({ min: 0, max: 1, noNaN: true }),
    (policy, part) => {
      const text = JSON.stringify(policy, undefined, 2);
      const located: LocatedPolicy = {
        kind: 'key',
        why: { text: 'the test says so' },
        pointer: '',
        document: parsePolicy(text),
        source: textSource(text),
      };
      for (const { title, edits } of refactoringsAt(located, { offset: Math.floor(part * text.length), length: 0 })) {
        told(title);
        assert.deepEqual(locks(applies(text, edits)), locks(text), sayEnglish(title));
      }
    },
  ),
  'refactorings of damaged policies can be made': fc.property(policyText, text => {
    for (const policy of locate(text)) {
      for (const { edits } of refactoringsAt(policy, {
        offset: Math.floor(policy.document.text.length / 2),
        length: 0,
      })) {
        applies(text, edits);
      }
    }
  }),
  'decisions and reports are made, in whole sentences': fc.property(policyText, text => {
    for (const { document } of locate(text)) {
      for (const request of requests) {
        const decision = decide(request, {
          keyPolicy: document,
          identityPolicies: [{ document }],
          grants: [],
          scp: [document],
          boundary: document,
        });
        becauseOf(decision).forEach(told);
      }
      whoCanUse(document, keyArn);
      for (const statement of document.statements) {
        told(describeStatement(statement, '111122223333'));
      }
    }
  }),
  'an explicit deny for everyone is never overcome': fc.property(
    policyArbitrary(true, ['Allow']),
    fc.nat(principals.length - 1),
    (policy, who) => {
      const { Statement } = policy as { Statement: object[] };
      const denying = {
        Version: '2012-10-17',
        Statement: [...Statement, { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }],
      };
      const request = {
        principal: principals[who] ?? role,
        action: 'kms:Decrypt',
        keyArn,
        context: {},
        contextUnknown: [],
      };
      assert.notEqual(
        decide(request, { keyPolicy: parsePolicy(JSON.stringify(denying)), identityPolicies: [], grants: [] }).outcome,
        'allowed',
      );
    },
  ),
  'errors are read and explained, whatever happened to them': fc.property(errorText, text => {
    for (const denial of readDenials(text)) {
      assert.ok(inMarkdown(explanation(diagnose({ denial }))).length > 0);
    }
  }),
};
