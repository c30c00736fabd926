import type { PolicyDocument, Statement } from '../policy';
import type { Message } from '../text/message';
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

/** Takes each need as it is found. */
export type NeedSink = (need: Need) => void;
