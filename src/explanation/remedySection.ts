import { type Block, type Notation, paragraphs, points, section } from '../text/blocks';
import { type Arg, asCode, asCodes, asName, message, type Message } from '../text/message';
import { boundaryToo } from './alsoShut';
import { type CodeFormat, statementsAs } from '../policy';
import { commands } from './commands';
import { callerName } from './names';
import { definitionsWarning, formatsFor } from './definedAsCode';
import {
  answered,
  type Condition,
  type Diagnosis,
  identityStatement,
  leavesToIam,
  type Remedy,
  type RemedyId,
  type StatementJson,
  type Who,
} from '../diagnosis';
import { permissionSetOf } from '../policy';

/** The remedy on show, both halves where it takes two, as code too; then the other remedies in a line each. Empty where there is none. */
export function remedySection(diagnosis: Diagnosis): Block[] {
  const { remedy } = diagnosis;
  if (remedy === undefined) {
    return [];
  }
  return [
    ...paragraphs([...serviceNote(remedy), ...grantsNote(diagnosis, remedy)]),
    ...keySide(diagnosis, remedy),
    ...iamSide(diagnosis, remedy),
    ...boundarySide(diagnosis, remedy),
    ...grantSide(diagnosis, remedy),
    ...others(diagnosis, remedy),
  ];
}

/** What a cure is called, where one is to be chosen. */
export function remedyName(id: RemedyId): Message {
  return names[id];
}

const names: Readonly<Record<RemedyId, Message>> = {
  statement: message('A statement of its own in the key policy'),
  'extend-statement': message('One action more in the statement that serves the caller already'),
  'replace-deleted-id': message('The caller in place of the deleted one in the key policy'),
  'statement-anywhere': message('A statement in the key policy, for every way of calling'),
  grant: message('A grant'),
  'root-and-iam': message('The root statement, and an IAM policy'),
  iam: message('An IAM policy'),
};

/** What speaks for and against a cure, in a sentence. */
export function remedyTradeOff(id: RemedyId): Message {
  return tradeOffs[id];
}

const tradeOffs: Readonly<Record<RemedyId, Message>> = {
  statement: message(
    'Gives this caller these actions on this key and nothing more; needs somebody who may put the key policy.',
  ),
  'extend-statement': message('Gives as little as a statement of its own and keeps the key policy short.'),
  'replace-deleted-id': message(
    'Gives back what the deleted role or user of that statement had. Right only if that was this one’s namesake.',
  ),
  'statement-anywhere': message(
    'Also for calls to KMS directly, through other services, and with any encryption context: gives more.',
  ),
  grant: message(
    'No policy edit: for short use, or where nobody may put the key policy. It stays until it is revoked or retired.',
  ),
  'root-and-iam': message(
    'From then on every IAM administrator of the account can give access to this key: AWS’s default, and the widest.',
  ),
  iam: message('No edit of the key policy; needs somebody who may change the caller’s IAM policies.'),
};

function serviceNote({ needed: { service } }: Remedy): Message[] {
  return service === undefined
    ? []
    : [
        message(
          'What stands below is all that AWS documents for {service} ({source}), not the denied action alone: with less, the next step fails.',
          { service: asCode(service.service), source: asCode(service.source) },
        ),
      ];
}

// KMS Developer Guide, "Grants in AWS KMS", "Controlling access to CreateGrant".
function grantsNote({ evidence: { denial } }: Diagnosis, { needed }: Remedy): Message[] {
  const open = needed.permissions.some(
    p => p.actions.includes('kms:CreateGrant') && p.condition?.['Bool']?.['kms:GrantIsForAWSResource'] === undefined,
  );
  return denial.action !== 'kms:CreateGrant' || !open
    ? []
    : [
        message(
          'Whoever may use {grant} can give anybody access to this key. So narrow it once you know what the call is for: {operations} to the operations that it hands on, {grantee} to the role that gets them. Where an AWS service makes the grant for a resource of its own, {forService} is enough; the clusters of Amazon EKS do not support that one.',
          {
            grant: asCode('kms:CreateGrant'),
            operations: asCode('kms:GrantOperations'),
            grantee: asCode('kms:GranteePrincipal'),
            forService: asCode('"Bool": {"kms:GrantIsForAWSResource": "true"}'),
          },
        ),
      ];
}

