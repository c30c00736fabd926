import { type ConditionDemand, demandOf, type Grant, type Reason } from '../access';
import { asCode, asCodes, message, type Message, type Piece } from '../text/message';
import { type Diagnosis, neverSent, viaServiceOf, type Who } from '../diagnosis';
import { callerName, statementName } from './names';

interface WantedCondition {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** A statement's conditions, or a grant's constraints, each as code. */
export function conditionsInWords(reason: Reason): Piece {
  return asCodes(conditionsOf(reason).map(inOneLine));
}

/** Whether a statement has conditions, or a grant constraints. */
export function hasConditions(reason: Reason): boolean {
  return conditionsOf(reason).length > 0;
}

function inOneLine({ operator, key, values }: WantedCondition): string {
  return `${operator} ${key} ${values.join(' | ')}`;
}

/**
 * How a call meets the conditions of a statement, or the constraints of a grant.
 * @param avoided the statement is a Deny: how a call keeps clear of it. One of the sentences is then enough
 */
export function conditionAdvice(diagnosis: Diagnosis, reason: Reason, avoided: boolean): Message[] {
  return conditionsOf(reason).map(wanted =>
    advice(wanted, demandOf(wanted.operator, wanted.values, avoided), diagnosis),
  );
}

function conditionsOf(reason: Reason): readonly WantedCondition[] {
  if (reason.kind === 'grant') {
    return constraintsOf(reason.grant);
  }
  return (reason.statement.condition?.value.operators ?? []).flatMap(o =>
    o.value.map(k => ({ operator: o.name, key: k.name, values: k.value.strings.map(s => s.value) })),
  );
}

function constraintsOf({
  Constraints: { EncryptionContextSubset, EncryptionContextEquals, SourceArn } = {},
}: Grant): readonly WantedCondition[] {
  const pairs = (operator: string, wanted: Readonly<Record<string, string>> = {}): readonly WantedCondition[] =>
    Object.entries(wanted).map(([name, value]) => ({
      operator,
      key: `kms:EncryptionContext:${name}`,
      values: [value],
    }));
  return [
    ...pairs('EncryptionContextSubset', EncryptionContextSubset),
    ...pairs('EncryptionContextEquals', EncryptionContextEquals),
    ...(SourceArn === undefined ? [] : [{ operator: 'SourceArn', key: 'aws:SourceArn', values: [SourceArn] }]),
  ];
}

const contextPrefix = 'kms:encryptioncontext:';

function advice(wanted: WantedCondition, ask: ConditionDemand, diagnosis: Diagnosis): Message {
  const { key } = wanted;
  const lower = key.toLowerCase();
  if (lower.startsWith(contextPrefix)) {
    return pairAdvice(key.slice(contextPrefix.length), ask, diagnosis);
  }
  if (lower === 'kms:encryptioncontextkeys') {
    return namesAdvice(ask);
  }
  const values = asCodes('values' in ask ? ask.values : []);
  switch (ask.kind) {
    case 'one-of':
      return valueAdvice(lower, asCode(key), values, diagnosis);
    case 'none-of':
      return network.has(lower)
        ? message('{key}: the call must not come from {values}.', { key: asCode(key), values })
        : message('{key} must not be {values}.', { key: asCode(key), values });
    case 'present':
      return lower === 'aws:sourcevpce' || lower === 'aws:sourcevpc'
        ? message('{key}: the call has to come through a VPC endpoint.', { key: asCode(key) })
        : message('{key}: the call has to carry it.', { key: asCode(key) });
    case 'absent':
      return message('{key}: the call must not carry it.', { key: asCode(key) });
    case 'holds':
      return message('{condition} has to hold.', {
        condition: asCode(inOneLine(wanted)),
      });
    case 'fails':
      return message('{condition} must not hold.', {
        condition: asCode(inOneLine(wanted)),
      });
  }
}

function pairAdvice(pair: string, ask: ConditionDemand, { evidence: { denial } }: Diagnosis): Message {
  const values = asCodes('values' in ask ? ask.values : []);
  if (ask.kind === 'present') {
    return message('The encryption context has to name {pair}.', { pair: asCode(pair) });
  }
  if (ask.kind === 'absent') {
    return message('The encryption context must not name {pair}.', { pair: asCode(pair) });
  }
  if (ask.kind !== 'one-of') {
    return message('The encryption context must not say {pair} = {values}.', { pair: asCode(pair), values });
  }
  const given = denial.encryptionContext?.[pair];
  return given === undefined
    ? message(
        'The encryption context has to say {pair} = {wanted}. Names and values count to the letter, and a ciphertext opens only with the encryption context it was made with.',
        { pair: asCode(pair), wanted: values },
      )
    : message('The encryption context has to say {pair} = {wanted}; the call said {given}.', {
        pair: asCode(pair),
        wanted: values,
        given: asCode(given),
      });
}

function namesAdvice(ask: ConditionDemand): Message {
  const values = asCodes('values' in ask ? ask.values : []);
  switch (ask.kind) {
    case 'present':
      return message('The call has to bring an encryption context.');
    case 'absent':
      return message('The call must not bring an encryption context.');
    case 'none-of':
      return message('The encryption context must not have these names: {values}.', { values });
    default:
      return message('The encryption context has to have the right names: {wanted}.', { wanted: values });
  }
}

function valueAdvice(lower: string, key: Piece, wanted: Piece, diagnosis: Diagnosis): Message {
  const { who } = diagnosis;
  const name = callerName(who);
  if (network.has(lower)) {
    return message(
      '{key}: the call has to come from {wanted}. From another network, or when a service calls for {name}, it does not.',
      { key, wanted, name },
    );
  }
  switch (lower) {
    case 'kms:viaservice':
      return viaServiceAdvice(key, wanted, diagnosis);
    case 'aws:sourceaccount':
    case 'aws:sourcearn':
      return who !== undefined && neverSent(who).has(lower)
        ? message('{key}: {name} calls KMS without it, so this is never met.', { key, name })
        : sourceAdvice(key, wanted, who);
    case 'kms:grantisforawsresource':
      return message('{key}: only AWS services, when they make grants for their own resources, meet this.', { key });
    case 'kms:resourcealiases':
      return message('{key}: the key has to have the alias {wanted}.', { key, wanted });
    case 'kms:requestalias':
      return message('{key}: the call has to name the key by the alias {wanted}, not by its id or ARN.', {
        key,
        wanted,
      });
    default:
      return callerAdvice(lower, key, wanted, who) ?? message('{key} has to be {wanted}.', { key, wanted });
  }
}

function viaServiceAdvice(key: Piece, wanted: Piece, { evidence: { denial }, who, keyArn }: Diagnosis): Message {
  const via = who && keyArn !== undefined ? viaServiceOf(denial, who, keyArn) : undefined;
  return via === undefined
    ? message(
        '{key}: the call has to come through {wanted}, as it does when that service is asked to read or write. A call made to KMS directly never meets this, nor does one through another service or in another Region.',
        { key, wanted },
      )
    : message('{key}: the call came through {via}; the statement wants {wanted}.', {
        key,
        via: asCode(via),
        wanted,
      });
}

function sourceAdvice(key: Piece, wanted: Piece, who: Who | undefined): Message {
  return who?.principal.kind === 'service'
    ? message('{key}: {name} has to be working for {wanted}.', { key, name: callerName(who), wanted })
    : message('{key}: a service has to call, and for {wanted}. Calls of a person or role never carry this key.', {
        key,
        wanted,
      });
}

/** Undefined for a condition key that says nothing about the caller. */
function callerAdvice(lower: string, key: Piece, wanted: Piece, who: Who | undefined): Message | undefined {
  switch (lower) {
    case 'aws:principalorgid':
      return message('{key}: the caller’s account has to belong to the organization {wanted}.', { key, wanted });
    case 'aws:principalaccount':
    case 'kms:calleraccount':
      return message('{key}: the caller has to be of account {wanted}; {name} is of {account}.', {
        key,
        wanted,
        name: callerName(who),
        account: asCode(who?.account ?? '?'),
      });
    case 'aws:principalarn':
      return message('{key}: the caller has to be {wanted}.', { key, wanted });
  }
  if (lower.startsWith('aws:multifactorauth')) {
    return message('{key}: the session has to be opened with an MFA code.', { key });
  }
  return lower.startsWith('aws:principal')
    ? message('{key}: the caller has to have {wanted}.', { key, wanted })
    : undefined;
}

const network: ReadonlySet<string> = new Set([
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpcsourceip',
  'aws:sourcevpcarn',
]);

/** What the statements ask for on which it hangs. */
export function hangsOn(diagnosis: Diagnosis): Message[] {
  const { applying, who } = diagnosis;
  const name = callerName(who);
  const statements = (applying?.keyPolicy ?? []).filter(a => !a.certain && hasConditions(a.reason));
  return statements.flatMap(({ reason, effect }) => [
    effect === 'denies'
      ? message('Statement {statement} of the key policy denies {name} access if its condition is met: {conditions}.', {
          statement: statementName(reason),
          name,
          conditions: conditionsInWords(reason),
        })
      : message('Statement {statement} of the key policy lets {name} in if its condition is met: {conditions}.', {
          statement: statementName(reason),
          name,
          conditions: conditionsInWords(reason),
        }),
    ...conditionAdvice(diagnosis, reason, effect === 'denies'),
  ]);
}

/** How a call keeps clear of a Deny, or how the Deny is narrowed. */
export function keepingClear(diagnosis: Diagnosis, reason: Extract<Reason, { kind: 'statement' }>): Message[] {
  const name = callerName(diagnosis.who);
  return [
    ...(!hasConditions(reason)
      ? []
      : [
          message(
            'It denies under a condition, {conditions}, so a call that is made otherwise passes. One of these is enough:',
            { conditions: conditionsInWords(reason) },
          ),
          ...conditionAdvice(diagnosis, reason, true),
        ]),
    // IAM User Guide, "AWS JSON policy elements: NotPrincipal".
    ...(reason.statement.notPrincipal === undefined
      ? []
      : [
          message(
            'It denies everybody whom its {element} does not list. For {name} to pass, the list would need its role, its account and each session by name; so AWS advises {star} as Principal and a condition {operator} on {key} in its place, which lists roles alone.',
            {
              element: asCode('NotPrincipal'),
              name,
              star: asCode('"*"'),
              operator: asCode('ArnNotEquals'),
              key: asCode('aws:PrincipalArn'),
            },
          ),
        ]),
  ];
}
