import type { PolicyKind, Reason } from '../access';
import { parsePrincipal } from '../policy';
import { inlineCode } from '../text/markdown';
import { message, type Message } from '../text/message';
import type { Diagnosis } from './diagnosis';

/** The paragraphs that tell a denial's cause and its cure, most important first. Markdown; outside text is inline code. */
export function story(diagnosis: Diagnosis): Message[] {
  return [...cause(diagnosis), ...(diagnosis.disagreement && diagnosis.cause.kind !== 'allowed-now' ? [disagreement] : []), ...testedAs(diagnosis)];
}

const disagreement = message('**The error and the policies as they are now do not agree.** The policies may have changed since, a change may still be spreading, or the error comes from another account or Region. Repeat the call before you change anything.');

function cause(diagnosis: Diagnosis): Message[] {
  const { cause: c, who, evidence: { denial, key }, keyAccount, crossAccount, decision } = diagnosis;
  const name = inlineCode(who?.name ?? '?');
  const action = inlineCode(denial.action ?? 'kms:?');
  const account = inlineCode(keyAccount ?? '?');
  const callerAccount = inlineCode(who?.account ?? '?');
  switch (c.kind) {
    case 'key-policy-shut':
    case 'both-shut':
      return crossAccount
        ? [
          message('**The key-policy lock is shut.** The key belongs to account {account}, {name} to account {callerAccount}. Nothing in the key policy lets {name}, or its account, {action}.', { account, callerAccount, name, action }),
          decision?.iamLock === 'open'
            ? message('The other half is there: an IAM policy of {name} allows {action} on this key.', { name, action })
            : message('Across accounts it takes both halves: the key policy in {account} **and** an IAM policy in {callerAccount}. Either alone changes nothing.', { account, callerAccount }),
        ]
        : [
          message('**The key-policy lock is shut.** The key policy neither names {name} for {action} nor lets account {account} decide through its IAM policies (the *root statement*).', { name, action, account }),
          message('That is why no IAM policy helps, not even AdministratorAccess: until the key policy lets the account in, IAM has no say over this key.'),
          message('The statement below names {name} alone and opens the lock by itself: in the key’s own account no IAM policy is needed on top.', { name }),
          ...deletedPrincipals(diagnosis),
        ];
    case 'iam-shut':
      return crossAccount
        ? [
          message('**The key-policy lock is open, the IAM lock is not.** The key policy in account {account} lets {name} or its account in. An IAM policy in account {callerAccount} must allow {action} on the exact key ARN as well.', { account, name, callerAccount, action }),
          message('No edit of the key policy cures this, so no diff was opened.'),
        ]
        : [
          message('**The IAM lock is shut.** The key policy leaves the decision to the IAM policies of account {account} (the *root statement*), and none of {name} allows {action} on this key.', { account, name, action }),
          message('The cure is an IAM policy. The key policy is as it should be, so no diff was opened.'),
        ];
    case 'service-linked-role':
      return [
        message('**The IAM lock is shut, and nobody can open it**: {name} is a service-linked role, whose IAM policy belongs to AWS. So the key policy has to name the role itself, or a grant has to serve it.', { name }),
        message('The diff names the role. A grant does the same without a policy edit: {command}.', { command: inlineCode('aws kms create-grant') }),
      ];
    case 'condition-unmet':
      return [
        message('**The key policy lets {name} in, but only under conditions that this call did not meet.** See {statement}: {conditions}.', {
          name, statement: c.reason.kind === 'statement' ? statementName(c.reason.statement.sid?.value?.value, c.reason.statement.index, c.reason.name) : '',
          conditions: conditionsOf(c.reason),
        }),
        message('First make the call as the statement asks for it: through the service it names, with that encryption context, from that network. Widening the policy is the second choice, so no diff was opened; the statement that would let {name} do it without conditions stands below.', { name }),
      ];
    case 'explicit-deny':
      return [
        message('**An explicit deny stands in the way**, in {policy}. A deny beats every allow, in whatever policy and order: no further statement can cure it, so no diff was opened.', { policy: policyName(c.policy) }),
        ...(c.reason?.kind === 'statement' ? [message('It is {statement}.', { statement: statementName(c.reason.statement.sid?.value?.value, c.reason.statement.index, c.reason.name) })] : []),
        ...(denial.denyingPolicyArn !== null ? [message('AWS names the policy: {arn}.', { arn: inlineCode(denial.denyingPolicyArn) })] : []),
        message('What cures it: remove that statement, or narrow it so that it no longer meets {name}. Ask {owner}.', { name, owner: policyOwner(c.policy, keyAccount, who?.account) }),
      ];
    case 'limited':
      return [
        message('**{policy} does not allow {action}.** Such a policy gives nothing by itself; it is an upper limit on what key policy and IAM policies can give.', { policy: capitalised(policyName(c.policy)), action }),
        message('What cures it: {action} has to be allowed there too. Ask {owner}. No edit of the key policy helps, so no diff was opened.', { action, owner: policyOwner(c.policy, keyAccount, who?.account) }),
      ];
    case 'not-cross-account':
      return [
        message('**{action} never works across accounts**, whatever the policies say: the key belongs to account {account}, {name} to account {callerAccount}.', { action, account, name, callerAccount }),
        message('Do it as an identity of account {account}, for example through a role there that {name} may assume.', { account, name }),
      ];
    case 'key-state':
      return keyState(c.state ?? stateOf(denial.message), action);
    case 'not-found':
      return [
        message('KMS does not know {key} in this account and Region.', { key: inlineCode(denial.resource ?? denial.keyId ?? '?') }),
        message('Look at three things: the Region of the call (keys and aliases are regional), the account of the credentials, and the spelling of id or alias. An alias of another account needs its full ARN.'),
        message('Permission is not the problem here, so no diff was opened.'),
      ];
    case 'aws-managed-key':
      return [
        message('**This is an AWS managed key; its policy cannot be edited.** AWS wrote it so that only the service it belongs to can use it, for identities of this account.'),
        message('What to do instead: use a customer managed key for this data. For another account, or for direct KMS calls, there is no other way.'),
      ];
    case 'key-policy-unread':
      return [
        c.lock === 'shut'
          ? message('**The key-policy lock is shut**: AWS says that no resource-based policy allows {action}, and the resource-based policy of a key is its key policy.', { action })
          : c.lock === 'not-to-blame'
            ? message('**The IAM lock is shut**: AWS says that no identity-based policy of {name} allows {action}.', { name, action })
            : message('Which lock is shut cannot be told: AWS gives no single reason, and the key policy could not be read.'),
        message('The key policy could not be read with this profile. Ask the key’s owner (account {account}), and send what stands below.', { account }),
      ];
    case 'allowed-now':
      return [
        message('**As far as can be seen, {name} may use {action} on this key now.**', { name, action }),
        message('Either the policies have changed since the error (a change can take minutes to spread), or the denial comes from something that cannot be read from here: a service control policy, a resource control policy, a session policy, a VPC endpoint policy, or a condition that only the real request meets.'),
        message('Repeat the call first. Nothing needs to be added, so no diff was opened.'),
      ];
    case 'undecided':
      return [
        message('**It cannot be decided from here which lock is shut.** What would settle it is listed under *What was read* and in the table.'),
      ];
    case 'incomplete':
      return [
        message('The error does not say everything that is needed: {missing}.', { missing: c.missing.map(m => missingName[m]).join(', ') }),
        ...(key === undefined ? [] : [message('What could be read is below.')]),
      ];
    case 'other-failure':
      return [
        message('This is not about permission: KMS refused the call for the reason below.'),
        message('No edit of a policy helps, so no diff was opened.'),
      ];
  }
}