function keySide(diagnosis: Diagnosis, remedy: Remedy): Block[] {
  const { id, keyStatements } = remedy;
  if (keyStatements.length === 0) {
    return [];
  }
  const { crossAccount, keyAccount, who, evidence } = diagnosis;
  const doubt =
    who?.named?.doubt === 'role-path-unknown' && evidence.identity !== 'reading'
      ? [
          message(
            'A session ARN does not show the role’s path. If the role has one ({example}), put it in before you apply this: KMS refuses a principal that does not exist.',
            { example: asCode('role/service-role/MyRole') },
          ),
        ]
      : [];
  const heading = crossAccount
    ? message('The key’s half: account {account}', { account: asCode(keyAccount ?? '?') })
    : message('The key policy');
  return section(heading, [
    ...paragraphs([
      ...definitionsWarning(diagnosis),
      keySideIntro(diagnosis, remedy),
      ...whomItLetsIn(diagnosis, id, keyStatements),
    ]),
    inNotations(keyStatements, diagnosis),
    ...paragraphs(doubt),
  ]);
}

function keySideIntro(
  { proposal, cause, evidence: { keyPolicy } }: Diagnosis,
  { id, keyStatements, tidied }: Remedy,
): Message {
  if (proposal) {
    return inDiff(id, keyStatements.length, tidied);
  }
  if (cause.kind === 'condition-unmet' || cause.kind === 'iam-shut') {
    return message(
      'Should the call be let in as it was made, this is what the key policy has to say. It widens the policy:',
    );
  }
  return keyPolicy === undefined
    ? message('Whoever owns the key adds this to its policy:')
    : message('The live policy could not be read, so there is no diff. Whoever owns the key adds this to its policy:');
}

// What the statement's Principal and Condition amount to.
function whomItLetsIn(
  { proposal, crossAccount, keyAccount, who }: Diagnosis,
  id: RemedyId,
  [statement]: readonly StatementJson[],
): Message[] {
  const name = callerName(who);
  if (who === undefined || id === 'root-and-iam') {
    return [];
  }
  if (who.principal.kind === 'service') {
    return id === 'statement' ? [forWhom(name, asCode(keyAccount ?? '?'), statement?.Condition)] : [];
  }
  if (who.principal.kind === 'account') {
    return [
      message(
        'A policy cannot name the root user alone: this principal stands for account {account}, whose IAM policies can then give the same access to others there.',
        { account: asCode(who.account ?? '?') },
      ),
    ];
  }
  return crossAccount || proposal === undefined ? [] : whetherItIsEnough(who);
}

/** Whether a statement in the key's own account opens the lock by itself, and for how long. */
function whetherItIsEnough(who: Who): Message[] {
  const name = callerName(who);
  if (leavesToIam(who)) {
    return [
      message(
        'The exact ARN of {name} could not be read, so the statement names the account and tells the role by a condition, as AWS advises for IAM Identity Center. Such a statement leaves it to IAM: the permission set has to allow it as well.',
        { name },
      ),
    ];
  }
  return [
    message(
      'It names {name} alone and opens the lock by itself: in the key’s own account no IAM policy is needed on top.',
      { name },
    ),
    ...(permissionSetOf(who.principal) === undefined
      ? []
      : [
          message(
            'The role’s name ends in a suffix that IAM Identity Center makes anew when the permission set is deleted and assigned again; the statement then names a role that is gone.',
          ),
        ]),
  ];
}

