import type { Node } from 'jsonc-parser';
import {
  hasWildcardPrefix,
  membersOf,
  type PolicyDocument,
  type PolicyString,
  type Statement,
  type StringSet,
} from '../policy';
import { asCode, message, type Message } from '../text/message';
import { type Caller, readCaller } from './caller';
import { type CompiledCondition, compileCondition, noCondition, testCondition } from './condition';
import { RequestContext } from './context';
import { type CompiledString, compileString, matchesArn, matchesPattern } from './pattern';
import {
  atMost,
  type CompiledPrincipals,
  compilePrincipals,
  hitByNotPrincipal,
  invalidCouldName,
  isNamed,
  namedDirectly,
  type Naming,
  naming,
  unnamed,
} from './principals';
import { and, Maybe, No, not, or, type Truth, truth, Yes } from './truth';
import type { PolicyKind } from './policyKinds';

/** A request as policies see it. */
export interface PolicyRequest {
  readonly caller: Caller;
  /** In lower case: action names ignore case (IAM User Guide, "IAM JSON policy elements: Action"). */
  readonly action: string;
  /** The key's ARN, or `*`. */
  readonly resource: string;
  readonly context: RequestContext;
  /** Whether the caller has a permissions boundary. */
  readonly boundary: Truth;
}

/** A statement ready for requests. */
export interface CompiledStatement {
  readonly statement: Statement;
  readonly document: PolicyDocument;
  /**
   * `deny?`: it may be a Deny, for its Effect cannot be read. `none`: it is no Deny and grants nothing.
   * `template`: a template says which.
   */
  readonly effect: 'Allow' | 'Deny' | 'deny?' | 'none' | 'template';
  /** What AWS would refuse about it. Such an Allow grants nothing; such a Deny may or may not hit. */
  readonly problem: Message | undefined;
  /** It stands in the policy without effect, whatever its Effect. */
  readonly idle: boolean;
  readonly principal: CompiledPrincipals | undefined;
  readonly notPrincipal: CompiledPrincipals | undefined;
  readonly actions: ActionSet | undefined;
  readonly resources: ResourceSet | undefined;
  readonly condition: CompiledCondition;
}

interface ActionSet {
  readonly negated: boolean;
  readonly exact: ReadonlySet<string>;
  readonly patterns: readonly CompiledString[];
  /** Patterns of no valid form, whose effect is unknown: see `hasWildcardPrefix`. */
  readonly unclear: readonly CompiledString[];
  readonly doubtful: boolean;
}

interface ResourceSet {
  readonly negated: boolean;
  readonly patterns: readonly CompiledString[];
  readonly doubtful: boolean;
}

/** How far a statement applies to a request, and how it names the caller. */
export interface Match {
  readonly truth: Truth;
  readonly naming: Naming;
}

const noMatch: Match = { truth: No, naming: unnamed };

/** Kinds of policy whose statements must have a Principal; in the others they must not. */
const withPrincipal: ReadonlySet<PolicyKind> = new Set(['key-policy', 'rcp', 'vpc-endpoint-policy']);

/** Prepares a statement. `variables` = policy variables count (version 2012-10-17). */
export function compileStatement(
  document: PolicyDocument,
  statement: Statement,
  kind: PolicyKind,
  variables: boolean,
): CompiledStatement {
  const { principal, notPrincipal, action, notAction, resource, notResource, condition } = statement;
  const principals = principal && compilePrincipals(principal.value);
  const notPrincipals = notPrincipal && compilePrincipals(notPrincipal.value);
  const compiledCondition = condition ? compileCondition(condition.value, variables) : noCondition;
  return {
    statement,
    document,
    effect: readEffect(statement),
    problem: problemOf(statement, kind, principals ?? notPrincipals) ?? compiledCondition.problem,
    idle: isIdle(statement, kind),
    principal: principals,
    notPrincipal: notPrincipals,
    actions: action ? compileActions(action.value, false) : notAction && compileActions(notAction.value, true),
    resources: resource
      ? compileResources(resource.value, false, variables)
      : notResource && compileResources(notResource.value, true, variables),
    condition: compiledCondition,
  };
}

/**
 * What AWS would refuse about a statement of a policy of this kind; undefined when nothing is known to be wrong with
 * it.
 */
export function problemOfStatement(statement: Statement, kind: PolicyKind): Message | undefined {
  const principals = statement.principal ?? statement.notPrincipal;
  return (
    problemOf(statement, kind, principals && compilePrincipals(principals.value)) ??
    (statement.condition && compileCondition(statement.condition.value, false).problem)
  );
}

// In a key policy a statement without Resource or Action has no effect, a Deny neither (KMS Developer Guide, "Creating a key policy",
// "Elements in a key policy"). A misspelt element may have been meant to be it: then nothing is certain.
function isIdle({ unknown, action, notAction, resource, notResource }: Statement, kind: PolicyKind): boolean {
  return (
    kind === 'key-policy' &&
    unknown.length === 0 &&
    ((action ?? notAction) === undefined || (resource ?? notResource) === undefined)
  );
}

