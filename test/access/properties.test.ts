import assert from 'node:assert/strict';
import fc from 'fast-check';
import { knownCase } from './arbitraries';
import { decide, describeStatement, readCase, whoCanUse } from '../../src/access';
import { decideCase, keyArn, makeCase, role, type Json } from './cases';
import { randomDecisions } from './randomDecisions';

describe('decide, on random policies', () => {
  for (const [name, { property, runs }] of Object.entries(randomDecisions)) {
    it(name, () => {
      fc.assert(property, { numRuns: runs });
    });
  }
});

describe('decide, on broken policies', () => {
  const breakings: readonly (readonly [string, (statement: Record<string, unknown>) => void])[] = [
    [
      'without Effect',
      s => {
        delete s.Effect;
      },
    ],
    [
      'with Effect in lower case',
      s => {
        s.Effect = String(s.Effect).toLowerCase();
      },
    ],
    [
      'with an Effect that is a number',
      s => {
        s.Effect = 1;
      },
    ],
    [
      'without Principal',
      s => {
        delete s.Principal;
      },
    ],
    [
      'with a Principal in lower case',
      s => {
        s.principal = s.Principal;
        delete s.Principal;
      },
    ],
    [
      'with a Principal that is a list',
      s => {
        s.Principal = ['*'];
      },
    ],
    [
      'with a Principal that is null',
      s => {
        s.Principal = null;
      },
    ],
    [
      'with an unknown kind of principal',
      s => {
        s.Principal = { Aws: '*' };
      },
    ],
    [
      'without Action',
      s => {
        delete s.Action;
        delete s.NotAction;
      },
    ],
    [
      'with Actions',
      s => {
        s.Actions = s.Action;
        delete s.Action;
        delete s.NotAction;
      },
    ],
    [
      'with an Action that is a number',
      s => {
        delete s.NotAction;
        s.Action = 5;
      },
    ],
    [
      'with an empty Action',
      s => {
        delete s.NotAction;
        s.Action = [];
      },
    ],
    [
      'with an Action without service',
      s => {
        delete s.NotAction;
        s.Action = 'Decrypt';
      },
    ],
    [
      'without Resource',
      s => {
        delete s.Resource;
        delete s.NotResource;
      },
    ],
    [
      'with Ressource',
      s => {
        s.Ressource = '*';
        delete s.Resource;
        delete s.NotResource;
      },
    ],
    [
      'with a Resource that is an object',
      s => {
        delete s.NotResource;
        s.Resource = { a: '*' };
      },
    ],
    [
      'with an unknown operator',
      s => {
        s.Condition = { StringIs: { 'aws:PrincipalOrgID': 'o-1' } };
      },
    ],
    [
      'with an operator in the wrong case',
      s => {
        s.Condition = { stringequals: { 'aws:PrincipalOrgID': 'o-1' } };
      },
    ],
    [
      'with a Condition that is a string',
      s => {
        s.Condition = 'StringEquals';
      },
    ],
    [
      'with a condition value that is an object',
      s => {
        s.Condition = { StringEquals: { 'aws:PrincipalOrgID': {} } };
      },
    ],
    [
      'with NullIfExists',
      s => {
        s.Condition = { NullIfExists: { 'aws:PrincipalOrgID': 'true' } };
      },
    ],
    [
      'with a number that is none',
      s => {
        s.Condition = { NumericLessThan: { 'aws:MultiFactorAuthAge': 'ten' } };
      },
    ],
    [
      'with Conditions',
      s => {
        s.Conditions = {};
      },
    ],
  ];
  for (const [how, mutate] of breakings) {
    it(`a statement ${how} never lets anybody in, and hides no Deny`, () => {
      fc.assert(
        fc.property(knownCase, c => {
          const broken = structuredClone(c.keyPolicy.Statement) as Record<string, unknown>[];
          for (const statement of broken) {
            mutate(statement);
          }
          const decision = decideCase({ ...c, keyPolicy: { ...c.keyPolicy, Statement: broken }, grants: [] });
          assert.notEqual(decision.outcome, 'allowed');
        }),
        { numRuns: 100 },
      );
    });
  }

  const documents: readonly (readonly [string, (policy: Record<string, unknown>) => void])[] = [
    [
      'without Statement',
      p => {
        delete p.Statement;
      },
    ],
    [
      'with Statements',
      p => {
        p.Statements = p.Statement;
        delete p.Statement;
      },
    ],
    [
      'with statement in lower case',
      p => {
        p.statement = p.Statement;
        delete p.Statement;
      },
    ],
    [
      'with a Statement that is a string',
      p => {
        p.Statement = 'Allow';
      },
    ],
    [
      'with a string among the statements',
      p => {
        p.Statement = [...(p.Statement as Json[]), 'x'];
      },
    ],
    [
      'with a version that does not exist',
      p => {
        p.Version = '2012-10-18';
      },
    ],
    [
      'with a version that is a number',
      p => {
        p.Version = 2012;
      },
    ],
    [
      'with an unknown member',
      p => {
        p.Resource = '*';
      },
    ],
  ];
  for (const [how, mutate] of documents) {
    it(`a policy ${how} lets nobody in, and hides no Deny`, () => {
      fc.assert(
        fc.property(knownCase, c => {
          const broken = structuredClone(c.keyPolicy) as Record<string, unknown>;
          mutate(broken);
          assert.notEqual(decideCase({ ...c, keyPolicy: broken, grants: [] }).outcome, 'allowed');
          if (c.principal.startsWith('arn:')) {
            assert.notEqual(decideCase({ ...c, identityPolicies: [broken] }).outcome, 'allowed');
          }
        }),
        { numRuns: 50 },
      );
    });
  }
});

describe('decide, on broken grants', () => {
  const grant = { GrantId: 'g', GranteePrincipal: role, Operations: ['Decrypt'] };
  const broken: readonly (readonly [string, Json])[] = [
    ['an operation in lower case', { ...grant, Operations: ['decrypt'] }],
    ['a misspelt constraint', { ...grant, Constraints: { EncryptionContextSubsets: { a: 'b' } } }],
    ['no grantee', { GrantId: 'g', Operations: ['Decrypt'] }],
    ['no operations', { GrantId: 'g', GranteePrincipal: role }],
  ];
  for (const [how, value] of broken) {
    it(`a grant with ${how} lets nobody in`, () => {
      assert.notEqual(decideCase({ grants: [value] }).outcome, 'allowed');
    });
  }
  it('a grant with members of the wrong type is no case', () => {
    for (const value of [
      { ...grant, Operations: 'Decrypt' },
      { ...grant, GranteePrincipal: 5 },
      { ...grant, Constraints: 'none' },
      'g',
    ]) {
      assert.ok('problem' in readCase(JSON.stringify(makeCase({ grants: [value] }))));
    }
  });
});

describe('decide, on anything', () => {
  it('never throws, and never allows by a policy that is none', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('Version', 'Statement', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'),
          fc.jsonValue({ maxDepth: 4 }),
        ),
        keyPolicy => {
          const reading = readCase(JSON.stringify(makeCase({ keyPolicy, identityPolicies: [keyPolicy] })));
          assert.ok('case' in reading);
          const policy = reading.case.known.keyPolicy;
          assert.ok(policy);
          assert.notEqual(decide(reading.case.request, reading.case.known).outcome, 'allowed');
          whoCanUse(policy, keyArn);
          for (const statement of policy.statements) {
            describeStatement(statement, undefined);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
