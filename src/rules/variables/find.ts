import type { ConditionTest, PolicyView } from '../facts';
import { type Change, type PolicyString, setValue, type Span, type Statement } from '../../policy';

/** A `${…}` in a policy, as AWS would read it. */
export interface VariableUse extends Span {
  readonly string: PolicyString;
  readonly statement: Statement;
  /** Where it stands: variables work in Resource and Condition only. */
  readonly element: 'Resource' | 'Condition' | 'other';
  /** Where it begins in the string's value. */
  readonly at: number;
  /** The text between the braces; up to the end of the string when there is no closing brace. */
  readonly inside: string;
  readonly closed: boolean;
  /** True for what AWS fills in (`${aws:username}`, `${*}`); false for a template's placeholder or a slip of the pen. */
  readonly variable: boolean;
  readonly condition: ConditionTest | undefined;
}

const found = new WeakMap<PolicyView, readonly VariableUse[]>();

/** Every `${…}` of a policy's plain strings. Strings that a template makes are left out: there `${…}` is the template's. */
export function findVariables(policy: PolicyView): readonly VariableUse[] {
  const known = found.get(policy);
  if (known) {
    return known;
  }
  const uses = policy.text.includes('${') ? stringsOf(policy).flatMap(variablesIn) : [];
  found.set(policy, uses);
  return uses;
}

/** A string of a policy, and where it stands. */
type PlacedString = Pick<VariableUse, 'string' | 'statement' | 'element' | 'condition'>;

function stringsOf({ resources, conditions, actions, principals, statements }: PolicyView): PlacedString[] {
  const names = statements.flatMap(statement =>
    [statement.sid, statement.effect].flatMap(e => (e?.value ? [{ statement, string: e.value }] : [])),
  );
  return [
    ...resources.map(use => placed(use, 'Resource')),
    ...conditions.flatMap(use =>
      use.key.value.strings.map(string => placed({ statement: use.statement, string }, 'Condition', use)),
    ),
    ...[...actions, ...principals, ...names].map(use => placed(use, 'other')),
  ];
}

function placed(
  { string, statement }: Pick<PlacedString, 'string' | 'statement'>,
  element: VariableUse['element'],
  condition?: ConditionTest,
): PlacedString {
  return { string, statement, element, condition };
}

function variablesIn(placed: PlacedString): VariableUse[] {
  const { string } = placed;
  if (string.node.type !== 'string' || !string.value.includes('${')) {
    return [];
  }
  // Escapes would shift the places; a policy's strings hardly ever have any.
  const exact = string.length === string.value.length + 2;
  const uses: VariableUse[] = [];
  for (let at = string.value.indexOf('${'); at >= 0; at = string.value.indexOf('${', at + 2)) {
    const close = string.value.indexOf('}', at);
    const next = string.value.indexOf('${', at + 2);
    const limit = next < 0 ? string.value.length : next;
    const closed = close >= 0 && close < limit;
    const inside = string.value.slice(at + 2, closed ? close : limit);
    const end = closed ? close + 1 : limit;
    uses.push({
      ...placed,
      at,
      offset: exact ? string.offset + 1 + at : string.offset,
      length: exact ? end - at : string.length,
      inside,
      closed,
      variable: closed && isVariable(inside),
    });
  }
  return uses;
}

/**
 * Whether something stands in the policy that the language of 2012 may read otherwise than the older one: `${…}` that no template
 * fills in, also where a template's function keeps us from reading it.
 */
export function mayHoldVariables({ document, text, resources, conditions, statements }: PolicyView): boolean {
  const { node, incomplete } = document;
  if (node === undefined || !text.slice(node.offset, node.offset + node.length).includes('${')) {
    return false;
  }
  const sets = [...statements.flatMap(s => [s.resource, s.notResource]), ...conditions.map(c => c.key)];
  return (
    incomplete ||
    sets.some(set => set?.value.complete === false) ||
    statements.some(s => s.condition?.value.complete === false) ||
    [...resources.map(r => r.string), ...conditions.flatMap(c => c.key.value.strings)].some(s =>
      s.parts.some(p => typeof p === 'string' && p.includes('${')),
    )
  );
}

/** Writes another text in the place of a part of the string in which a variable stands. */
export function rewriteVariable({ string, at }: VariableUse, start: number, length: number, text: string): Change {
  const from = at + start;
  return setValue(string.node, string.value.slice(0, from) + text + string.value.slice(from + length));
}

function isVariable(inside: string): boolean {
  return (
    /^[*?$]$/.test(inside) ||
    /^\s*(aws|kms|s3|ec2|iam|sts|saml|ldap|sso|identitystore|cognito-identity\.amazonaws\.com|accounts\.google\.com|www\.amazon\.com|graph\.facebook\.com|token\.actions\.githubusercontent\.com|redshift|ssm|sns|sqs|secretsmanager|transfer|codestar):(?!:)\S/i.test(
      inside,
    )
  );
}