// "The Effect value is case sensitive" (IAM User Guide, "IAM JSON policy elements: Effect").
function readEffect({ effect }: Statement): CompiledStatement['effect'] {
  const value = effect?.value;
  if (value === undefined) {
    return 'deny?';
  }
  if (!value.known) {
    return 'template';
  }
  if (value.value === 'Allow' || value.value === 'Deny') {
    return value.value;
  }
  return value.value.toLowerCase() === 'allow' ? 'none' : 'deny?';
}

function problemOf(
  statement: Statement,
  kind: PolicyKind,
  principals: CompiledPrincipals | undefined,
): Message | undefined {
  const { action, notAction, resource, notResource } = statement;
  return (
    elementProblem(statement) ??
    principalProblem(statement, kind, principals) ??
    setProblem('Action', action?.value, notAction?.value) ??
    setProblem('Resource', resource?.value, notResource?.value) ??
    actionProblem(action?.value ?? notAction?.value, kind)
  );
}

function elementProblem({ node, unknown, effect, sid }: Statement): Message | undefined {
  if (unknown[0]) {
    return message('{element} is no element of a statement', { element: asCode(unknown[0].name) });
  }
  const twice = repeatedName(node);
  if (twice !== undefined) {
    return message('{element} stands twice', { element: asCode(twice) });
  }
  if (
    effect?.value === undefined ||
    (effect.value.known && effect.value.value !== 'Allow' && effect.value.value !== 'Deny')
  ) {
    return message('its Effect is neither Allow nor Deny');
  }
  return sid && sid.value === undefined ? message('its Sid is no string') : undefined;
}

function principalProblem(
  { principal, notPrincipal }: Statement,
  kind: PolicyKind,
  principals: CompiledPrincipals | undefined,
): Message | undefined {
  if (principal && notPrincipal) {
    return message('it has both {a} and {b}', { a: asCode('Principal'), b: asCode('NotPrincipal') });
  }
  const present = principal !== undefined || notPrincipal !== undefined;
  if (withPrincipal.has(kind) && !present) {
    return message('it has no Principal');
  }
  if (!withPrincipal.has(kind) && present) {
    return message('a policy of this kind has no Principal');
  }
  return principals?.malformed === true ? message('its Principal is not of a form that AWS knows') : undefined;
}

function setProblem(element: string, set: StringSet | undefined, notSet: StringSet | undefined): Message | undefined {
  if (set && notSet) {
    return message('it has both {a} and {b}', { a: asCode(element), b: asCode(`Not${element}`) });
  }
  const one = set ?? notSet;
  if (one === undefined) {
    return message('it has no {element}', { element: asCode(element) });
  }
  if (one.misfits.length > 0) {
    return message('its {element} is neither a string nor a list of strings', { element: asCode(element) });
  }
  return one.strings.length === 0 && one.complete
    ? message('its {element} is empty', { element: asCode(element) })
    : undefined;
}

// A service prefix, a colon and a name with wildcards (IAM User Guide, "IAM JSON policy elements: Action").
const actionForm = /^(\*|\*:\*|[a-z0-9-]+:[a-z0-9*?]+)$/i;
const wildcardPrefixForm = /^[a-z0-9*?-]+:[a-z0-9*?]+$/i;

/** The kinds of policy that IAM checks, which refuses wildcards in a service prefix. */
const checkedByIam: ReadonlySet<PolicyKind> = new Set(['identity-policy', 'boundary', 'session-policy']);

function actionProblem(set: StringSet | undefined, kind: PolicyKind): Message | undefined {
  const hasForm = (action: string): boolean =>
    hasWildcardPrefix(action) ? !checkedByIam.has(kind) && wildcardPrefixForm.test(action) : actionForm.test(action);
  const bad = set?.strings.find(s => s.known && !hasForm(s.value));
  return bad && message('{action} is not of the form service:Action', { action: asCode(bad.value) });
}

/** The first member name that an object below `node` holds twice. */
function repeatedName(node: Node): string | undefined {
  if (node.type === 'object') {
    const seen = new Set<string>();
    for (const { name } of membersOf(node)) {
      if (seen.has(name)) {
        return name;
      }
      seen.add(name);
    }
  }
  if (node.type === 'object' || node.type === 'array') {
    for (const child of node.children ?? []) {
      const value = child.type === 'property' ? child.children?.[1] : child;
      const twice = value && repeatedName(value);
      if (twice !== undefined) {
        return twice;
      }
    }
  }
  return undefined;
}

function compileActions(set: StringSet, negated: boolean): ActionSet {
  const wild = (s: PolicyString): boolean => !s.known || /[*?]/.test(s.value);
  const unclear = (s: PolicyString): boolean => s.known && hasWildcardPrefix(s.value);
  const compile = (s: PolicyString): CompiledString =>
    compileString(s, { wildcards: true, variables: false, fold: true });
  return {
    negated,
    exact: new Set(set.strings.filter(s => !wild(s)).map(s => s.value.toLowerCase())),
    patterns: set.strings.filter(s => wild(s) && !unclear(s)).map(compile),
    unclear: set.strings.filter(unclear).map(compile),
    doubtful: !set.complete || set.misfits.length > 0,
  };
}

