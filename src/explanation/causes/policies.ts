/** Causes that lie in a statement or a policy which is there: a deny, an upper limit, a condition, an operation that stays at home. */
import type { PolicyKind, Reason } from '../../access';
import type { Denial } from '../../denial';
import { answered, type Cause, type Diagnosis } from '../../diagnosis';
import { asCode, asName, message, type Message, sentences } from '../../text/message';
import type { CommandLine } from '../../text/shell';
import { commands } from '../commands';
import { conditionAdvice, conditionsInWords, hasConditions, keepingClear } from '../conditions';
import { policyName, policyTitle, statementName } from '../names';
import { type ExplainedCause, namesIn, step } from './explained';
import { remedyStep } from './remedyStep';

/** A policy denies. */
export function explicitDeny(
  diagnosis: Diagnosis,
  { policy, reason }: Extract<Cause, { readonly kind: 'explicit-deny' }>,
): ExplainedCause {
  const names = { ...namesIn(diagnosis), policy: policyName(policy) };
  const { denyingPolicyArn } = diagnosis.evidence.denial;
  const statement = reason?.kind === 'statement' ? reason : undefined;
  return {
    says:
      statement === undefined
        ? message('A Deny keeps {name} out: it stands in {policy}.', names)
        : message('A Deny keeps {name} out: {statement} in {policy}.', {
            ...names,
            statement: statementName(statement),
          }),
    why: [
      message('A deny beats every allow, in whatever policy and order: no further statement can cure it.'),
      ...(denyingPolicyArn === null
        ? []
        : [message('AWS names the policy: {arn}.', { arn: asCode(denyingPolicyArn) })]),
    ],
    step: step(
      sentences([
        message('Remove that statement, or narrow it so that it no longer meets {name}. Only {owner} can.', {
          ...names,
          owner: policyOwner(policy, diagnosis),
        }),
        ...(policy === 'key-policy'
          ? [
              message('In the editor that is {open}, then {propose}.', {
                open: commands.openLive,
                propose: commands.propose,
              }),
            ]
          : [message('To find it:')]),
      ]),
      ...(policy === 'key-policy' ? [] : findPolicy(policy, diagnosis)),
    ),
    details: statement === undefined ? [] : keepingClear(diagnosis, statement),
  };
}

/** Whether AWS's words speak of a deny of this very call, and not of one of several possible reasons. */
export function saysExplicitDeny({ message: said }: Denial): boolean {
  return /\bexplicit(?:ly)? den(?:y|ies|ied)\b/i.test(said) && !/no resource-based policies allow access/i.test(said);
}

/** AWS says that something denies, and not what. */
export function deniedSomewhere(diagnosis: Diagnosis): ExplainedCause {
  const names = namesIn(diagnosis);
  return {
    says: message('A Deny keeps {name} out; AWS does not say in which policy.', names),
    why: [
      message(
        'A deny beats every allow, in whatever policy and order: a further statement that allows {action} does not help.',
        names,
      ),
    ],
    step: step(
      message(
        'Find the Deny: first in the key policy ({open}), then in the IAM policies of {name}. If neither has one, ask the administrators of the AWS organization, whose policies nobody else sees.',
        { ...names, open: commands.openLive },
      ),
      ...findPolicy('identity-policy', diagnosis),
    ),
    details: [],
  };
}

/** A policy that gives nothing and limits everything allows too little. */
export function limited(
  diagnosis: Diagnosis,
  { policy }: Extract<Cause, { readonly kind: 'limited' }>,
): ExplainedCause {
  const names = namesIn(diagnosis);
  const boundary = policy === 'boundary' ? answered(diagnosis.evidence.identity)?.boundary : undefined;
  return {
    says: message('{policy} keeps {name} out: it does not allow {action}.', { ...names, policy: policyTitle(policy) }),
    why: [
      message(
        'Such a policy gives nothing by itself; it is an upper limit on what key policy and IAM policies can give. No edit of the key policy helps.',
      ),
      ...(boundary === undefined ? [] : [message('The boundary is {name}.', { name: asName(boundary.name) })]),
    ],
    step:
      remedyStep(diagnosis) ??
      step(
        message('Have {action} allowed there too. Only {owner} can. To find it:', {
          ...names,
          owner: policyOwner(policy, diagnosis),
        }),
        ...findPolicy(policy, diagnosis),
      ),
    details: [],
  };
}

/** Who can change a policy of that kind. */
export function policyOwner(kind: PolicyKind, { keyAccount, who }: Diagnosis): Message {
  switch (kind) {
    case 'key-policy':
      return keyAccount === undefined
        ? message('the key’s administrators')
        : message('the key’s administrators (account {account})', { account: asCode(keyAccount) });
    case 'identity-policy':
    case 'boundary':
      return who?.account === undefined
        ? message('the IAM administrators of the caller’s account')
        : message('the IAM administrators (account {account})', { account: asCode(who.account) });
    case 'session-policy':
      return message('whoever starts the session (it is passed in with AssumeRole)');
    case 'scp':
    case 'rcp':
      return message('the administrators of the AWS organization');
    case 'vpc-endpoint-policy':
      return message('whoever runs the VPC endpoint');
  }
}

