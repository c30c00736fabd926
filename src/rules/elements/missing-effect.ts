import { insertMembers, type JsonValue, type LocatedKind, remove, setValue, type Statement } from '../../policy';
import { message } from '../../text/message';
import { identityPolicy, keyPolicy, policyOf } from '../examples';
import { analyzerCheck, headOf, isEmptyStatement, isMisnamed, type PolicyView } from '../facts';
import { type FixQuestion, everyKind, type Fix, type Rule, withPrincipals, withResources } from '../rule';

export const missingEffect: Rule = {
  code: 'missing-effect',
  severity: 'error',
  summary: 'The statement has no Effect',
  why: 'Effect says whether the statement allows or denies. There is no default, and AWS refuses a policy with such a statement.',
  source: analyzerCheck('error', 'missing-effect'),
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      if (statement.effect || isMisnamed(statement.unknown, 'Effect')) {
        continue;
      }
      if (isEmptyStatement(statement)) {
        report({
          at: headOf(statement),
          message: message('The statement is empty.'),
          fixes: [fillIn(policy, statement), ...takeAway(statement)],
        });
        continue;
      }
      const add = (effect: string) => [
        insertMembers(statement.node, { Effect: effect }, statement.sid?.property ?? 'first'),
      ];
      report({
        at: headOf(statement),
        message: message('The statement has no Effect.'),
        fixes: [
          { title: message('Add "Effect": "Allow"'), changes: add('Allow'), effect: 'widens' },
          { title: message('Add "Effect": "Deny"'), changes: add('Deny'), effect: 'review' },
        ],
      });
    }
  },
  wrong: [
    identityPolicy('{«"Action"»: "kms:ListAliases", "Resource": "*"}'),
    identityPolicy('«{»}'),
    identityPolicy('{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}, «{»}'),
    keyPolicy('«{»}'),
    policyOf('trust', '«{»}'),
  ],
  right: [identityPolicy('{"Effect": "Allow", "Action": "kms:ListAliases", "Resource": "*"}')],
};

/** A whole statement in place of an empty one, about whoever or whatever a person names. */
function fillIn(policy: PolicyView, { node }: Statement): Fix {
  const { kind } = policy;
  const ask = asked(kind);
  const statement: JsonValue = {
    Effect: kind === 'scp' || kind === 'rcp' ? 'Deny' : 'Allow',
    ...principalFor(kind, ask),
    Action: actionFor(kind, ask),
    ...(withResources.includes(kind) ? { Resource: '*' } : {}),
  };
  return {
    title: message('Fill in the statement'),
    changes: [setValue(node, statement)],
    effect: statement.Effect === 'Deny' ? 'review' : 'widens',
    ask,
  };
}

function principalFor(kind: LocatedKind, ask: FixQuestion): { readonly Principal?: JsonValue } {
  if (ask.what === 'principal') {
    return { Principal: { AWS: ask.token } };
  }
  return kind === 'rcp' ? { Principal: '*' } : {};
}

function actionFor(kind: LocatedKind, ask: FixQuestion): string {
  if (ask.what === 'action') {
    return ask.token;
  }
  return kind === 'trust' ? 'sts:AssumeRole' : 'kms:Decrypt';
}

function asked(kind: LocatedKind): FixQuestion {
  if (kind !== 'rcp' && withPrincipals.includes(kind)) {
    const token = 'arn:aws:iam::111122223333:role/ExampleRole';
    return {
      what: 'principal',
      prompt: message('Who is the statement about? ARN of a role, user or account'),
      token,
      suggestions: [token],
    };
  }
  return {
    what: 'action',
    prompt: message('Which action is the statement about?'),
    token: 'kms:DescribeKey',
    suggestions: ['kms:DescribeKey'],
  };
}

function takeAway({ node }: Statement): Fix[] {
  if (node.parent?.type !== 'array' || (node.parent.children?.length ?? 0) < 2) {
    return [];
  }
  // AWS refuses the policy as it stands: without this statement the others are in force.
  return [{ title: message('Remove this statement'), changes: [remove(node)], effect: 'widens' }];
}
