import type { Reason } from '../access';
import { inlineCode } from '../text/markdown';
import { message, type Message } from '../text/message';
import type { Diagnosis } from './diagnosis';
import { viaServiceOf } from './permissions';

/** A statement's Sid or number, with its policy's name where it is an IAM policy. Markdown. */
export function statementName(reason: Reason): string {
  if (reason.kind === 'grant') { return inlineCode(reason.grant.GrantId ?? '?'); }
  const sid = reason.statement.sid?.value?.value;
  const which = sid === undefined ? `#${reason.statement.index + 1}` : inlineCode(sid);
  return reason.name === undefined ? which : `${which} (${inlineCode(reason.name)})`;
}

interface Wanted {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** The key policy would let the caller in, if only the call met its conditions: which they are, and how a call meets them. */
export function conditionStory(diagnosis: Diagnosis, reason: Reason): Message[] {
  const name = inlineCode(diagnosis.who?.name ?? '?');
  const wanted = conditionsOf(reason);
  return [
    message('**The key policy lets {name} in, but only under conditions that this call did not meet.** It is statement {statement}: {conditions}.', {
      name, statement: statementName(reason),
      conditions: wanted.map(w => inlineCode(`${w.operator} ${w.key} ${w.values.join(' | ')}`)).join(', '),
    }),
    ...wanted.map(w => advice(w, diagnosis)),
    diagnosis.proposal === undefined
      ? message('Make the call as the statement asks for it. To widen the policy is the second choice, so no diff was opened; what it takes stands below.')
      : message('Make the call as the statement asks for it. You chose to widen the policy instead: the diff does that.'),
  ];
}

function conditionsOf(reason: Reason): readonly Wanted[] {
  if (reason.kind !== 'statement') { return []; }
  return (reason.statement.condition?.value.operators ?? [])
    .flatMap(o => o.value.map(k => ({ operator: o.name, key: k.name, values: k.value.strings.map(s => s.value) })));
}

const contextPrefix = 'kms:encryptioncontext:';

function advice({ key, values }: Wanted, diagnosis: Diagnosis): Message {
  const lower = key.toLowerCase();
  const wanted = values.map(v => inlineCode(v)).join(', ');
  const { evidence: { denial }, who, keyArn } = diagnosis;
  if (lower === 'kms:viaservice') {
    const via = who && keyArn !== undefined ? viaServiceOf(denial, who, keyArn) : undefined;
    return via === undefined
      ? message('{key}: the call has to come through {wanted}, as it does when that service is asked to read or write. A call made to KMS directly never meets this, nor does one through another service or in another Region.', { key: inlineCode(key), wanted })
      : message('{key}: the call came through {via}; the statement wants {wanted}.', { key: inlineCode(key), via: inlineCode(via), wanted });
  }
  if (lower.startsWith(contextPrefix)) {
    const pair = key.slice(contextPrefix.length);
    const given = denial.encryptionContext?.[pair];
    return given === undefined
      ? message('The encryption context has to say {pair} = {wanted}. Names and values count to the letter, and a ciphertext opens only with the encryption context it was made with.', { pair: inlineCode(pair), wanted })
      : message('The encryption context has to say {pair} = {wanted}; the call said {given}.', { pair: inlineCode(pair), wanted, given: inlineCode(given) });
  }
  if (lower === 'kms:encryptioncontextkeys') { return message('The encryption context has to have the right names: {wanted}.', { wanted }); }
  if (network.has(lower)) { return message('{key}: the call has to come from {wanted}. From another network, or when a service calls for {name}, it does not.', { key: inlineCode(key), wanted, name: inlineCode(who?.name ?? '?') }); }
  if (lower === 'aws:sourceaccount' || lower === 'aws:sourcearn') {
    return message('{key}: the service has to call for {wanted}. Calls of a person or role never carry this key.', { key: inlineCode(key), wanted });
  }
  if (lower === 'kms:grantisforawsresource') { return message('{key}: only AWS services, when they make grants for their own resources, meet this.', { key: inlineCode(key) }); }
  if (lower.startsWith('aws:multifactorauth')) { return message('{key}: the session has to be opened with an MFA code.', { key: inlineCode(key) }); }
  if (lower.startsWith('aws:principal')) { return message('{key}: the caller has to have {wanted}.', { key: inlineCode(key), wanted }); }
  return message('{key} has to be {wanted}.', { key: inlineCode(key), wanted });
}

const network: ReadonlySet<string> = new Set(['aws:sourceip', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip', 'aws:sourcevpcarn']);
