import { strict as assert } from 'node:assert';
import { complete, type Knowledge, namesIn, type Ordered, type Surroundings } from '../../src/assist/completion';
import { hoverAt } from '../../src/assist/hover';
import { linksIn } from '../../src/assist/links';
import { listStatements } from '../../src/assist/statements';
import { tokensOf } from '../../src/assist/tokens';
import { locate, type LocatedPolicy, type Span, spanInDocument } from '../../src/policy';
import { checkPolicies } from '../../src/rules/check';
import { services } from '../rules/examples';
import { foreignTexts } from './foreignTexts';

const accounts = ['111122223333'];

/** What completion offers at an offset; VS Code may have been asked, or a character that was just typed asks. */
function offered(text: string, offset: number, path: string, invoked: boolean): Ordered[] {
  const find = (content: string): LocatedPolicy[] => locate(content, { path });
  const known: Knowledge = { services, seen: namesIn(text), accounts };
  const surroundings: Surroundings = { path, settled: undefined, schema: false, invoked };
  return complete({ text, policies: find(text), locate: find, surroundings }, offset, known);
}

describe('JSON without a policy', () => {
  it('has many forms', () => assert.ok(foreignTexts.length >= 40));

  for (const { name, path, text, beginsAlike } of foreignTexts) {
    it(`gets nothing of ours: ${name}`, () => {
      const policies = locate(text, { path });
      // Colours, links, lenses, findings with their fixes, and refactorings come from the policies that are found.
      assert.deepEqual(policies, []);
      assert.deepEqual(linksIn(text, policies), []);
      assert.deepEqual(tokensOf(policies), []);
      for (let offset = 0; offset <= text.length; offset++) {
        assert.equal(hoverAt(policies, offset), undefined);
        for (const invoked of [true, false]) {
          assert.deepEqual(labels(offered(text, offset, path, invoked)), [], `at ${text.slice(0, offset)}`);
        }
      }
    });

    if (beginsAlike) {
      continue;
    }
    it(`gets nothing of ours while it is written: ${name}`, () => {
      for (let end = 1; end <= text.length; end++) {
        const written = text.slice(0, end);
        assert.deepEqual(labels(offered(written, end, path, true)), [], written);
      }
    });
  }
});

function labels(items: readonly Ordered[]): string[] {
  return items.map(item => item.label);
}

describe('a CloudFormation template', () => {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:role/inside' },
    Action: ['kms:Decrypt', 'kms:Decypt'],
    Resource: '*',
  };
  const policy = { Version: '2012-10-17', Statement: [statement] };
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Parameters: { Statement: { Type: 'String', Default: 'kms:Decypt' } },
    Resources: {
      Function: { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::111122223333:role/outside' } },
      Key: { Type: 'AWS::KMS::Key', Properties: { Description: 'kms:*', KeyPolicy: policy, KeySpec: 'x' } },
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: JSON.stringify(policy), Tags: [] } },
    },
    Outputs: { Role: { Value: 'arn:aws:iam::111122223333:role/outside' } },
  };
  const path = 'stack.json';
  const text = JSON.stringify(template, undefined, 2);
  const policies = locate(text, { path });
  const spans = policies.map(p => {
    const { node } = p.document;
    assert.ok(node);
    return spanInDocument(p, node);
  });
  const isInside = ({ offset, length }: Span): boolean =>
    spans.some(s => s.offset <= offset && offset + length <= s.offset + s.length);

  it('gets findings, colours, links and lenses in its policies only', () => {
    assert.equal(policies.length, 2);
    const marked: readonly Span[] = [
      ...checkPolicies(policies, { services }),
      ...tokensOf(policies),
      ...linksIn(text, policies),
      ...listStatements(policies),
    ];
    assert.ok(marked.length > 10);
    assert.deepEqual(
      marked.filter(span => !isInside(span)).map(s => text.slice(s.offset, s.offset + s.length)),
      [],
    );
  });

  it('gets completion and hovers in its policies only', () => {
    const inside = { completion: 0, hover: 0 };
    for (let offset = 0; offset <= text.length; offset++) {
      const items = offered(text, offset, path, true);
      const hover = hoverAt(policies, offset);
      if (isInside({ offset, length: 0 })) {
        inside.completion += items.length;
        inside.hover += hover === undefined ? 0 : 1;
        continue;
      }
      assert.deepEqual(labels(items), [], text.slice(0, offset));
      assert.equal(hover, undefined);
    }
    assert.ok(inside.completion > 100 && inside.hover > 100);
  });
});