// A service works for every customer; the condition tells for whom it may use this key (IAM User Guide, "The confused deputy problem").
function forWhom(name: Arg, account: Arg, condition: Condition | undefined): Message {
  const keys = Object.values(condition ?? {}).flatMap(values => Object.keys(values));
  const key = keys.find(k => k.startsWith('kms:EncryptionContext:'));
  if (key !== undefined) {
    return message(
      'The condition lets {name} use the key only for what it names in the encryption context ({key}): another account cannot make it use your key. It may be narrowed to one resource’s ARN.',
      { name, key: asCode(key) },
    );
  }
  return keys.length > 0
    ? message(
        'The condition lets {name} use the key only on behalf of account {account}. If its topic, rule, trail or bucket is in another account, that one belongs there; if you know its ARN, add it as {key} to narrow it further.',
        { name, account, key: asCode('aws:SourceArn') },
      )
    : message(
        'There is no condition because {name} calls KMS without {account} and {arn}: with either, the statement would never apply.',
        { name, account: asCode('aws:SourceAccount'), arn: asCode('aws:SourceArn') },
      );
}

function inDiff(id: RemedyId, count: number, tidied: readonly string[]): Message {
  if (tidied.length > 0) {
    return message(
      'The diff makes that change to the live key policy and takes out what is left of deleted roles and users ({ids}), which KMS would refuse to store again; nothing else changes. Saving the right side keeps a draft; it never writes to AWS.',
      {
        ids: asCodes(tidied),
      },
    );
  }
  switch (id) {
    case 'extend-statement':
      return message(
        'The diff adds what is missing to the statement that serves this caller already, under the same conditions, and changes nothing else. Saving the right side keeps a draft; it never writes to AWS.',
      );
    case 'replace-deleted-id':
      return message(
        'The diff puts the caller’s ARN in place of the deleted one’s id and changes nothing else: the statement gives again what it gave. Saving the right side keeps a draft; it never writes to AWS.',
      );
    case 'root-and-iam':
      return message(
        'The diff makes the key policy hand the decision to the account’s IAM policies (the *root statement*). Saving the right side keeps a draft; it never writes to AWS.',
      );
    default:
      return count > 1
        ? message(
            'The diff adds {count} statements to the live key policy and changes nothing else. `"Resource": "*"` in a key policy is this one key. Saving the right side keeps a draft; it never writes to AWS.',
            { count },
          )
        : message(
            'The diff adds one statement to the live key policy and changes nothing else. `"Resource": "*"` in a key policy is this one key. Saving the right side keeps a draft; it never writes to AWS.',
          );
  }
}

function iamSide(diagnosis: Diagnosis, { id, iamStatements }: Remedy): Block[] {
  const { cause, crossAccount, who } = diagnosis;
  if (iamStatements.length === 0 || who === undefined) {
    return [];
  }
  return section(iamHeading(cause.kind === 'limited', crossAccount, who), [
    { kind: 'paragraph', says: iamSideIntro(diagnosis, id, who) },
    inNotations(iamStatements, diagnosis),
  ]);
}

function iamHeading(limited: boolean, crossAccount: boolean, { account }: Who): Message {
  if (crossAccount) {
    return message('The caller’s half: account {account}', { account: asCode(account ?? '?') });
  }
  return limited ? message('The permissions boundary') : message('The IAM policy');
}

