import type { PolicyKind, Reason } from '../access';
import { needMessage } from './decision';
import { inlineCode } from '../text/markdown';
import { message, type Message } from '../text/message';
import { alsoShut } from './alsoShut';
import { answered, type Cause, type Diagnosis } from '../diagnosis';
import { posixLine } from '../text/shell';
import { conditionAdvice, conditionsInWords, conditionStory } from './conditionStory';
import { markdownName } from './reasonName';
import { failureSentence, isPassing } from '../ports';
import { nearlyInIam, nearlyInKeyPolicy } from './nearStory';
import { incompleteStory, notFoundStory, otherFailureStory, stateStory } from './otherStories';

/** The paragraphs that tell a denial's cause and its cure, most important first. Markdown; outside text is inline code. */
export function story(diagnosis: Diagnosis): Message[] {
  return [
    ...readAs(diagnosis),
    ...causeStory(diagnosis),
    ...alsoShut(diagnosis),
    ...(diagnosis.disagreement && diagnosis.cause.kind !== 'allowed-now' ? [disagreement] : []),
  ];
}

const disagreement = message(
  '**The error and the policies as they are now do not agree.** The policies may have changed since, a change may still be spreading, or the error comes from another account or Region. Repeat the call before you change anything.',
);

/** The part of the story that is about the denial alone, and not about who looked. */
export function causeStory(diagnosis: Diagnosis): Message[] {
  const {
    cause: c,
    who,
    evidence: { denial },
    keyAccount,
    crossAccount,
    decision,
  } = diagnosis;
  const name = inlineCode(who?.name ?? '?');
  const action = inlineCode(denial.action ?? 'kms:?');
  const account = inlineCode(keyAccount ?? '?');
  const callerAccount = inlineCode(who?.account ?? '?');
  switch (c.kind) {
    case 'key-policy-shut':
    case 'both-shut':
      return crossAccount
        ? [
            message(
              '**The key-policy lock is shut.** The key belongs to account {account}, {name} to account {callerAccount}. Nothing in the key policy allows {action} to {name} or to its account.',
              { account, callerAccount, name, action },
            ),
            ...nearlyInKeyPolicy(diagnosis),
            otherHalf(diagnosis),
          ]
        : [
            ...(who?.principal.kind === 'service'
              ? [
                  message(
                    '**The key-policy lock is shut.** Nothing in the key policy allows {action} to the service {name}. A service has no IAM policies: the key policy must name it.',
                    { name, action },
                  ),
                  ...nearlyInKeyPolicy(diagnosis),
                ]
              : [
                  message(
                    '**The key-policy lock is shut.** The key policy neither names {name} for {action} nor lets account {account} decide about it through its IAM policies (the *root statement*).',
                    { name, action, account },
                  ),
                  ...nearlyInKeyPolicy(diagnosis),
                  who?.principal.kind === 'account'
                    ? message(
                        'Being the root user does not help: KMS gives it no access to a key whose policy does not.',
                      )
                    : message(
                        'That is why no IAM policy helps, not even AdministratorAccess: until the key policy lets the account in, IAM has no say over {action}.',
                        { action },
                      ),
                ]),
          ];
    case 'iam-shut':
      if (decision?.iamLock !== 'shut' && denial.deniedBy !== 'no-identity-policy') {
        return [
          iamLikelyShut(diagnosis),
          ...nearlyInIam(diagnosis),
          ...withoutDiff(diagnosis, message('No diff was opened, for the key policy is not to blame.')),
        ];
      }
      return crossAccount
        ? [
            message(
              '**The key-policy lock is open, the IAM lock is not.** The key policy in account {account} lets {name} or its account in. An IAM policy in account {callerAccount} must allow {action} on the exact key ARN as well.',
              { account, name, callerAccount, action },
            ),
            ...nearlyInIam(diagnosis),
            ...withoutDiff(diagnosis, message('No edit of the key policy cures this, so no diff was opened.')),
          ]
        : [
            message(
              '**The IAM lock is shut.** The key policy leaves the decision to the IAM policies of account {account} (the *root statement*), and none of {name} allows {action} on this key.',
              { account, name, action },
            ),
            ...nearlyInIam(diagnosis),
            ...withoutDiff(
              diagnosis,
              message('The cure is an IAM policy. The key policy is as it should be, so no diff was opened.'),
            ),
          ];
    case 'service-linked-role':
      return crossAccount
        ? [
            message(
              '**Only a grant lets {name} in.** It is a service-linked role of account {callerAccount}, the key belongs to account {account}. Across accounts an IAM policy of the caller has to allow it too, and that of a service-linked role belongs to AWS: naming the role in the key policy changes nothing.',
              { name, callerAccount, account },
            ),
            message(
              'Somebody of account {account} can create the grant; or the key policy lets an identity of account {callerAccount} use {permission}, and that one creates it.',
              { account, callerAccount, permission: inlineCode('kms:CreateGrant') },
            ),
          ]
        : [
            decision?.iamLock === 'shut' || denial.deniedBy === 'no-identity-policy'
              ? message(
                  '**The IAM lock is shut, and nobody can open it**: {name} is a service-linked role, whose IAM policy belongs to AWS. So the key policy has to name the role itself, or a grant has to serve it.',
                  { name },
                )
              : message(
                  '**Most likely the IAM lock is shut, and nobody can open it**: {name} is a service-linked role, whose IAM policy belongs to AWS; it could not be read, but AWS gives such roles no access to customer managed keys. So the key policy has to name the role itself, or a grant has to serve it.',
                  { name },
                ),
            ...(who?.named === undefined
              ? [
                  message(
                    'Its ARN, which tells its service in the path, could not be read, so there is nothing to propose yet: {command} shows it. Choose a profile that may do that, and explain the error again.',
                    { command: inlineCode(posixLine(['aws', 'iam', 'get-role', '--role-name', who?.name ?? '…'])) },
                  ),
                ]
              : []),
          ];
    case 'condition-unmet':
      return conditionStory(diagnosis, c.reason);
    case 'explicit-deny':
      return [
        message(
          '**An explicit deny stands in the way**, in {policy}. A deny beats every allow, in whatever policy and order: no further statement can cure it, so no diff was opened.',
          { policy: policyName(c.policy) },
        ),
        ...(c.reason?.kind === 'statement'
          ? [message('It is {statement}.', { statement: markdownName(c.reason) }), ...keepingClear(diagnosis, c.reason)]
          : []),
        ...(denial.denyingPolicyArn !== null
          ? [message('AWS names the policy: {arn}.', { arn: inlineCode(denial.denyingPolicyArn) })]
          : []),
        message('What cures it: remove that statement, or narrow it so that it no longer meets {name}. Ask {owner}.', {
          name,
          owner: policyOwner(c.policy, keyAccount, who?.account),
        }),
      ];
    case 'limited':
      return [
        message(
          '**{action} is not allowed by {policy}.** Such a policy gives nothing by itself; it is an upper limit on what key policy and IAM policies can give.',
          { policy: policyName(c.policy), action },
        ),
        ...boundaryName(diagnosis, c.policy),
        message(
          'What cures it: {action} has to be allowed there too. Ask {owner}. No edit of the key policy helps, so no diff was opened.',
          { action, owner: policyOwner(c.policy, keyAccount, who?.account) },
        ),
      ];
    case 'not-cross-account':
      return [
        message(
          '**{action} never works across accounts**, whatever the policies say: the key belongs to account {account}, {name} to account {callerAccount}.',
          { action, account, name, callerAccount },
        ),
        message('Do it as an identity of account {account}, for example through a role there that {name} may assume.', {
          account,
          name,
        }),
      ];
    case 'key-state':
      return stateStory(diagnosis, c.state);
    case 'not-found':
      return notFoundStory(diagnosis);
    case 'aws-managed-key':
      return [
        message(
          '**This is an AWS managed key; its policy cannot be edited.** AWS wrote it so that only the service it belongs to can use it, for identities of this account.',
        ),
        crossAccount
          ? message(
              'What to do instead: no policy opens it to another account. Have account {account} put the data under a customer managed key (copy the object, snapshot or secret under that key), and give {name} access to that one.',
              { account, name },
            )
          : message(
              'What to do instead: within account {account} go through the service the key belongs to, for direct calls to KMS are refused; or put the data under a customer managed key, whose policy can be edited.',
              { account },
            ),
      ];
    case 'key-policy-unread':
      return [lockAsAwsSays(c.lock, name, action), keyPolicyUnread(diagnosis)];
    case 'allowed-now':
      return [
        message('**As far as can be seen, {name} may use {action} on this key now.**', { name, action }),
        message(
          'Either the policies have changed since the error (a change can take minutes to spread), or the denial comes from something that cannot be read from here: a service control policy, a resource control policy, a session policy, a VPC endpoint policy, or a condition that only the real request meets.',
        ),
        message('Repeat the call first. Nothing needs to be added, so no diff was opened.'),
      ];
    case 'undecided':
      return [
        message(
          '**It cannot be decided from here which lock is shut.** What would settle it is listed under *What was read* and in the table.',
        ),
        ...hangsOn(diagnosis),
      ];
    case 'incomplete':
      return incompleteStory(diagnosis, c.missing);
    case 'other-failure':
      return otherFailureStory(diagnosis);
  }
}