function compileResources(set: StringSet, negated: boolean, variables: boolean): ResourceSet {
  return {
    negated,
    patterns: set.strings.map(s => compileString(s, { wildcards: true, variables })),
    doubtful:
      !set.complete ||
      set.misfits.length > 0 ||
      set.strings.some(s => s.known && s.value !== '*' && !s.value.startsWith('arn:')),
  };
}

/** Matches a statement with a request; a statement that is broken where AWS would have refused it gives no more than Maybe. */
export function matchStatement(compiled: CompiledStatement, request: PolicyRequest, kind: PolicyKind): Match {
  const deny = compiled.effect !== 'Allow';
  if (compiled.idle || compiled.effect === 'none' || (!deny && compiled.problem !== undefined)) {
    return noMatch;
  }
  let all = matchActions(compiled.actions, request);
  if (all === No) {
    return noMatch;
  }
  const by = matchPrincipals(compiled, request, kind, deny);
  all = and(all, isNamed(by));
  if (all === No) {
    return noMatch;
  }
  all = and(all, matchResources(compiled.resources, request, deny));
  if (all === No) {
    return noMatch;
  }
  all = and(all, testCondition(compiled.condition, request.context));
  if (compiled.problem !== undefined || compiled.effect === 'template') {
    all = and(all, Maybe);
  }
  return all === No ? noMatch : { truth: all, naming: all === Yes ? by : atMost(by, all) };
}

const perhapsDirectly: Naming = { ...unnamed, direct: Maybe };

function matchPrincipals(compiled: CompiledStatement, request: PolicyRequest, kind: PolicyKind, deny: boolean): Naming {
  const { principal, notPrincipal } = compiled;
  if (!withPrincipal.has(kind)) {
    return namedDirectly;
  }
  if (notPrincipal) {
    const hit = hitByNotPrincipal(notPrincipal, request.caller, request.boundary);
    // With Allow it is "not supported" (IAM User Guide, "AWS JSON policy elements: NotPrincipal"): nobody is let in for certain.
    return { ...unnamed, direct: deny ? hit : and(hit, Maybe) };
  }
  if (principal === undefined) {
    return perhapsDirectly;
  }
  const by = naming(principal, request.caller);
  return deny && isNamed(by) === No && invalidCouldName(principal, request.caller) !== No ? perhapsDirectly : by;
}

type Subject = Pick<PolicyRequest, 'action' | 'resource' | 'context'>;

const emptyContext = new RequestContext(
  { principal: '*', action: 'kms:DescribeKey', keyArn: '*', context: {}, contextUnknown: [] },
  readCaller('*'),
);

/** `unclear`: how far an entry counts whose effect is unknown. */
function matchActions(actions: ActionSet | undefined, request: Subject, unclear: Truth = Maybe): Truth {
  if (actions === undefined) {
    return Maybe;
  }
  const listed = [
    truth(actions.exact.has(request.action)),
    actions.doubtful ? Maybe : No,
    matchPatterns(actions.patterns, request),
    and(matchPatterns(actions.unclear, request), unclear),
  ].reduce(or, No);
  return actions.negated ? not(listed) : listed;
}

function matchPatterns(patterns: readonly CompiledString[], { action, context }: Subject): Truth {
  let matched: Truth = No;
  for (const pattern of patterns) {
    if (matched === Yes) {
      break;
    }
    const resolved = pattern(context);
    if (resolved) {
      matched = or(matched, matchesPattern(resolved, action));
    }
  }
  return matched;
}

function matchResources(resources: ResourceSet | undefined, request: Subject, deny: boolean): Truth {
  if (resources === undefined) {
    return Maybe;
  }
  let listed: Truth = resources.doubtful && (deny || resources.negated) ? Maybe : No;
  for (const pattern of resources.patterns) {
    if (listed === Yes) {
      break;
    }
    const resolved = pattern(request.context);
    if (resolved === undefined) {
      listed = or(listed, resources.negated ? Maybe : No);
    } else {
      listed = or(listed, resolved.text === '*' && !resolved.vague ? Yes : matchesArn(resolved, request.resource));
    }
  }
  return resources.negated ? not(listed) : listed;
}

/** Whether a statement is about an action (in lower case) on the key, whoever calls and whatever its conditions; a vague match counts. */
export function appliesTo(compiled: CompiledStatement, action: string, resource: string): boolean {
  const request = { action, resource, context: emptyContext };
  return (
    matchActions(compiled.actions, request) !== No &&
    (resource === '*' || matchResources(compiled.resources, request, compiled.effect !== 'Allow') !== No)
  );
}

/** Whether it hangs on an entry whose effect is unknown that the statement is about an action (in lower case). */
export function hangsOnUnclearAction({ actions }: CompiledStatement, action: string): boolean {
  const request = { action, resource: '*', context: emptyContext };
  return matchActions(actions, request, No) !== matchActions(actions, request, Yes);
}

/** Whether nothing but the caller and the action decides if the statement hits. */
export function hitsUnconditionally(compiled: CompiledStatement): boolean {
  return compiled.problem === undefined && compiled.condition.tests.length === 0 && compiled.condition.complete;
}
