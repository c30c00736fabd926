import { type Diagnosis, leavesToIam, type Remedy, type Who } from '../../diagnosis';
import { permissionSetOf } from '../../policy';
import { asCode, asCodes, asName, message, type Message, sentences } from '../../text/message';
import { commands } from '../commands';
import { namesIn, type Step, step } from './explained';

/** The step that carries out the remedy on show: what to change, and who can. Undefined where there is none. */
export function remedyStep(diagnosis: Diagnosis): Step | undefined {
  const { remedy, proposal } = diagnosis;
  if (remedy === undefined) {
    return undefined;
  }
  if (proposal !== undefined) {
    return step(
      sentences([
        makeTheChange(diagnosis),
        ...letsIn(diagnosis, remedy),
        ...otherHalf(diagnosis, remedy),
        ...thenRepeat(diagnosis),
      ]),
    );
  }
  if (remedy.keyStatements.length > 0) {
    return step(sentences([addTheStatement(diagnosis), ...otherHalf(diagnosis, remedy), ...thenRepeat(diagnosis)]));
  }
  if (remedy.iamStatements.length > 0 && diagnosis.who !== undefined) {
    return step(attach(diagnosis, diagnosis.who));
  }
  return remedy.command === undefined
    ? undefined
    : step(
        message('Create the grant. Whoever has {permission} on the key can:', {
          permission: asCode('kms:CreateGrant'),
        }),
        remedy.command,
      );
}

function makeTheChange({ keyAccount }: Diagnosis): Message {
  return message(
    'Make the change that the diff shows ({apply}). Whoever has {permission} on the key can; without it, send the change to the administrators of account {account} ({handOver}).',
    {
      apply: commands.apply,
      permission: asCode('kms:PutKeyPolicy'),
      account: asCode(keyAccount ?? '?'),
      handOver: commands.handOver,
    },
  );
}

/** Whom the change lets in, where that is one caller and nobody else. */
function letsIn(diagnosis: Diagnosis, { id, keyStatements }: Remedy): Message[] {
  const { who } = diagnosis;
  const [statement, ...others] = keyStatements;
  const alone =
    (id === 'statement' || id === 'extend-statement') &&
    statement !== undefined &&
    others.length === 0 &&
    who?.named !== undefined &&
    'AWS' in who.named.principal &&
    who.principal.kind !== 'account' &&
    !leavesToIam(who);
  return alone
    ? [
        message('It lets in nobody but {name}, for {actions}.', {
          ...namesIn(diagnosis),
          actions: asCodes([statement.Action].flat()),
        }),
      ]
    : [];
}

function addTheStatement({ keyAccount }: Diagnosis): Message {
  return message(
    'Add the statement below to the key policy. Only the key’s administrators in account {account} can ({handOver}). To see it against the live policy, explain the error again with a profile of that account, or give the policy’s text ({paste}).',
    { account: asCode(keyAccount ?? '?'), handOver: commands.handOver, paste: commands.pasteKeyPolicy },
  );
}

// Across accounts the caller's account has a say of its own.
function otherHalf(diagnosis: Diagnosis, { iamStatements }: Remedy): Message[] {
  const { crossAccount } = diagnosis;
  if (iamStatements.length === 0) {
    return [];
  }
  return [
    crossAccount
      ? message(
          'Account {callerAccount} attaches the IAM statement below to {name} as well: either half alone changes nothing.',
          namesIn(diagnosis),
        )
      : message('{name} needs the IAM statement below as well.', namesIn(diagnosis)),
  ];
}

function thenRepeat(diagnosis: Diagnosis): Message[] {
  const { who } = diagnosis;
  return who?.principal.kind === 'service' || who?.serviceLinked === true
    ? [message('Then repeat what {name} was doing: nobody can test as it.', namesIn(diagnosis))]
    : [];
}

/** An IAM policy is the cure: whose, and who can change it. */
function attach(diagnosis: Diagnosis, who: Who): Message {
  const { cause } = diagnosis;
  const names = namesIn(diagnosis);
  if (cause.kind === 'limited') {
    return message(
      'Add the statement below to the permissions boundary of {name}. Whoever manages IAM in account {callerAccount} can.',
      names,
    );
  }
  const permissionSet = permissionSetOf(who.principal);
  if (permissionSet !== undefined) {
    return message(
      'Add the statement below to the inline policy of the permission set {set}, and provision it again. Whoever manages IAM Identity Center can ({open}).',
      { set: asName(permissionSet), open: commands.openIamPolicy },
    );
  }
  // AWS STS API Reference, "GetFederationToken": the session has what both the user's policies and the session policy allow.
  if (who.principal.kind === 'federated-user') {
    return message(
      'Add the statement below to the IAM policies of the user whose credentials called {call}, and to the policy passed in that call. Whoever manages IAM in account {callerAccount} can.',
      { ...names, call: asCode('GetFederationToken') },
    );
  }
  return message('Attach the statement below to {name}. Whoever manages IAM in account {callerAccount} can ({open}).', {
    ...names,
    open: commands.openIamPolicy,
  });
}
