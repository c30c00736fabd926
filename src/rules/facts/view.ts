import {
  type Element,
  type LocatedKind,
  type LocatedPolicy,
  type PolicyDocument,
  type PolicyString,
  type Statement,
  type StringSet,
} from '../../policy';
import type { ServiceData } from '../../reference/servicesData';
import { type ConditionTest, testsOf } from './conditions';
import { exemptPrincipalsOf, principalsOf, type PrincipalUse } from './principals';

/** What the world outside the document tells a rule; every part is optional. */
export interface RuleContext {
  /** ARN of the key the policy belongs to. */
  readonly keyArn?: string;
  /** ARN of whoever is about to save the policy, as `sts get-caller-identity` shows it. */
  readonly callerArn?: string;
  /** All services' actions, condition keys and resource types. */
  readonly services?: ServiceData;
  /** JSON's own syntax errors are to be reported, because nobody else does; `jsonc` lets comments and trailing commas pass. */
  readonly syntaxErrors?: 'json' | 'jsonc';
}

/** One entry of Action or NotAction. */
export interface ActionUse {
  readonly statement: Statement;
  /** True in NotAction. */
  readonly not: boolean;
  readonly string: PolicyString;
  /** As written, in lower case (AWS ignores the case of actions). */
  readonly lower: string;
  /** The part before the colon, in lower case; empty when there is no colon. */
  readonly service: string;
  /** The part after the colon, in lower case. */
  readonly name: string;
}

/** One entry of Resource or NotResource. */
export interface ResourceUse {
  readonly statement: Statement;
  readonly not: boolean;
  readonly string: PolicyString;
}

/** A policy as rules look at it: the document, what is known around it, and flat lists that are made once for all rules. */
export class PolicyView {
  readonly document: PolicyDocument;
  readonly kind: LocatedKind;
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly #actions = lazy(() =>
    this.statements.flatMap(s => [...actionsOf(s, s.action, false), ...actionsOf(s, s.notAction, true)]),
  );
  readonly #resources = lazy(() =>
    this.statements.flatMap(s => [...resourcesOf(s, s.resource, false), ...resourcesOf(s, s.notResource, true)]),
  );
  readonly #principals = lazy(() => this.statements.flatMap(s => [...principalsOf(s), ...exemptPrincipalsOf(s)]));
  readonly #conditions = lazy(() => this.statements.flatMap(testsOf));
  readonly #byStatement = lazy(() => grouped(this.#actions()));

  constructor(
    readonly located: LocatedPolicy,
    readonly known: RuleContext = {},
  ) {
    this.document = located.document;
    this.kind = located.kind;
    this.text = located.document.text;
    this.statements = located.document.statements;
  }

  get actions(): readonly ActionUse[] {
    return this.#actions();
  }
  get resources(): readonly ResourceUse[] {
    return this.#resources();
  }
  get principals(): readonly PrincipalUse[] {
    return this.#principals();
  }
  get conditions(): readonly ConditionTest[] {
    return this.#conditions();
  }

  /** The entries of Action and NotAction of one statement. */
  actionsOf(statement: Statement): readonly ActionUse[] {
    return this.#byStatement().get(statement) ?? [];
  }
}

function grouped(actions: readonly ActionUse[]): ReadonlyMap<Statement, readonly ActionUse[]> {
  const groups = new Map<Statement, ActionUse[]>();
  for (const action of actions) {
    const group = groups.get(action.statement);
    if (group) {
      group.push(action);
    } else {
      groups.set(action.statement, [action]);
    }
  }
  return groups;
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function actionsOf(statement: Statement, element: Element<StringSet> | undefined, not: boolean): ActionUse[] {
  return (element?.value.strings ?? []).map(string => {
    const lower = string.value.toLowerCase();
    const colon = lower.indexOf(':');
    return { statement, not, string, lower, service: lower.slice(0, Math.max(colon, 0)), name: lower.slice(colon + 1) };
  });
}

function resourcesOf(statement: Statement, element: Element<StringSet> | undefined, not: boolean): ResourceUse[] {
  return (element?.value.strings ?? []).map(string => ({ statement, not, string }));
}