// Once a role or user is deleted, a key policy shows its unique id; a namesake made later is somebody else
// (IAM User Guide, "AWS JSON policy elements: Principal").
function deletedPrincipals({ keyPolicy, who }: Diagnosis): Message[] {
  const ids = (keyPolicy?.statements ?? []).flatMap(s => (s.principal?.value.entries ?? []).flatMap(e => e.value.strings))
    .filter(s => parsePrincipal(s.value).kind === 'unique-id').map(s => inlineCode(s.value));
  return ids.length === 0 ? [] : [
    message('The key policy names {ids}: that is what is left of a role or user that was deleted. It no longer matches anybody, not even a new one of the same name. If that was {name}, put its ARN in place of the id.', {
      ids: [...new Set(ids)].join(', '), name: inlineCode(who?.name ?? '?'),
    }),
  ];
}

function conditionsOf(reason: Reason): string {
  if (reason.kind !== 'statement') { return ''; }
  return (reason.statement.condition?.value.operators ?? [])
    .flatMap(o => o.value.map(k => inlineCode(`${o.name} ${k.name} ${k.value.strings.map(s => s.value).join(' | ')}`))).join(', ');
}

function keyState(state: string | undefined, action: string): Message[] {
  const cure = state === undefined ? undefined : stateCures[state];
  return [
    state === undefined
      ? message('**The key is in a state in which {action} is impossible.** Permissions are not the problem.', { action })
      : message('**The key’s state is {state}; in that state {action} is impossible.** Permissions are not the problem: KMS checks them first, and they held.', { state: inlineCode(state), action }),
    ...(cure ? [cure] : []),
    message('No edit of the key policy helps, so no diff was opened.'),
  ];
}