// Across accounts the caller's account has a say of its own.
function otherHalf({ who, decision, keyAccount, evidence: { denial } }: Diagnosis): Message {
  if (who?.principal.kind === 'account') {
    return message('The root user needs no IAM policy: the key policy’s half is all that is missing.');
  }
  return decision?.iamLock === 'open'
    ? message('The other half is there: an IAM policy of {name} allows {action} on this key.', {
        name: inlineCode(who?.name ?? '?'),
        action: inlineCode(denial.action ?? 'kms:?'),
      })
    : message(
        'Across accounts it takes both halves: the key policy in {account} **and** an IAM policy in {callerAccount}. Either alone changes nothing.',
        { account: inlineCode(keyAccount ?? '?'), callerAccount: inlineCode(who?.account ?? '?') },
      );
}

// The key policy could not be read: all that tells which lock is shut are AWS's words.
function lockAsAwsSays(
  lock: Extract<Cause, { readonly kind: 'key-policy-unread' }>['lock'],
  name: string,
  action: string,
): Message {
  switch (lock) {
    case 'shut':
      return message(
        '**The key-policy lock is shut**: AWS says that no resource-based policy allows {action}, and the resource-based policy of a key is its key policy.',
        { action },
      );
    case 'not-to-blame':
      return message('**The IAM lock is shut**: AWS says that no identity-based policy of {name} allows {action}.', {
        name,
        action,
      });
    case 'unknown':
      return message(
        'Which lock is shut cannot be told: AWS gives no single reason, and the key policy could not be read.',
      );
  }
}

