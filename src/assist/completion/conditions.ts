import { carriesConditionKey, conditionKey, conditionKeys, kmsOperations } from '../../reference';
import type { ServiceFacts } from '../../reference/servicesData';
import { familyOf, isTagKey } from '../../rules/facts';
import { matchesWildcard, type OperatorFamily, operatorNames, readOperator } from '../../policy';
import { asText, fromReference, type Message, message, verbatim } from '../../text/message';
import type { Candidate, Request } from './candidate';
import { valuesOf } from './conditionValues';

/** A condition key with what decides where it fits. */
interface KeyFact {
  readonly key: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly about?: string | undefined;
  readonly caveats?: readonly string[];
  readonly source?: string | undefined;
  readonly deprecated?: boolean;
}

const operatorAbout: Readonly<Partial<Record<string, Message>>> = {
  StringEquals: message('The value is exactly one of these.'),
  StringLike: message('The value fits one of these, with * and ? as wildcards.'),
  StringNotEquals: message('The value is none of these, or the key is absent from the request.'),
  StringNotLike: message('The value fits none of these, or the key is absent from the request.'),
  ArnLike: message('The ARN fits one of these, part by part, with wildcards.'),
  ArnEquals: message('The same as ArnLike: wildcards work here too.'),
  Bool: message('"true" or "false".'),
  Null: message('"true": the key is absent from the request. "false": it is there.'),
  IpAddress: message('The address lies in one of these ranges.'),
};

const inOrder = ['StringEquals', 'StringLike', 'ArnLike', 'ArnEquals', 'Bool', 'Null'];
const operators: readonly string[] = [...inOrder, ...operatorNames.filter(o => !inOrder.includes(o))];

/** Operators, those that fit the keys under them where there are some; and condition keys, each with the operator that fits it. */
export function operatorsFor(request: Request): Candidate[] {
  const { cursor, statement } = request;
  const under = cursor.hasColon
    ? (statement?.condition?.value.operators.find(o => o.name === cursor.path.at(-1))?.value.map(k => k.name) ?? [])
    : [];
  const facts = under.flatMap(name => factOf(name, request) ?? []);
  const fits = (family: OperatorFamily | undefined): boolean =>
    facts.every(f => familyOf(f.type) === undefined || family === undefined || takes(family, f.type));
  const needsSet = facts.some(f => f.multiValued);
  const names = operators
    .filter(name => fits(readOperator(name).family))
    .flatMap(name => [
      ...(needsSet && name !== 'Null' ? [] : [name]),
      ...(name === 'Null' || (facts.length > 0 && !needsSet) ? [] : [`ForAnyValue:${name}`, `ForAllValues:${name}`]),
      ...(name === 'Null' ? [] : [`${name}IfExists`]),
    ]);
  const plain = names
    .filter(n => !cursor.siblings.has(n))
    .map((label): Candidate => ({
      label,
      kind: 'operator',
      value: '{ "{cursor}": "" }',
      goesOn: true,
      about: () => operatorWords(label),
      source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
    }))
    .sort((a, b) => order(a.label) - order(b.label));
  return cursor.hasColon
    ? plain
    : [
        ...plain,
        ...keysFor(request, undefined)
          .map(fact => withOperator(fact, request))
          .filter(c => !cursor.siblings.has(c.text ?? '')),
      ];
}

function order(label: string): number {
  return (label.startsWith('For') ? 2 : 0) + (label.endsWith('IfExists') ? 1 : 0);
}

function operatorWords(label: string): Message[] {
  const { name = '', qualifier, ifExists } = readOperator(label);
  const about = operatorAbout[name];
  return [
    ...(about === undefined ? [] : [about]),
    ...(qualifier === 'ForAnyValue' ? [message('For a key with several values: at least one of them fits.')] : []),
    ...(qualifier === 'ForAllValues'
      ? [message('For a key with several values: every one of them fits. It is also true when the key is absent.')]
      : []),
    ...(ifExists ? [message('It is also true when the key is absent from the request.')] : []),
  ];
}