/** How to find a policy of that kind (AWS CLI Command Reference). */
function findPolicy(kind: PolicyKind, diagnosis: Diagnosis): readonly CommandLine[] {
  const {
    who,
    keyAccount,
    evidence: { denial },
  } = diagnosis;
  const target = (account: string | undefined, filter: string): CommandLine => [
    'aws',
    'organizations',
    'list-policies-for-target',
    '--target-id',
    account ?? 'ACCOUNT',
    '--filter',
    filter,
  ];
  switch (kind) {
    case 'identity-policy':
      return ofIdentity(diagnosis);
    case 'boundary':
      return who?.principal.kind === 'user'
        ? [['aws', 'iam', 'get-user', '--user-name', who.name, '--query', 'User.PermissionsBoundary']]
        : [['aws', 'iam', 'get-role', '--role-name', who?.name ?? 'ROLE', '--query', 'Role.PermissionsBoundary']];
    case 'session-policy':
      return [
        [
          'aws',
          'cloudtrail',
          'lookup-events',
          '--lookup-attributes',
          'AttributeKey=EventName,AttributeValue=AssumeRole',
        ],
      ];
    case 'scp':
      return [target(who?.account, 'SERVICE_CONTROL_POLICY')];
    case 'rcp':
      return [target(keyAccount, 'RESOURCE_CONTROL_POLICY')];
    case 'vpc-endpoint-policy':
      return [
        denial.vpcEndpointId === null
          ? ['aws', 'ec2', 'describe-vpc-endpoints', '--filters', 'Name=service-name,Values=*.kms']
          : ['aws', 'ec2', 'describe-vpc-endpoints', '--vpc-endpoint-ids', denial.vpcEndpointId],
      ];
    case 'key-policy':
      return [];
  }
}

function ofIdentity({ who }: Diagnosis): readonly CommandLine[] {
  const [kind, option] = who?.principal.kind === 'user' ? ['user', '--user-name'] : ['role', '--role-name'];
  const name = who?.name ?? kind.toUpperCase();
  return [
    ['aws', 'iam', `list-attached-${kind}-policies`, option, name],
    ['aws', 'iam', `list-${kind}-policies`, option, name],
  ];
}

/** The key policy, or a grant, would let the caller in, if only the call met its conditions. */
export function conditionUnmet(
  diagnosis: Diagnosis,
  { reason }: Extract<Cause, { readonly kind: 'condition-unmet' }>,
): ExplainedCause {
  const { proposal } = diagnosis;
  const names = { ...namesIn(diagnosis), statement: statementName(reason), conditions: conditionsInWords(reason) };
  return {
    says:
      reason.kind === 'grant'
        ? message('A grant lets {name} in, but only under constraints that this call did not meet.', names)
        : message('The key policy lets {name} in, but only under conditions that this call did not meet.', names),
    why: [
      reason.kind === 'grant'
        ? message('It is {statement}: {conditions}.', names)
        : message('It is statement {statement}: {conditions}.', names),
    ],
    step: (proposal === undefined ? undefined : remedyStep(diagnosis)) ?? {
      says: howToMeet(diagnosis, reason),
      commands: [],
    },
    details: [
      ...conditionAdvice(diagnosis, reason, false),
      ...(proposal === undefined
        ? [message('To widen the policy is the second choice; what it takes stands below.')]
        : []),
    ],
  };
}

function howToMeet({ who }: Diagnosis, reason: Reason): Message {
  if (who?.principal.kind === 'service') {
    return message(
      'Compare what the service was working for with these conditions: either the statement names the wrong account, resource or encryption context and has to be corrected ({choose}), or the service was working for somebody whom it is to keep out.',
      { choose: commands.chooseRemedy },
    );
  }
  return hasConditions(reason)
    ? message(
        'Make the call as the conditions ask for it: then nothing has to be widened. To widen the policy instead, {choose} shows how.',
        {
          choose: commands.chooseRemedy,
        },
      )
    : message('Widen the statement ({choose}), or make the call as it asks for.', { choose: commands.chooseRemedy });
}

/** The operation works in the key's own account only. */
export function notCrossAccount(diagnosis: Diagnosis): ExplainedCause {
  const { keyAccount } = diagnosis;
  const names = namesIn(diagnosis);
  return {
    says: message('{action} never works across accounts, whatever the policies say.', names),
    why: [message('The key belongs to account {account}, {name} to account {callerAccount}.', names)],
    step: step(
      message(
        'Do it as an identity of account {account}, for example through a role there that {name} may assume:',
        names,
      ),
      [
        'aws',
        'sts',
        'assume-role',
        '--role-arn',
        `arn:aws:iam::${keyAccount ?? 'ACCOUNT'}:role/ROLE`,
        '--role-session-name',
        'double-lock',
      ],
    ),
    details: [],
  };
}