// Only where permission is lacking is it for somebody else to act.
function keyPolicyUnread({ evidence: { keyPolicy }, remedy, keyAccount }: Diagnosis): Message {
  const account = inlineCode(keyAccount ?? '?');
  const command = message('*Double Lock: Paste the Key Policy…*');
  if (keyPolicy?.ok === false && isPassing(keyPolicy.failure)) {
    return message(
      'The key policy could not be read: {why} Or give the policy’s text, where you have it ({command}).',
      { why: failureSentence(keyPolicy.failure), command },
    );
  }
  return remedy === undefined
    ? message('The key policy could not be read. Ask the key’s owner (account {account}).', { account })
    : message(
        'The key policy could not be read. Ask the key’s owner (account {account}), and send what stands below. Or look again: with a profile of that account, or with the policy’s text ({command}).',
        { account, command },
      );
}

// What is unknown, and what the statements that hang on it ask for.
function hangsOn(diagnosis: Diagnosis): Message[] {
  const { decision, applying, who } = diagnosis;
  const name = inlineCode(who?.name ?? '?');
  const statements = (applying?.keyPolicy ?? []).filter(a => !a.certain && conditionsInWords(a.reason) !== '');
  return [
    ...(decision?.needs ?? []).slice(0, 5).map(need => message('Not known: {need}.', { need: needMessage(need) })),
    ...statements.flatMap(({ reason, effect }) => [
      effect === 'denies'
        ? message(
            'Statement {statement} of the key policy denies {name} access if its condition is met: {conditions}.',
            { statement: markdownName(reason), name, conditions: conditionsInWords(reason) },
          )
        : message('Statement {statement} of the key policy lets {name} in if its condition is met: {conditions}.', {
            statement: markdownName(reason),
            name,
            conditions: conditionsInWords(reason),
          }),
      ...conditionAdvice(diagnosis, reason, effect === 'denies'),
    ]),
  ];
}

// How a call keeps clear of a Deny, or how the Deny is narrowed.
function keepingClear(diagnosis: Diagnosis, reason: Extract<Reason, { kind: 'statement' }>): Message[] {
  const name = inlineCode(diagnosis.who?.name ?? '?');
  const conditions = conditionsInWords(reason);
  return [
    ...(conditions === ''
      ? []
      : [
          message(
            'It denies under a condition, {conditions}, so a call that is made otherwise passes. One of these is enough:',
            { conditions },
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
              element: inlineCode('NotPrincipal'),
              name,
              star: inlineCode('"*"'),
              operator: inlineCode('ArnNotEquals'),
              key: inlineCode('aws:PrincipalArn'),
            },
          ),
        ]),
  ];
}