/** A whole condition on a key. */
function withOperator(fact: KeyFact, request: Request): Candidate {
  const name = usualOperator(familyOf(fact.type));
  const operator = fact.multiValued ? `ForAnyValue:${name}` : name;
  return {
    ...asCandidate(fact),
    text: operator,
    value: `{ "${keyText(fact.key)}": "${firstValue(fact, request)}" }`,
    detail: verbatim(asText(operator)),
  };
}

/** The operator that a condition on a key of the family mostly has. */
function usualOperator(family: OperatorFamily | undefined): string {
  switch (family) {
    case 'Arn':
      return 'ArnLike';
    case 'Bool':
      return 'Bool';
    case 'IpAddress':
      return 'IpAddress';
    case 'Numeric':
      return 'NumericLessThanEquals';
    case 'Date':
      return 'DateGreaterThan';
    default:
      return 'StringEquals';
  }
}

function firstValue(fact: KeyFact, request: Request): string {
  const [first] = valuesOf(fact.key, fact.type, request);
  return first === undefined ? '{cursor}' : (first.text ?? first.label);
}

/** Condition keys that apply to the statement's actions and fit the operator. */
export function conditionKeysFor(request: Request): Candidate[] {
  const {
    slot,
    cursor: { hasColon, siblings },
  } = request;
  if (slot.kind !== 'condition-key') {
    return [];
  }
  return keysFor(request, slot.operator)
    .filter(f => !siblings.has(f.key))
    .map(fact => ({ ...asCandidate(fact), ...(hasColon ? {} : { value: '"{cursor}"', goesOn: true }) }));
}

function asCandidate({ key, type, about, caveats = [], source, deprecated }: KeyFact): Candidate {
  return {
    label: key,
    text: keyText(key),
    kind: 'key',
    detail: verbatim(asText(type)),
    about: () => [...(about === undefined ? [] : [fromReference(about)]), ...caveats.map(fromReference)],
    ...(source !== undefined && { source }),
    ...(deprecated && { deprecated }),
  };
}

/** Families: what stands for the rest of the name is typed. */
function keyText(key: string): string {
  return key.replace(/<[^>]*>$|\$\{[^}]*\}$/, '{contextKey}');
}

function keysFor(request: Request, operator: string | undefined): KeyFact[] {
  const test = operator === undefined ? undefined : readOperator(operator);
  return allKeys(request).filter(({ type, multiValued }) => {
    if (test === undefined || test.family === undefined || test.family === 'Null') {
      return true;
    }
    return takes(test.family, type) && multiValued === (test.qualifier !== undefined);
  });
}

/** Whether an operator of the family can be used with a key of the type; string operators also work on ARNs. */
function takes(family: OperatorFamily, type: string): boolean {
  const wanted = familyOf(type);
  return (
    wanted === undefined ||
    wanted === family ||
    family === 'Null' ||
    (family === 'String' && (wanted === 'Arn' || wanted === 'Date')) ||
    (family === 'Numeric' && wanted === 'Date')
  );
}

