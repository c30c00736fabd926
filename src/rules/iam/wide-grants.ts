import { matchesWildcard, type PolicyString, type Statement, takesInAction } from '../../policy';
import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import type { Rule } from '../rule';
import { analyzerCheck, hasEffect, type PolicyView } from '../facts';

/** How an action is allowed too widely: named, by a wildcard or by NotAction; on a wildcard resource or by NotResource. */
interface Shape {
  readonly suffix: string;
  readonly action: 'named' | 'wildcard' | 'notAction';
  readonly resource: 'star' | 'notResource';
}

const shapes: readonly Shape[] = [
  { suffix: 'not-resource', action: 'named', resource: 'notResource' },
  { suffix: 'star-in-action-and-not-resource', action: 'wildcard', resource: 'notResource' },
  { suffix: 'not-action-and-not-resource', action: 'notAction', resource: 'notResource' },
  { suffix: 'star-in-resource', action: 'named', resource: 'star' },
  { suffix: 'star-in-action-and-resource', action: 'wildcard', resource: 'star' },
  { suffix: 'star-in-resource-and-not-action', action: 'notAction', resource: 'star' },
];

interface Sensitive {
  readonly prefix: string;
  readonly group: 'security-warning' | 'general-warning';
  readonly action: string;
  readonly harm: string;
  /** A condition key that makes the grant narrow. */
  readonly limit: string;
}

const passRole: Sensitive = {
  prefix: 'pass-role',
  group: 'security-warning',
  action: 'iam:PassRole',
  limit: 'iam:PassedToService',
  harm: 'Whoever may pass any role to a service can work with the permissions of the most powerful one. Name the roles, or add a condition on iam:PassedToService.',
};

const createServiceLinkedRole: Sensitive = {
  prefix: 'create-slr',
  group: 'general-warning',
  action: 'iam:CreateServiceLinkedRole',
  limit: 'iam:AWSServiceName',
  harm: 'Whoever may create any service-linked role lets services into the account that nobody meant. Name the roles, or add a condition on iam:AWSServiceName.',
};

const reachedBy: Readonly<Record<Shape['action'], string>> = {
  named: 'is allowed',
  wildcard: 'is reached by a wildcard',
  notAction: 'is left in by NotAction',
};

const exampleRole = '"arn:aws:iam::111122223333:role/app"';
const wideResources: Readonly<Record<Shape['resource'], string>> = {
  star: '"Resource": "*"',
  notResource: `"NotResource": ${exampleRole}`,
};

/** One rule for each shape in which a sensitive action is allowed too widely. */
export const wideGrantRules: readonly Rule[] = [passRole, createServiceLinkedRole].flatMap(sensitive =>
  shapes.map(shape => wideGrant(sensitive, shape)),
);

function wideGrant(sensitive: Sensitive, shape: Shape): Rule {
  const { action, limit } = sensitive;
  const code = `${sensitive.prefix}-with-${shape.suffix}`;
  const wide = shape.resource === 'star' ? 'on every resource' : 'on all but some resources';
  return {
    code,
    severity: 'warning',
    summary: `The action ${action} ${reachedBy[shape.action]} ${wide}`,
    why: sensitive.harm,
    source: analyzerCheck(sensitive.group, code),
    kinds: ['identity'],
    check(policy, report) {
      for (const statement of policy.statements) {
        if (!hasEffect(statement, 'Allow') || !isWide(statement, shape.resource) || limits(statement, limit)) {
          continue;
        }
        const at = reaching(policy, statement, action.toLowerCase(), shape.action);
        if (at) {
          report({
            at,
            message:
              shape.resource === 'star'
                ? message('{action} is allowed here on every resource: name the roles.', { action: asCode(action) })
                : message('{action} is allowed here on all but some resources: name the roles.', {
                    action: asCode(action),
                  }),
          });
        }
      }
    },
    noFix: `Which roles are meant only the author knows; a condition on ${limit} would narrow it too.`,
    wrong: [
      identityPolicy(example(action, shape, true), {
        besides: [`pass-role-with-${shape.suffix}`, `create-slr-with-${shape.suffix}`],
      }),
    ],
    right: [identityPolicy(example(action, shape, false))],
  };
}

function example(action: string, shape: Shape, wrong: boolean): string {
  const mark = (text: string) => (wrong ? `«${text}»` : text);
  const where = wrong ? wideResources[shape.resource] : `"Resource": ${exampleRole}`;
  return `{"Effect": "Allow", ${reach(action, shape.action, mark)}, ${where}}`;
}

/** The element that reaches the action, with the place of the finding marked. */
function reach(action: string, how: Shape['action'], mark: (text: string) => string): string {
  switch (how) {
    case 'named':
      return `"Action": ${mark(`"${action}"`)}`;
    case 'wildcard':
      return `"Action": ${mark('"iam:*"')}`;
    case 'notAction':
      return `${mark('"NotAction"')}: "ec2:*"`;
  }
}

function isWide({ resource, notResource }: Statement, shape: Shape['resource']): boolean {
  return shape === 'notResource'
    ? notResource !== undefined && !notResource.value.strings.some(s => s.value === '*')
    : resource?.value.strings.some(
        s => s.known && (s.value === '*' || /^arn:[^:]*:iam::[^:]*:(\*|role\/\*)$/.test(s.value)),
      ) === true;
}

function limits({ condition }: Statement, limit: string): boolean {
  return (
    condition !== undefined &&
    (!condition.value.complete ||
      condition.value.operators.some(o => o.value.some(k => k.name.toLowerCase() === limit.toLowerCase())))
  );
}

/** The token that lets the action in, in the way that the shape asks for. */
function reaching(
  policy: PolicyView,
  statement: Statement,
  action: string,
  how: Shape['action'],
): PolicyString | { readonly offset: number; readonly length: number } | undefined {
  const { action: positive, notAction } = statement;
  const uses = policy.actionsOf(statement).filter(a => a.string.known);
  if (how === 'notAction') {
    return positive === undefined &&
      notAction?.value.complete &&
      !uses.some(a => a.not && matchesWildcard(a.lower, action))
      ? notAction.key
      : undefined;
  }
  return uses.find(
    a => !a.not && (how === 'named' ? a.lower === action : /[*?]/.test(a.lower) && takesInAction(a.lower, action)),
  )?.string;
}
