/** Causes in which one of the two locks is shut, or most likely is. */
import type { Cause, Diagnosis } from '../../diagnosis';
import { failureSentence, isPassing } from '../../ports';
import { asCode, asSeries, message, type Message, sentences } from '../../text/message';
import { commands } from '../commands';
import { hangsOn } from '../conditions';
import { needMessage } from '../decision';
import { nearlyInIam, nearlyInKeyPolicy } from '../nearMisses';
import { type ExplainedCause, namesIn, type Step, step } from './explained';
import { remedyStep } from './remedyStep';
import { deniedSomewhere, saysExplicitDeny } from './policies';
import { whoCallsKms } from './service';
import { listsThreeReasons, threeReasons } from './threeReasons';

/** Nothing in the key policy lets the caller in. */
export function keyPolicyShut(diagnosis: Diagnosis): ExplainedCause {
  return {
    says: message('The key policy keeps {name} out.', namesIn(diagnosis)),
    why: whyKeyPolicyIsShut(diagnosis),
    step: remedyStep(diagnosis) ?? handOver(diagnosis),
    details: [...nearlyInKeyPolicy(diagnosis), ...callersHalf(diagnosis)],
  };
}

function whyKeyPolicyIsShut(diagnosis: Diagnosis): Message[] {
  const names = namesIn(diagnosis);
  if (diagnosis.crossAccount) {
    return [
      message(
        'The key belongs to account {account}, {name} to account {callerAccount}. Nothing in the key policy allows {action} to {name} or to its account.',
        names,
      ),
    ];
  }
  switch (diagnosis.who?.principal.kind) {
    case 'service':
      return [
        message(
          'Nothing in it allows {action} to the service {name}. A service has no IAM policies: the key policy must name it.',
          names,
        ),
      ];
    case 'account':
      return [
        message('It does not let account {account} in for {action}.', names),
        message('Being the root user does not help: KMS gives it no access to a key whose policy does not.'),
      ];
    default:
      return [
        message(
          'It neither names {name} for {action} nor lets account {account} decide about it through its IAM policies (the *root statement*).',
          names,
        ),
        message(
          'That is why no IAM policy helps, not even AdministratorAccess: until the key policy lets the account in, IAM has no say over {action}.',
          names,
        ),
      ];
  }
}

// Across accounts the caller's account has a say of its own.
function callersHalf(diagnosis: Diagnosis): Message[] {
  const { who, decision, crossAccount } = diagnosis;
  if (!crossAccount) {
    return [];
  }
  if (who?.principal.kind === 'account') {
    return [message('The root user needs no IAM policy: the key policy’s half is all that is missing.')];
  }
  return [
    decision?.iamLock === 'open'
      ? message('The other half is there: an IAM policy of {name} allows {action} on this key.', namesIn(diagnosis))
      : message(
          'Across accounts it takes both halves: the key policy in {account} **and** an IAM policy in {callerAccount}. Either alone changes nothing.',
          namesIn(diagnosis),
        ),
  ];
}

/** Only the owner of the key can go on. */
function handOver(diagnosis: Diagnosis): Step {
  return step(
    message('Send what stands here to the key’s administrators in account {account} ({handOver}).', {
      ...namesIn(diagnosis),
      handOver: commands.handOver,
    }),
  );
}

/** The key policy leaves it to IAM, where no policy allows it, or most likely none does. */
export function iamShut(diagnosis: Diagnosis): ExplainedCause {
  const {
    decision,
    crossAccount,
    evidence: { denial },
  } = diagnosis;
  const names = namesIn(diagnosis);
  const certain = decision?.iamLock === 'shut' || denial.deniedBy === 'no-identity-policy';
  const says = certain ? message('IAM keeps {name} out.', names) : message('Most likely IAM keeps {name} out.', names);
  if (!certain) {
    return { says, why: [iamLikelyShut(diagnosis)], step: likelyStep(diagnosis), details: nearlyInIam(diagnosis) };
  }
  return {
    says,
    why: [
      crossAccount
        ? message(
            'The key policy in account {account} lets {name} or its account in. An IAM policy in account {callerAccount} must allow {action} on the exact key ARN as well.',
            names,
          )
        : message(
            'The key policy leaves it to the IAM policies of account {account} (the *root statement*), and none of {name} allows {action} on this key.',
            names,
          ),
    ],
    step: remedyStep(diagnosis) ?? handOver(diagnosis),
    details: nearlyInIam(diagnosis),
  };
}