function allKeys({ statement, policy: { kind }, known }: Request): KeyFact[] {
  const actions = (statement?.action?.value.strings ?? []).map(a => a.value.toLowerCase());
  const services = new Set(actions.map(a => a.split(':')[0] ?? ''));
  const unknown = actions.length === 0 || actions.includes('*');
  const kms =
    services.has('kms') || unknown || kind === 'key'
      ? conditionKeys.filter(f => f.key.startsWith('kms:') && applies(f.key, actions))
      : [];
  const own = [...services]
    .filter(s => s !== 'kms')
    .flatMap(service => {
      const facts = known.services?.service(service);
      if (facts === undefined) {
        return [];
      }
      const names = actions.filter(a => a.startsWith(`${service}:`)).map(a => a.slice(service.length + 1));
      const covered = facts.actions.map(a => a.toLowerCase()).filter(a => names.some(n => matchesWildcard(n, a)));
      return facts.conditionKeys
        .filter(k => !k.key.startsWith('aws:') && covered.some(a => facts.carries(a, k)))
        .map(({ key, type }): KeyFact => ({
          key,
          type,
          multiValued: type.startsWith('ArrayOf'),
          about: known.descriptions?.service(service)?.conditionKey(key),
        }));
    });
  const tagged = (key: string): boolean =>
    !isTagKey(key.toLowerCase()) ||
    unknown ||
    [...services].some(s => tagKeyApplies(key, s, actions, known.services?.service(s)));
  const global = conditionKeys.filter(f => f.key.startsWith('aws:') && tagged(f.key));
  const named = new Set(global.map(f => f.key.replace(/<.*/, '').toLowerCase()));
  const rest = (known.services?.globalKeys ?? []).filter(
    k => tagged(k) && !named.has(k.replace(/\$\{.*/, '').toLowerCase()),
  );
  return [
    ...kms
      .concat(global)
      .map((f): KeyFact => ({
        key: f.key,
        type: f.type,
        multiValued: f.multiValued,
        about: f.description,
        source: f.source,
        deprecated: f.deprecatedUse !== undefined,
        ...(f.caveats && { caveats: f.caveats }),
      }))
      .sort((a, b) => Number(a.deprecated) - Number(b.deprecated)),
    ...own,
    ...rest.map((key): KeyFact => ({ key, type: 'String', multiValued: false })),
  ];
}

/** Whether some request that the actions of a service mean can carry a key about tags; what is not known may. */
function tagKeyApplies(
  key: string,
  service: string,
  actions: readonly string[],
  facts: ServiceFacts | undefined,
): boolean {
  if (service === 'kms' || facts === undefined || /[*?$]/.test(service)) {
    return true;
  }
  const family = key.toLowerCase().replace(/[/<].*/, '');
  const keys = facts.conditionKeys.filter(k => k.key.toLowerCase().replace(/[/$].*/, '') === family);
  const names = actions.filter(a => a.startsWith(`${service}:`)).map(a => a.slice(service.length + 1));
  return facts.lowerActions.some(a => keys.some(k => facts.carries(a, k)) && names.some(n => matchesWildcard(n, a)));
}

/** Whether some request that the actions mean can carry a key of KMS; what AWS does not list one by one always may. */
function applies(key: string, actions: readonly string[]): boolean {
  const asked = actions.filter(a => a.startsWith('kms:'));
  const covered =
    asked.length === 0
      ? kmsOperations
      : kmsOperations.filter(o => asked.some(a => matchesWildcard(a, o.action.toLowerCase())));
  return covered.length === 0 || covered.some(o => carriesConditionKey(o.action, key) !== false);
}

function factOf(name: string, request: Request): KeyFact | undefined {
  const own = conditionKey(name);
  return own
    ? { key: own.key, type: own.type, multiValued: own.multiValued }
    : allKeys(request).find(f => f.key.toLowerCase() === name.toLowerCase());
}

/** Values that a condition key is known to have. */
export function conditionValuesFor(request: Request): Candidate[] {
  const {
    slot,
    cursor: { items },
    prefix,
  } = request;
  if (slot.kind !== 'condition-value') {
    return [];
  }
  if (readOperator(slot.operator).family === 'Null') {
    return [
      { label: 'true', kind: 'value', detail: message('the key is absent from the request') },
      { label: 'false', kind: 'value', detail: message('the request carries the key') },
    ];
  }
  const fact = factOf(slot.key, request);
  // A second truth value would make the list say nothing.
  if (fact && familyOf(fact.type) === 'Bool' && items.size > 0 && prefix === '') {
    return [];
  }
  return valuesOf(slot.key, fact?.type, request).filter(c => !items.has(c.text ?? c.label) || c.label === prefix);
}
