import assert from 'node:assert/strict';
import { type ParseError, parseTree } from 'jsonc-parser';
import { decide, type Known } from '../../../src/access';
import { type LocatedPolicy, locate, mayHoldPolicy, parsePolicy } from '../../../src/policy';
import { checkPolicies } from '../../../src/rules/check';
import { fixAll } from '../../../src/rules/fix-all';
import { answerFix, type Finding, type Fix, fixEdits } from '../../../src/rules/rule';
import { refactoringsAt } from '../../../src/rules/refactor';
import { sayEnglish } from '../../../src/text/say';
import { applies, lies, told } from '../../fuzz/holds';
import { services } from '../../rules/examples';
import { readShared, sharedNames, skipped } from './files';

interface Record {
  readonly id: string;
  readonly policy?: string;
  readonly text?: string;
}

const check = (text: string): readonly Finding[] => checkPolicies(locate(text), { services });

/** A document that every JSON reader takes. */
function isJson(text: string): boolean {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  return errors.length === 0;
}

/** What a policy decides for those whom it names, and for a stranger: one line for each request. */
function decisions(policy: LocatedPolicy): readonly { readonly request: string; readonly outcome: string }[] {
  const account = /:(\d{12}):/.exec(policy.document.text)?.[1] ?? '111122223333';
  const keyArn = `arn:aws:kms:eu-west-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const named = [...policy.document.text.matchAll(/arn:aws:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]+/g)].map(
    ([arn]) => arn,
  );
  const delegating = parsePolicy(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
      ],
    }),
  );
  const known: Known =
    policy.kind === 'key'
      ? { keyPolicy: policy.document, identityPolicies: [], grants: [] }
      : { keyPolicy: delegating, identityPolicies: [{ document: policy.document }], grants: [] };
  return [
    ...new Set([...named.slice(0, 5), `arn:aws:iam::${account}:role/nobody`, 'arn:aws:iam::999999999999:role/nobody']),
  ].flatMap(principal =>
    ['kms:Decrypt', 'kms:DescribeKey', 'kms:CreateGrant', 'kms:PutKeyPolicy'].map(action => ({
      request: `${principal} ${action}`,
      outcome: decide({ principal, action, keyArn, context: {}, contextUnknown: [] }, known).outcome,
    })),
  );
}

/** A change that is called safe lets nobody in: the policies of the document, before and after. */
function letsNobodyIn(before: string, after: string, why: string): void {
  const policies = locate(before);
  const changed = locate(after);
  if (policies.length !== changed.length) {
    return; // another policy came to light, or one is none any more
  }
  policies.forEach((policy, i) => {
    const now = changed[i];
    if (now === undefined || now.kind !== policy.kind || (policy.kind !== 'key' && policy.kind !== 'identity')) {
      return;
    }
    const outcomes = decisions(now);
    decisions(policy).forEach(({ request, outcome }, n) => {
      if (outcome === 'denied') {
        assert.notEqual(outcomes[n]?.outcome, 'allowed', `${why}: ${request}`);
      }
    });
  });
}

function fixHolds(text: string, finding: Finding, fix: Fix): void {
  told(fix.title);
  const after = applies(text, fixEdits(finding, answerFix(fix, 'arn:aws:iam::111122223333:role/app')) ?? []);
  if (isJson(text)) {
    assert.ok(isJson(after), `${sayEnglish(fix.title)}: no JSON any more`);
  }
  if (fix.effect === 'safe') {
    letsNobodyIn(text, after, sayEnglish(fix.title));
  }
}

const holds: Readonly<{ [name: string]: (text: string) => void }> = {
  'is found in its place, by the cheap question too': text => {
    const policies = locate(text);
    if (policies.length > 0) {
      assert.ok(mayHoldPolicy(text));
    }
    for (const { document, why } of policies) {
      told(why);
      document.errors.forEach(error => lies(error, document.text));
      document.statements.forEach(statement => lies(statement, document.text));
    }
  },
  'gets findings in their places, and fixes that can be made': text => {
    for (const finding of check(text)) {
      lies(finding, text);
      told(finding.message);
      for (const related of finding.related) {
        lies(related, text);
        told(related.message);
      }
      finding.fixes.forEach(fix => fixHolds(text, finding, fix));
    }
  },
  'comes to an end of all safe fixes, which let nobody in': text => {
    const whole = (content: string) => ({ policies: locate(content), findings: check(content) });
    const { text: fixed } = fixAll(text, whole);
    assert.equal(fixAll(fixed, whole).text, fixed);
    assert.ok(!isJson(text) || isJson(fixed));
    letsNobodyIn(text, fixed, 'fix all');
  },
  'gets refactorings that can be made': text => {
    for (const policy of locate(text)) {
      for (const { offset } of policy.document.statements) {
        for (const { title, edits } of refactoringsAt(policy, { offset, length: 0 })) {
          told(title);
          applies(text, edits);
        }
      }
    }
  },
};

describe('the shared policies', () => {
  const names = sharedNames('policies');
  if (names.length === 0) {
    skipped('../shared/policies');
  }
  for (const name of names) {
    const records = readShared<Record>(`policies/${name}.jsonl`) ?? [];
    for (const [what, holdsFor] of Object.entries(holds)) {
      it(`${name}: each of ${records.length} ${what}`, () => {
        const failures = records.flatMap(({ id, policy, text }) => {
          try {
            holdsFor(policy ?? text ?? '');
            return [];
          } catch (error) {
            return [`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
          }
        });
        assert.equal(failures.join('\n'), '');
      });
    }
  }
});