function iamSideIntro({ cause, crossAccount }: Diagnosis, id: RemedyId, who: Who): Message {
  const name = callerName(who);
  if (cause.kind === 'limited') {
    return message(
      'Add this to the permissions boundary. It gives nothing by itself, but lets what the other policies give through:',
    );
  }
  const permissionSet = permissionSetOf(who.principal);
  if (permissionSet !== undefined) {
    return message(
      '{name} is the role of an IAM Identity Center permission set, which cannot be edited in IAM. Add this to the inline policy of the permission set {set} and provision it again:',
      { name, set: asName(permissionSet) },
    );
  }
  // AWS STS API Reference, "GetFederationToken": the session has what both the user's policies and the session policy allow.
  if (who.principal.kind === 'federated-user') {
    return message(
      '{name} is a federated user, with no policy of its own: the IAM policies of the user whose credentials called {call} need this, and so does the policy passed in that call.',
      { name, call: asCode('GetFederationToken') },
    );
  }
  if (crossAccount && cause.kind !== 'iam-shut') {
    return message(
      'Across accounts both locks must open. The IAM policies of {name} need this as well, with the exact key ARN:',
      { name },
    );
  }
  return id === 'root-and-iam' || cause.kind === 'key-policy-unread' || leavesToIam(who)
    ? message('Where the key policy leaves it to IAM, an IAM policy of {name} has to say this:', { name })
    : message(
        'Add this to an IAM policy of {name}. The exact key ARN keeps it to this key; a key id or an alias would not match.',
        { name },
      );
}

function boundarySide(diagnosis: Diagnosis, { needed }: Remedy): Block[] {
  const {
    keyArn,
    evidence: { identity },
  } = diagnosis;
  if (!boundaryToo(diagnosis) || keyArn === undefined) {
    return [];
  }
  const boundary = answered(identity)?.boundary;
  return section(message('The permissions boundary'), [
    {
      kind: 'paragraph',
      says:
        boundary === undefined
          ? message(
              'Add this to the permissions boundary too. It gives nothing by itself, but lets what stands above through:',
            )
          : message(
              'Add this to the permissions boundary ({name}) too. It gives nothing by itself, but lets what stands above through:',
              { name: asName(boundary.name) },
            ),
    },
    inNotations(
      needed.permissions.map(permission => identityStatement(permission, keyArn)),
      diagnosis,
    ),
  ]);
}

function grantSide({ crossAccount }: Diagnosis, { command }: Remedy): Block[] {
  if (command === undefined) {
    return [];
  }
  return section(message('The grant'), [
    {
      kind: 'paragraph',
      says: message(
        'Somebody with {permission} on the key runs this. It needs no edit of the key policy, but holds until it is revoked ({revoke}).',
        { permission: asCode('kms:CreateGrant'), revoke: asCode('aws kms revoke-grant') },
      ),
    },
    { kind: 'command', commands: [command], shell: 'posix' },
    ...paragraphs(
      crossAccount ? [message('A grant serves across accounts without an IAM policy on the other side.')] : [],
    ),
  ]);
}

function others({ remedies, proposal }: Diagnosis, shown: Remedy): Block[] {
  const rest = remedies.filter(r => r !== shown);
  if (rest.length === 0) {
    return [];
  }
  return section(message('Other ways'), [
    ...points(
      rest.map(r => message('**{remedy}**. {tradeOff}', { remedy: remedyName(r.id), tradeOff: remedyTradeOff(r.id) })),
    ),
    {
      kind: 'paragraph',
      says: proposal
        ? message('{command}, also a button above the diff, puts one of them in place of this one.', {
            command: commands.chooseRemedy,
          })
        : message('{command} shows one of them, as a diff where it changes the key policy.', {
            command: commands.chooseRemedy,
          }),
    },
  ]);
}

const notations: Readonly<Record<CodeFormat, Pick<Notation, 'name' | 'language'>>> = {
  json: { name: message('As JSON'), language: 'json' },
  cloudformation: { name: message('As CloudFormation'), language: 'yaml' },
  terraform: { name: message('As Terraform (aws_iam_policy_document)'), language: 'hcl' },
  'terraform-jsonencode': { name: message('As Terraform (jsonencode)'), language: 'hcl' },
};

/** The statements in every notation, the one of the workspace's code first. */
function inNotations(statements: readonly StatementJson[], diagnosis: Diagnosis): Block {
  return {
    kind: 'statement',
    notations: formatsFor(diagnosis).map(format => ({
      ...notations[format],
      text: statementsAs(format, statements),
    })),
  };
}
