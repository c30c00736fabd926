import { parseArn, parsePrincipal, type PolicyDocument, type Principal } from '../../policy';
import { kmsOperation } from '../../reference';
import { readCaller } from '../caller';
import { compilePolicy } from '../policy';
import { isNamed, naming } from '../principals';
import { appliesTo, type CompiledStatement, hangsOnUnclearAction, hitsUnconditionally } from '../statement';
import { No } from '../truth';
import type { Grant, Reason } from '../types';
import { keyPolicyOperations, type Use, useOf } from './uses';

/** What one principal that a key policy or grant names may do with the key. */
export interface AccessRow {
  /** As it is written: an ARN, an account id, a service, `*`, or a text with holes. */
  readonly name: string;
  readonly principal: Principal;
  readonly abilities: readonly Ability[];
}

/** One permission, and what it hangs on. */
export interface Ability {
  /** `kms:Decrypt` */
  readonly action: string;
  readonly use: Use;
  /** The statements or grants that give it. */
  readonly through: readonly Reason[];
  /** Every one of them has conditions or constraints, or a Deny with conditions limits it. */
  readonly conditional: boolean;
  /** The account whose IAM policies have the last word: the statement names that account, or the principal belongs to another account than the key. */
  readonly dependsOnIamOf: string | undefined;
}

/**
 * Lists whom a key policy and grants let do what. Through IAM anybody of a named account may follow: that account's row says so.
 * Denies that always hit a principal are taken off; IAM policies, SCPs and the like are not looked at.
 * @param keyArn tells the key's own account; undefined = it is not known, so nobody counts as one of another account
 */
export function whoCanUse(
  keyPolicy: PolicyDocument,
  keyArn: string | undefined,
  grants: readonly Grant[] = [],
): readonly AccessRow[] {
  const keyAccount = keyArn === undefined ? undefined : parseArn(keyArn)?.account;
  const { statements } = compilePolicy(keyPolicy, 'key-policy');
  const denies = statements.filter(s => s.effect === 'Deny');
  const rows = new Map<string, Row>();
  for (const statement of statements) {
    if (statement.effect !== 'Allow' || statement.problem !== undefined) {
      continue;
    }
    const actions = keyPolicyOperations.filter(({ action }) => {
      const lower = action.toLowerCase();
      return appliesTo(statement, lower, keyArn ?? '*') && !hangsOnUnclearAction(statement, lower);
    });
    for (const [name, principal] of principalsOf(statement)) {
      const row = rowOf(rows, name, principal);
      for (const operation of actions) {
        if (
          accountOf(principal) !== undefined &&
          isForeignAccount(principal, keyAccount) &&
          !operation.crossAccountUse
        ) {
          continue;
        }
        add(row, {
          action: operation.action,
          use: useOf(operation),
          through: [statementReason(statement)],
          conditional: statement.condition.tests.length > 0,
          dependsOnIamOf: lastWord(principal, keyAccount),
        });
      }
    }
  }
  for (const grant of grants) {
    addGrant(rows, grant);
  }
  for (const row of rows.values()) {
    takeOff(row, denies, keyArn);
  }
  return [...rows.values()]
    .filter(r => r.abilities.size > 0)
    .map(r => ({ name: r.name, principal: r.principal, abilities: [...r.abilities.values()] }));
}

interface Row {
  readonly name: string;
  readonly principal: Principal;
  readonly abilities: Map<string, Ability>;
}

function principalsOf(statement: CompiledStatement): readonly (readonly [string, Principal])[] {
  const { principal } = statement.statement;
  if (principal === undefined) {
    return [];
  }
  const strings = [
    ...(principal.value.star ? [principal.value.star] : []),
    ...principal.value.entries.flatMap(e => (e.name === 'AWS' || e.name === 'Service' ? e.value.strings : [])),
  ];
  return strings.map(s => [s.value, parsePrincipal(s.value)] as const);
}

function rowOf(rows: Map<string, Row>, name: string, principal: Principal): Row {
  // Twelve digits and the account's ARN mean the same.
  const key = principal.kind === 'account' ? principal.account : name;
  const row = rows.get(key) ?? { name, principal, abilities: new Map<string, Ability>() };
  rows.set(key, row);
  return row;
}

function statementReason({ document, statement }: CompiledStatement): Reason {
  return { kind: 'statement', policy: 'key-policy', document, statement };
}

/** Adds a way to a permission; what the row has already may make it less dependent. */
function add(row: Row, ability: Ability): void {
  const known = row.abilities.get(ability.action);
  row.abilities.set(ability.action, {
    ...ability,
    through: [...(known?.through ?? []), ...ability.through],
    conditional: ability.conditional && known?.conditional !== false,
    dependsOnIamOf: known && known.dependsOnIamOf === undefined ? undefined : ability.dependsOnIamOf,
  });
}

function accountOf(principal: Principal): string | undefined {
  return 'account' in principal ? principal.account : undefined;
}

function isForeignAccount(principal: Principal, keyAccount: string | undefined): boolean {
  const account = accountOf(principal);
  return account !== undefined && keyAccount !== undefined && account !== keyAccount;
}

/** An account decides by its IAM policies; so does the account of a principal that is not the key's. */
function lastWord(principal: Principal, keyAccount: string | undefined): string | undefined {
  return principal.kind === 'account' || isForeignAccount(principal, keyAccount) ? accountOf(principal) : undefined;
}

function addGrant(rows: Map<string, Row>, grant: Grant): void {
  const name = grant.GranteePrincipal ?? grant.GranteeServicePrincipal;
  if (name === undefined) {
    return;
  }
  const row = rowOf(rows, name, parsePrincipal(name));
  const constraints = grant.Constraints ?? {};
  const conditional = Object.keys(constraints).length > 0;
  for (const listed of grant.Operations ?? []) {
    const operation = kmsOperation(`kms:${listed}`);
    if (operation) {
      add(row, {
        action: operation.action,
        use: useOf(operation),
        through: [{ kind: 'grant', grant }],
        conditional,
        dependsOnIamOf: undefined,
      });
    }
  }
}

/** Takes off what a Deny always takes, and marks what a Deny with conditions may take. */
function takeOff(row: Row, denies: readonly CompiledStatement[], keyArn: string | undefined): void {
  const caller = readCaller(row.name);
  const anyone = row.principal.kind === 'anyone';
  for (const deny of denies) {
    const principals = deny.principal;
    const hit =
      principals !== undefined && (principals.anyone || (!anyone && isNamed(naming(principals, caller)) !== No));
    if (!hit && !deny.notPrincipal) {
      continue;
    }
    for (const ability of [...row.abilities.values()]) {
      const action = ability.action.toLowerCase();
      if (!appliesTo(deny, action, keyArn ?? '*')) {
        continue;
      }
      if (hit && hitsUnconditionally(deny) && !hangsOnUnclearAction(deny, action)) {
        row.abilities.delete(ability.action);
      } else {
        row.abilities.set(ability.action, { ...ability, conditional: true });
      }
    }
  }
}
