import {
  type CallerFact,
  type Decision,
  type DenySource,
  type Evaluation,
  type Need,
  type NearMiss,
  type NearMissKind,
  type PolicyKind,
  type Topic,
  nearMissesOf,
} from '../access';
import { asCode, asCodes, asName, asText, message, type Message } from '../text/message';
import { quotedName } from './names';

/** Why a decision is as it is, in words: the decisive fact first. */
export function becauseOf(decision: Decision): readonly Message[] {
  const { evaluation, keyState: state } = decision;
  const failing = state?.result !== undefined && state.result !== 'ok';
  return [
    ...reasons(evaluation, decision),
    ...decision.unread.map(kind => message(mayHideDeny[kind])),
    ...(failing
      ? [
          message('The key is {state}: whatever the policies say, this operation then fails: {result}.', {
            state: asCode(state.state),
            result: asText(state.result),
          }),
        ]
      : []),
  ];
}

function reasons(evaluation: Evaluation, decision: Decision): readonly Message[] {
  switch (decision.outcome) {
    case 'allowed':
      return allowed(evaluation, decision);
    case 'denied':
      return denied(evaluation, decision);
    case 'unknown':
      return [message('It cannot be told from what is known.'), ...decision.needs.map(need => needMessage(need))];
  }
}

function allowed(
  { caller, crossAccount }: Evaluation,
  { decidedBy, keyPolicyLock, iamLock }: Decision,
): readonly Message[] {
  const messages = decidedBy.map(reason => {
    if (reason.kind === 'grant') {
      return message('Grant {name} allows it; a grant needs no IAM permission.', { name: quotedName(reason) });
    }
    const args = { name: quotedName(reason) };
    if (reason.policy === 'identity-policy') {
      return reason.name === undefined
        ? message('Statement {name} of the IAM policies allows it.', args)
        : message('Statement {name} of the IAM policy {policy} allows it.', { ...args, policy: asCode(reason.name) });
    }
    return keyPolicyLock === 'delegated-to-iam'
      ? message('Statement {name} of the key policy leaves it to IAM in account {account}.', {
          ...args,
          account: asName(caller.account ?? '?'),
        })
      : message('Statement {name} of the key policy allows it.', args);
  });
  if (decidedBy.some(r => r.kind === 'grant')) {
    return messages;
  }
  if (caller.kind === 'root') {
    return [...messages, message('The root user needs no IAM policy.')];
  }
  if (iamLock === 'not-needed' && caller.kind !== 'service') {
    return [...messages, message("In the key's own account that is enough: no IAM policy is needed.")];
  }
  return crossAccount
    ? [...messages, message('Caller and key belong to different accounts: both sides had to allow it.')]
    : messages;
}

function denied(evaluation: Evaluation, decision: Decision): readonly Message[] {
  const { decidedBy, explicit, denySource } = decision;
  if (explicit) {
    return decidedBy.flatMap(r =>
      r.kind === 'statement' ? [message(deniedBy[r.policy], { name: quotedName(r) })] : [],
    );
  }
  const misses = [
    ...(denySource === 'key-policy' || denySource === 'identity-policy' ? nearMisses(evaluation, 'key-policy') : []),
    ...(denySource === 'identity-policy' ? nearMisses(evaluation, 'identity-policy') : []),
  ];
  const misled = denySource === 'key-policy' && misses.length > 0 && evaluation.caller.kind !== 'service';
  return [
    misled
      ? message('No statement of the key policy lets the caller or its account do this: IAM policies have no effect.')
      : lacking(denySource ?? 'key-policy', evaluation),
    ...misses,
    ...opening(evaluation, denySource),
  ];
}

/** What is missing where nothing denies. */
function lacking(source: DenySource, evaluation: Evaluation): Message {
  const { caller, request, grants } = evaluation;
  switch (source) {
    case 'not-cross-account':
      return caller.partition !== undefined && !request.keyArn.startsWith(`arn:${caller.partition}:`)
        ? message('Caller and key belong to different partitions of AWS: no policy reaches across.')
        : message('{action} never works across accounts, whatever the policies say.', {
            action: asCode(request.action),
          });
    case 'grant-constraint':
      return message('The constraints of grant {name} are not met, and nothing else allows it.', {
        name: asName(grants.unmet[0]?.GrantId ?? '?'),
      });
    case 'key-policy':
      return lackingInKeyPolicy(caller);
    case 'identity-policy':
      return lackingInIam(evaluation);
    case 'boundary':
      return message('The permissions boundary does not allow it.');
    case 'session-policy':
      return message('The session policy does not allow it.');
    case 'scp':
      return message('No service control policy allows it.');
    case 'rcp':
      return message('No resource control policy allows it.');
    case 'vpc-endpoint-policy':
      return message('The policy of the VPC endpoint does not allow it.');
  }
}

function lackingInKeyPolicy({ kind, name, account }: Evaluation['caller']): Message {
  switch (kind) {
    case 'service':
      return message(
        'The key policy does not let the service {service} do this, and a service has no IAM policies that could.',
        { service: asCode(name) },
      );
    case 'root':
      return message('The key policy does not let the account do this: the root user has nothing by default.');
    default:
      return message(
        'The key policy names neither the caller nor account {account} for this action: IAM policies have no effect.',
        { account: asName(account ?? '?') },
      );
  }
}

