import { type ConditionDemand, demandOf, type Grant, type Reason } from '../access';
import { inlineCode } from '../text/markdown';
import { message, type Message } from '../text/message';
import { type Diagnosis, neverSent, viaServiceOf, type Who } from '../diagnosis';
import { markdownName } from './reasonName';

interface WantedCondition {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** The key policy, or a grant, would let the caller in, if only the call met its conditions: which they are, and how a call meets them. */
export function conditionStory(diagnosis: Diagnosis, reason: Reason): Message[] {
  const { who, proposal } = diagnosis;
  const name = inlineCode(who?.name ?? '?');
  const statement = markdownName(reason);
  const conditions = conditionsInWords(reason);
  const service = who?.principal.kind === 'service';
  return [
    reason.kind === 'grant'
      ? message(
          '**A grant lets {name} in, but only under constraints that this call did not meet.** It is {statement}: {conditions}.',
          { name, statement, conditions },
        )
      : message(
          '**The key policy lets {name} in, but only under conditions that this call did not meet.** It is statement {statement}: {conditions}.',
          { name, statement, conditions },
        ),
    ...conditionAdvice(diagnosis, reason, false),
    service
      ? message(
          'A service cannot be told to call otherwise. So compare: either the statement names the wrong account, resource or encryption context, and has to be corrected, or the service was working for somebody whom it is to keep out.',
        )
      : message('Make the call as that asks for it: then nothing has to be widened.'),
    proposal === undefined
      ? message('To widen the policy is the second choice, so no diff was opened; what it takes stands below.')
      : message('You chose to widen the policy instead: the diff does that.'),
  ];
}

/** A statement's conditions, or a grant's constraints, each as code. Markdown; empty where there are none. */
export function conditionsInWords(reason: Reason): string {
  return conditionsOf(reason)
    .map(w => inlineCode(`${w.operator} ${w.key} ${w.values.join(' | ')}`))
    .join(', ');
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
  const values = 'values' in ask ? ask.values.map(v => inlineCode(v)).join(', ') : '';
  switch (ask.kind) {
    case 'one-of':
      return valueAdvice(lower, inlineCode(key), values, diagnosis);
    case 'none-of':
      return network.has(lower)
        ? message('{key}: the call must not come from {values}.', { key: inlineCode(key), values })
        : message('{key} must not be {values}.', { key: inlineCode(key), values });
    case 'present':
      return lower === 'aws:sourcevpce' || lower === 'aws:sourcevpc'
        ? message('{key}: the call has to come through a VPC endpoint.', { key: inlineCode(key) })
        : message('{key}: the call has to carry it.', { key: inlineCode(key) });
    case 'absent':
      return message('{key}: the call must not carry it.', { key: inlineCode(key) });
    case 'holds':
      return message('{condition} has to hold.', {
        condition: inlineCode(`${wanted.operator} ${key} ${wanted.values.join(' | ')}`),
      });
    case 'fails':
      return message('{condition} must not hold.', {
        condition: inlineCode(`${wanted.operator} ${key} ${wanted.values.join(' | ')}`),
      });
  }
}

function pairAdvice(pair: string, ask: ConditionDemand, { evidence: { denial } }: Diagnosis): Message {
  const values = 'values' in ask ? ask.values.map(v => inlineCode(v)).join(', ') : '';
  if (ask.kind === 'present') {
    return message('The encryption context has to name {pair}.', { pair: inlineCode(pair) });
  }
  if (ask.kind === 'absent') {
    return message('The encryption context must not name {pair}.', { pair: inlineCode(pair) });
  }
  if (ask.kind !== 'one-of') {
    return message('The encryption context must not say {pair} = {values}.', { pair: inlineCode(pair), values });
  }
  const given = denial.encryptionContext?.[pair];
  return given === undefined
    ? message(
        'The encryption context has to say {pair} = {wanted}. Names and values count to the letter, and a ciphertext opens only with the encryption context it was made with.',
        { pair: inlineCode(pair), wanted: values },
      )
    : message('The encryption context has to say {pair} = {wanted}; the call said {given}.', {
        pair: inlineCode(pair),
        wanted: values,
        given: inlineCode(given),
      });
}

function namesAdvice(ask: ConditionDemand): Message {
  const values = 'values' in ask ? ask.values.map(v => inlineCode(v)).join(', ') : '';
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

function valueAdvice(lower: string, key: string, wanted: string, diagnosis: Diagnosis): Message {
  const { who } = diagnosis;
  const name = inlineCode(who?.name ?? '?');
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

function viaServiceAdvice(key: string, wanted: string, { evidence: { denial }, who, keyArn }: Diagnosis): Message {
  const via = who && keyArn !== undefined ? viaServiceOf(denial, who, keyArn) : undefined;
  return via === undefined
    ? message(
        '{key}: the call has to come through {wanted}, as it does when that service is asked to read or write. A call made to KMS directly never meets this, nor does one through another service or in another Region.',
        { key, wanted },
      )
    : message('{key}: the call came through {via}; the statement wants {wanted}.', {
        key,
        via: inlineCode(via),
        wanted,
      });
}

function sourceAdvice(key: string, wanted: string, who: Who | undefined): Message {
  return who?.principal.kind === 'service'
    ? message('{key}: {name} has to be working for {wanted}.', { key, name: inlineCode(who.name), wanted })
    : message('{key}: a service has to call, and for {wanted}. Calls of a person or role never carry this key.', {
        key,
        wanted,
      });
}

/** Undefined for a condition key that says nothing about the caller. */
function callerAdvice(lower: string, key: string, wanted: string, who: Who | undefined): Message | undefined {
  switch (lower) {
    case 'aws:principalorgid':
      return message('{key}: the caller’s account has to belong to the organization {wanted}.', { key, wanted });
    case 'aws:principalaccount':
    case 'kms:calleraccount':
      return message('{key}: the caller has to be of account {wanted}; {name} is of {account}.', {
        key,
        wanted,
        name: inlineCode(who?.name ?? '?'),
        account: inlineCode(who?.account ?? '?'),
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