// The key policy leaves the decision to IAM. That IAM is to blame is certain only where its policies were read or AWS says so.
function iamLikelyShut(diagnosis: Diagnosis): Message {
  const names = namesIn(diagnosis);
  return diagnosis.evidence.identity === 'reading'
    ? message(
        'The key policy lets the caller’s side through and AWS gives no reason; the IAM policies of {name} are still being read.',
        names,
      )
    : message(
        'The key policy lets the caller’s side through and AWS gives no reason; the IAM policies of {name} are not fully known. *What was read*, below, tells what is missing.',
        names,
      );
}

function likelyStep(diagnosis: Diagnosis): Step {
  const { crossAccount, keyAccount, who } = diagnosis;
  const attach = remedyStep(diagnosis);
  const sure = message(
    'Explain the error again with a profile that may read IAM in account {account} to be sure ({explain}).',
    { account: asCode((crossAccount ? who?.account : keyAccount) ?? '?'), explain: commands.explain },
  );
  return attach === undefined ? step(sure) : { ...attach, says: sentences([attach.says, sure]) };
}

/** An IAM policy would be needed, and nobody can edit that of a service-linked role. */
export function serviceLinkedRole(diagnosis: Diagnosis): ExplainedCause {
  const { crossAccount, decision, evidence } = diagnosis;
  const names = namesIn(diagnosis);
  if (crossAccount) {
    return {
      says: message('Only a grant lets {name} in.', names),
      why: [
        message(
          'It is a service-linked role of account {callerAccount}, the key belongs to account {account}. Across accounts an IAM policy of the caller has to allow it too, and that of a service-linked role belongs to AWS: naming the role in the key policy changes nothing.',
          names,
        ),
      ],
      step: remedyStep(diagnosis) ?? handOver(diagnosis),
      details: [
        message(
          'Somebody of account {account} can create the grant; or the key policy lets an identity of account {callerAccount} use {permission}, and that one creates it.',
          { ...names, permission: asCode('kms:CreateGrant') },
        ),
      ],
    };
  }
  const certain = decision?.iamLock === 'shut' || evidence.denial.deniedBy === 'no-identity-policy';
  return {
    says: certain
      ? message('The key policy has to name {name}: IAM cannot let it in.', names)
      : message('Most likely the key policy has to name {name}: IAM cannot let it in.', names),
    why: [
      certain
        ? message(
            'The key policy leaves it to IAM, and {name} is a service-linked role, whose IAM policy belongs to AWS. So the key policy has to name the role itself, or a grant has to serve it.',
            names,
          )
        : message(
            'The key policy leaves it to IAM, and {name} is a service-linked role. Its IAM policy belongs to AWS and could not be read, but AWS gives such roles no access to customer managed keys.',
            names,
          ),
    ],
    step: remedyStep(diagnosis) ?? handOver(diagnosis),
    details: roleUnread(diagnosis),
  };
}

function roleUnread({ who }: Diagnosis): Message[] {
  return who?.named === undefined
    ? [
        message(
          'Its ARN, which tells its service in the path, could not be read, so there is no statement to propose yet: {command} shows it. Choose a profile that may do that, and explain the error again.',
          { command: asCode(`aws iam get-role --role-name ${who?.name ?? '…'}`) },
        ),
      ]
    : [];
}

/** The key policy was not read, or could not be: all that tells which lock is shut are AWS's words. */
export function keyPolicyUnread(
  diagnosis: Diagnosis,
  { lock }: Extract<Cause, { readonly kind: 'key-policy-unread' }>,
): ExplainedCause {
  if (saysExplicitDeny(diagnosis.evidence.denial)) {
    return deniedSomewhere(diagnosis);
  }
  const names = namesIn(diagnosis);
  const details = [...unreadBecause(diagnosis), ...callersHalf(diagnosis), ...whoCallsKms(diagnosis.evidence.denial)];
  switch (lock) {
    case 'shut':
      return {
        says: message('The key policy keeps {name} out.', names),
        why: [
          message(
            'AWS says that no resource-based policy allows {action}, and the resource-based policy of a key is its key policy.',
            names,
          ),
        ],
        step: remedyStep(diagnosis) ?? handOver(diagnosis),
        details,
      };
    case 'not-to-blame':
      return {
        says: message('IAM keeps {name} out.', names),
        why: [message('AWS says that no identity-based policy of {name} allows {action}.', names)],
        step: remedyStep(diagnosis) ?? handOver(diagnosis),
        details: [
          message(
            'That holds if the key policy leaves it to IAM (the *root statement*), as most do. AWS names one reason only: to see the other lock too, read the key policy.',
          ),
          ...details,
        ],
      };
    case 'unknown':
      return diagnosis.evidence.denial.deniedBy === 'no-identity-policy'
        ? { ...iamOfAnotherAccount(diagnosis), details }
        : { ...probablyKeyPolicy(diagnosis), step: readToBeSure(diagnosis), details };
  }
}