// The key policy leaves the decision to IAM. That IAM is to blame is certain only where its policies were read or AWS says so.
function iamLikelyShut({ evidence: { identity }, who, keyAccount, crossAccount }: Diagnosis): Message {
  const name = inlineCode(who?.name ?? '?');
  const account = inlineCode((crossAccount ? who?.account : keyAccount) ?? '?');
  return identity === 'reading'
    ? message(
        '**Most likely the IAM lock is shut.** The key policy lets the caller’s side through and AWS gives no reason; the IAM policies of {name} (account {account}) are still being read.',
        { name, account },
      )
    : message(
        '**Most likely the IAM lock is shut, but that is not certain.** The key policy lets the caller’s side through and AWS gives no reason; the IAM policies of {name} (account {account}) are not fully known. *What was read*, below, tells what is missing and what to do about it.',
        { name, account },
      );
}

/** The sentence that tells why there is no diff, unless there is one: the user has chosen a remedy that edits the key policy. */
function withoutDiff({ proposal, who }: Diagnosis, sentence: Message): Message[] {
  return [
    proposal === undefined
      ? sentence
      : message('You chose to let {name} in by the key policy instead: the diff does that.', {
          name: inlineCode(who?.name ?? '?'),
        }),
  ];
}

function boundaryName({ evidence: { identity } }: Diagnosis, policy: PolicyKind): Message[] {
  const boundary = policy === 'boundary' ? answered(identity)?.boundary : undefined;
  return boundary === undefined ? [] : [message('The boundary is {name}.', { name: inlineCode(boundary.name) })];
}

// Whose eyes looked: said before anything is concluded.
function readAs({ evidence: { caller, identity, keyPolicy }, who, keyAccount }: Diagnosis): Message[] {
  if (caller?.ok !== true) {
    return [];
  }
  const mine = sessionless(caller.value.arn);
  const foreign =
    keyAccount !== undefined && caller.value.account !== keyAccount
      ? [
          keyPolicy?.ok === true
            ? message('This profile belongs to account {mine}, the key to account {account}.', {
                mine: inlineCode(caller.value.account),
                account: inlineCode(keyAccount),
              })
            : message(
                '**This profile belongs to account {mine}, the key to account {account}**: a key policy and grants can be read from the key’s own account only. Choose a profile of account {account}, or ask for the policy’s text and use *Double Lock: Paste the Key Policy…*.',
                {
                  mine: inlineCode(caller.value.account),
                  account: inlineCode(keyAccount),
                },
              ),
        ]
      : [];
  const real = answered(identity)?.principalArn;
  if (who === undefined || mine === sessionless(who.arn) || mine === sessionless(real ?? who.arn)) {
    return foreign;
  }
  return [
    message(
      '**The error is about {name}; this profile is {reader}.** It only did the reading: a trial with it proves nothing about {name}.',
      {
        reader: inlineCode(mine),
        name: inlineCode(who.name),
      },
    ),
    ...foreign,
  ];
}

function sessionless(arn: string): string {
  return arn
    .replace(/^(arn:[^:]*:)sts(::\d+:)assumed-role\/([^/]+)\/.*$/, '$1iam$2role/$3')
    .replace(/:role\/.*\//, ':role/');
}

/** A policy kind in a sentence, with its article. */
export function policyName(kind: PolicyKind): Message {
  return names[kind];
}

const names: Readonly<Record<PolicyKind, Message>> = {
  'key-policy': message('the key policy'),
  'identity-policy': message('an IAM policy of the caller'),
  scp: message('a service control policy (SCP)'),
  rcp: message('a resource control policy (RCP)'),
  'vpc-endpoint-policy': message('the VPC endpoint’s policy'),
  boundary: message('the permissions boundary'),
  'session-policy': message('the session policy'),
};

function policyOwner(kind: PolicyKind, keyAccount: string | undefined, callerAccount: string | undefined): Message {
  switch (kind) {
    case 'key-policy':
      return message('the key’s administrators (account {account})', { account: keyAccount ?? '?' });
    case 'identity-policy':
    case 'boundary':
      return message('the IAM administrators (account {account})', { account: callerAccount ?? '?' });
    case 'session-policy':
      return message('whoever starts the session (it is passed in with AssumeRole)');
    case 'scp':
    case 'rcp':
      return message('the administrators of the AWS organization');
    case 'vpc-endpoint-policy':
      return message('whoever runs the VPC endpoint');
  }
}
