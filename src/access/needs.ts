import type { PolicyDocument, Statement } from '../policy';
import { message, type Message } from '../text/message';
import type { PolicyKind } from './policyKinds';

/** A statement and where it stands. */
export interface StatementPlace {
  readonly policy: PolicyKind;
  readonly document: PolicyDocument;
  readonly statement: Statement;
}

/** A fact that would have to be known to decide. */
export type Need =
  /** A policy that was not read, or that cannot be read as a policy. */
  | { readonly kind: 'policy'; readonly policy: PolicyKind }
  | { readonly kind: 'grants' }
  | { readonly kind: 'condition-key'; readonly key: string }
  /** A value that a template fills in: its source, such as `${AWS::AccountId}`. */
  | { readonly kind: 'template'; readonly hole: string; readonly place: StatementPlace }
  | { readonly kind: 'caller'; readonly fact: CallerFact }
  /** A statement that AWS would refuse, or of which it is not documented what it does. */
  | { readonly kind: 'statement'; readonly place: StatementPlace; readonly problem: Message }
  | { readonly kind: 'documentation'; readonly topic: Topic };

/** What a caller's ARN does not show. */
export type CallerFact = 'role-path' | 'session-name' | 'federating-user' | 'kind';

/** What AWS does not document. */
export type Topic = 'grant-and-limits' | 'grant-to-account' | 'grant-to-retire' | 'grant-constraint' | 'operation';

export type NeedSink = (need: Need) => void;

/** The need in words. */
export function needMessage(need: Need): Message {
  switch (need.kind) {
    case 'policy':
      return message(policies[need.policy]);
    case 'grants':
      return message('the grants of the key (not listed)');
    case 'condition-key':
      return message('the condition key {key} of the request', { key: need.key });
    case 'template':
      return message('the value of {hole}', { hole: need.hole });
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