// KMS Developer Guide, "Key states of AWS KMS keys".
const stateCures: Readonly<Record<string, Message>> = {
  Disabled: message('Somebody with `kms:EnableKey` enables it again: `aws kms enable-key --key-id …`.'),
  PendingDeletion: message('Somebody with `kms:CancelKeyDeletion` stops the deletion, then enables the key: `aws kms cancel-key-deletion --key-id …`, `aws kms enable-key --key-id …`. After the waiting period the key, and all data under it, is gone for good.'),
  PendingReplicaDeletion: message('This multi-Region primary key waits for its replicas to be deleted. Somebody with `kms:CancelKeyDeletion` can stop it.'),
  PendingImport: message('Its key material was never imported, or has expired: it has to be imported (again).'),
  Unavailable: message('Its custom key store is not connected: connect it again.'),
  Creating: message('It is still being created: try again in a moment.'),
  Updating: message('It is being updated: try again in a moment.'),
};

function stateOf(text: string): string | undefined {
  if (/is disabled/i.test(text)) { return 'Disabled'; }
  if (/pending deletion/i.test(text)) { return 'PendingDeletion'; }
  if (/pending import/i.test(text)) { return 'PendingImport'; }
  return /is unavailable/i.test(text) ? 'Unavailable' : undefined;
}

const missingName = { action: 'the KMS operation', key: 'the key', principal: 'the caller' } as const;

function testedAs({ evidence: { caller }, who, keyAccount }: Diagnosis): Message[] {
  if (caller?.ok !== true || who === undefined) { return []; }
  const mine = sessionless(caller.value.arn);
  const foreign = keyAccount !== undefined && caller.value.account !== keyAccount
    ? [message('This profile belongs to account {mine}, the key to account {account}: a key policy can be read from its own account only.', {
      mine: inlineCode(caller.value.account), account: inlineCode(keyAccount),
    })]
    : [];
  return mine === sessionless(who.arn) ? foreign : [
    ...foreign,
    message('The policies were read as {reader}; the denial was {name}’s. Everything on this page is about {name}.', { reader: inlineCode(caller.value.arn), name: inlineCode(who.name) }),
  ];
}

function sessionless(arn: string): string {
  return arn.replace(/^(arn:[^:]*:)sts(::\d+:)assumed-role\/([^/]+)\/.*$/, '$1iam$2role/$3').replace(/:role\/.*\//, ':role/');
}

/** A policy kind in a sentence, with its article. */
export function policyName(kind: PolicyKind): string {
  return names[kind];
}

const names: Readonly<Record<PolicyKind, string>> = {
  'key-policy': 'the key policy',
  'identity-policy': 'an IAM policy of the caller',
  scp: 'a service control policy (SCP)',
  rcp: 'a resource control policy (RCP)',
  'vpc-endpoint-policy': 'the VPC endpoint’s policy',
  boundary: 'the permissions boundary',
  'session-policy': 'the session policy',
};

function policyOwner(kind: PolicyKind, keyAccount: string | undefined, callerAccount: string | undefined): string {
  switch (kind) {
    case 'key-policy': return `the key’s administrators (account ${keyAccount ?? '?'})`;
    case 'identity-policy':
    case 'boundary': return `the IAM administrators (account ${callerAccount ?? '?'})`;
    case 'session-policy': return 'whoever starts the session (it is passed in with AssumeRole)';
    case 'scp':
    case 'rcp': return 'the administrators of the AWS organization';
    case 'vpc-endpoint-policy': return 'whoever runs the VPC endpoint';
  }
}

function statementName(sid: string | undefined, index: number, policy: string | undefined): string {
  const which = sid === undefined ? `statement ${index + 1}` : inlineCode(sid);
  return policy === undefined ? which : `${which} (${inlineCode(policy)})`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