/** AWS blames the IAM policies of a caller from another account, and says nothing of the key policy. */
function iamOfAnotherAccount(diagnosis: Diagnosis): Omit<ExplainedCause, 'details'> {
  const names = namesIn(diagnosis);
  return {
    says: message('IAM keeps {name} out.', names),
    why: [
      message('AWS says that no identity-based policy of {name} allows {action}.', names),
      message(
        'The key belongs to another account, {account}, so its key policy has to let {name} in as well; AWS names one reason only.',
        names,
      ),
    ],
    step: step(
      sentences([
        message('Attach the IAM statement below to {name}. Whoever manages IAM in account {callerAccount} can.', names),
        message(
          'Where the key policy does not let it in yet, send the other statement to the key’s administrators in account {account} ({handOver}).',
          { ...names, handOver: commands.handOver },
        ),
      ]),
    ),
  };
}

/** Of the locks the key policy's is the usual one where AWS gives no reason. */
function probablyKeyPolicy(diagnosis: Diagnosis): Pick<ExplainedCause, 'says' | 'why'> {
  const { crossAccount, who, evidence } = diagnosis;
  const names = namesIn(diagnosis);
  const says = message('Most likely the key policy keeps {name} out.', names);
  if (listsThreeReasons(evidence.denial)) {
    return { says, why: [threeReasons] };
  }
  if (who?.principal.kind === 'service') {
    return {
      says,
      why: [message('AWS gave no reason. A service has no IAM policies: the key policy must name {name}.', names)],
    };
  }
  if (crossAccount) {
    return {
      says,
      why: [
        message(
          'AWS gave no reason. The key belongs to account {account}, {name} to account {callerAccount}: both must allow it, and the key’s side is the one that is usually missing.',
          names,
        ),
      ],
    };
  }
  return {
    says,
    why: [message('AWS gave no reason; a key policy that does not name the caller is the usual one.')],
  };
}

function readToBeSure(diagnosis: Diagnosis): Step {
  const { remedy } = diagnosis;
  const args = { ...namesIn(diagnosis), explain: commands.explain, paste: commands.pasteKeyPolicy };
  const read = message(
    'Read the key policy to be sure: explain the error with a profile of account {account} ({explain}), or give the policy’s text ({paste}).',
    args,
  );
  return step(
    remedy === undefined
      ? read
      : sentences([
          read,
          message(
            'If you can do neither, send the statement below to the key’s administrators in account {account} ({handOver}).',
            { ...args, handOver: commands.handOver },
          ),
        ]),
  );
}

/** Why the key policy could not be read, where it was tried. */
function unreadBecause({ evidence: { keyPolicy } }: Diagnosis): Message[] {
  if (keyPolicy?.ok !== false) {
    return [];
  }
  const { failure } = keyPolicy;
  return [
    isPassing(failure)
      ? message('The key policy could not be read: {why} Then explain the error again.', {
          why: failureSentence(failure),
        })
      : message('The key policy could not be read: {why}', { why: failureSentence(failure) }),
  ];
}

/** Neither what was read nor AWS's words settle it. */
export function undecided(diagnosis: Diagnosis): ExplainedCause {
  if (saysExplicitDeny(diagnosis.evidence.denial)) {
    return deniedSomewhere(diagnosis);
  }
  const { decision } = diagnosis;
  const needs = (decision?.needs ?? []).slice(0, 5);
  return {
    says: message('Cannot tell which lock keeps {name} out.', namesIn(diagnosis)),
    why: [
      needs.length === 0
        ? message('What was read does not settle it, and AWS gave no reason.')
        : message('Not known: {needs}.', { needs: asSeries(needs.map(needMessage), '; ') }),
    ],
    step: step(
      message(
        'Read what is missing with a profile that may ({explain}), or try the call itself as the identity that was denied ({verify}).',
        { explain: commands.explain, verify: commands.verify },
      ),
    ),
    details: hangsOn(diagnosis),
  };
}

/** What was read lets the request through. */
export function allowedNow(diagnosis: Diagnosis): ExplainedCause {
  const names = namesIn(diagnosis);
  return {
    says: message('As far as can be seen, {name} may use {action} on this key now.', names),
    why: [
      message(
        'Either the policies have changed since the error (a change can take minutes to spread), or the denial comes from something that cannot be read from here: a service control policy, a resource control policy, a session policy, a VPC endpoint policy, or a condition that only the real request meets.',
      ),
    ],
    step: step(
      message('Nothing to add: repeat the call first, or let it be tried as {name} ({verify}).', {
        ...names,
        verify: commands.verify,
      }),
    ),
    details: [],
  };
}
