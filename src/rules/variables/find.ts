import type { ConditionUse, PolicyView } from '../view';
import type { PolicyString, Span, Statement } from '../../policy';

/** A `${…}` in a policy, as AWS would read it. */
export interface VariableUse extends Span {
  readonly string: PolicyString;
  readonly statement: Statement;
  /** Where it stands: variables work in Resource and Condition only. */
  readonly element: 'Resource' | 'Condition' | 'other';
  /** The text between the braces; up to the end of the string when there is no closing brace. */
  readonly inside: string;
  readonly closed: boolean;
  /** True for what AWS fills in (`${aws:username}`, `${*}`); false for a template's placeholder or a slip of the pen. */
  readonly variable: boolean;
  readonly condition: ConditionUse | undefined;
}

const found = new WeakMap<PolicyView, readonly VariableUse[]>();

/** Every `${…}` of a policy's plain strings. Strings that a template makes are left out: there `${…}` is the template's. */
export function findVariables(policy: PolicyView): readonly VariableUse[] {
  const known = found.get(policy);
  if (known) {
    return known;
  }
  const uses: VariableUse[] = [];
  if (policy.text.includes('${')) {
    for (const { statement, string } of policy.resources) {
      search(uses, statement, string, 'Resource', undefined);
    }
    for (const use of policy.conditions) {
      for (const string of use.values.strings) {
        search(uses, use.statement, string, 'Condition', use);
      }
    }
    for (const { statement, string } of policy.actions) {
      search(uses, statement, string, 'other', undefined);
    }
    for (const { statement, string } of policy.principals) {
      search(uses, statement, string, 'other', undefined);
    }
    for (const s of policy.statements) {
      for (const e of [s.sid, s.effect]) {
        if (e?.value) {
          search(uses, s, e.value, 'other', undefined);
        }
      }
    }
  }
  found.set(policy, uses);
  return uses;
}

function search(
  uses: VariableUse[],
  statement: Statement,
  string: PolicyString,
  element: VariableUse['element'],
  condition: ConditionUse | undefined,
): void {
  if (string.node.type !== 'string' || !string.value.includes('${')) {
    return;
  }
  // Escapes would shift the places; a policy's strings hardly ever have any.
  const exact = string.length === string.value.length + 2;
  for (let at = string.value.indexOf('${'); at >= 0; at = string.value.indexOf('${', at + 2)) {
    const close = string.value.indexOf('}', at);
    const next = string.value.indexOf('${', at + 2);
    const closed = close >= 0 && (next < 0 || close < next);
    const end = closed ? close + 1 : next < 0 ? string.value.length : next;
    const inside = string.value.slice(at + 2, closed ? close : end);
    const place = exact
      ? { offset: string.offset + 1 + at, length: end - at }
      : { offset: string.offset, length: string.length };
    uses.push({
      ...place,
      string,
      statement,
      element,
      inside,
      closed,
      condition,
      variable: closed && isVariable(inside),
    });
  }
}

function isVariable(inside: string): boolean {
  return (
    /^[*?$]$/.test(inside) ||
    /^\s*(aws|kms|s3|ec2|iam|sts|saml|ldap|sso|identitystore|cognito-identity\.amazonaws\.com|accounts\.google\.com|www\.amazon\.com|graph\.facebook\.com|token\.actions\.githubusercontent\.com|redshift|ssm|sns|sqs|secretsmanager|transfer|codestar):(?!:)\S/i.test(
      inside,
    )
  );
}