function lackingInIam({ request, iamOnly, crossAccount }: Evaluation): Message {
  if (iamOnly) {
    return message('Only an IAM policy can give {action}, and none does.', { action: asCode(request.action) });
  }
  return crossAccount
    ? message('The key policy lets the caller in, but across accounts an IAM policy must allow it too, and none does.')
    : message('The key policy leaves it to IAM, and no IAM policy of the caller allows it.');
}

/** What would open the lock that is shut. */
function opening({ caller, crossAccount }: Evaluation, source: DenySource | null): readonly Message[] {
  if (source === 'key-policy' && caller.kind !== 'service' && caller.kind !== 'root') {
    return [
      crossAccount
        ? message(
            'What would open it: a key policy statement for the caller or its account, together with an IAM policy there, or a grant.',
          )
        : message(
            'What would open it: a key policy statement for the caller, or for its account together with an IAM policy, or a grant.',
          ),
    ];
  }
  if (source === 'identity-policy') {
    return [message('What would open it: an IAM policy of the caller that allows the action on this key.')];
  }
  return [];
}

const deniedBy = {
  'key-policy': 'Statement {name} of the key policy denies it.',
  'identity-policy': 'Statement {name} of the IAM policies denies it.',
  scp: 'Statement {name} of a service control policy denies it.',
  rcp: 'Statement {name} of a resource control policy denies it.',
  'vpc-endpoint-policy': 'Statement {name} of the VPC endpoint policy denies it.',
  boundary: 'Statement {name} of the permissions boundary denies it.',
  'session-policy': 'Statement {name} of the session policy denies it.',
} as const satisfies Readonly<Record<PolicyKind, string>>;

const mayHideDeny = {
  'key-policy': 'As far as could be seen: the key policy was not read, and may hold a Deny.',
  'identity-policy': 'As far as could be seen: the IAM policies of the caller were not read, and may hold a Deny.',
  scp: 'As far as could be seen: service control policies were not read, and may deny.',
  rcp: 'As far as could be seen: resource control policies were not read, and may deny.',
  'vpc-endpoint-policy': 'As far as could be seen: the VPC endpoint policy was not read, and may deny.',
  boundary: 'As far as could be seen: the permissions boundary was not read, and may limit the caller.',
  'session-policy': 'As far as could be seen: the session policy was not read, and may limit the caller.',
} as const satisfies Readonly<Record<PolicyKind, string>>;

/** Says of each Allow that is meant for the caller why it does not apply: its conditions, its actions, or a mistake in it. */
function nearMisses(evaluation: Evaluation, kind: NearMissKind): readonly Message[] {
  return nearMissesOf(evaluation, kind)
    .flatMap(miss => inWords(miss, evaluation, kind))
    .slice(0, most);
}

const most = 3;

function inWords(
  { reason, lacks, unmet, problem }: NearMiss,
  { request }: Evaluation,
  kind: NearMissKind,
): readonly Message[] {
  const name = quotedName(reason);
  switch (lacks) {
    case 'valid':
      return problem === undefined ? [] : [message('Statement {name} grants nothing: {problem}.', { name, problem })];
    case 'action':
      return kind === 'key-policy'
        ? [
            message('Statement {name} names the caller or its account, but is not about {action}.', {
              name,
              action: asCode(request.action),
            }),
          ]
        : [];
    case 'resource':
      return [message('Statement {name} allows it, but not on this key: its Resource is another.', { name })];
    case 'condition':
      return [
        message('Statement {name} would allow it, but its condition on {keys} is not met.', {
          name,
          keys: asCodes(unmet),
        }),
      ];
    case 'principal':
      return [];
  }
}

/** The need in words: a part of a sentence, such as `the value of …`. */
export function needMessage(need: Need): Message {
  switch (need.kind) {
    case 'policy':
      return message(policies[need.policy]);
    case 'grants':
      return message('the grants of the key (not listed)');
    case 'condition-key':
      return message('the condition key {key} of the request', { key: asName(need.key) });
    case 'template':
      return message('the value of {hole}', { hole: asCode(need.hole) });
    case 'caller':
      return message(callerFacts[need.fact]);
    case 'statement':
      return need.problem;
    case 'documentation':
      return message(topics[need.topic]);
  }
}

const policies = {
  'key-policy': 'the key policy (not read, or not readable as a policy)',
  'identity-policy': 'the IAM policies of the caller (not read, or not readable as policies)',
  scp: 'the service control policies (not read, or not readable as policies)',
  rcp: 'the resource control policies (not read, or not readable as policies)',
  'vpc-endpoint-policy': 'the VPC endpoint policy (not read, or not readable as a policy)',
  boundary: 'the permissions boundary (not read, or not readable as a policy)',
  'session-policy': 'the session policy (not read, or not readable as a policy)',
} as const satisfies Readonly<Record<PolicyKind, string>>;

const callerFacts = {
  'role-path': 'the path of the role (the session ARN does not show it)',
  'session-name': 'the name of the role session',
  'federating-user': 'the IAM user who called GetFederationToken (the session ARN does not show it)',
  kind: 'who the caller is (the text is no ARN of a user, role or session, and no service principal)',
} as const satisfies Readonly<Record<CallerFact, string>>;

const topics = {
  'grant-and-limits':
    'what AWS does not document: whether a permissions boundary or session policy that does not allow the action limits a grant',
  'grant-to-account': 'what AWS does not document: whom in an account a grant to the whole account serves',
  'grant-to-retire': 'the grant that is to be retired: it decides who may retire it',
  'grant-constraint': 'what a constraint of the grant means: AWS KMS documents none of that name',
  operation: 'what the operation is: AWS KMS documents no such permission',
} as const satisfies Readonly<Record<Topic, string>>;
