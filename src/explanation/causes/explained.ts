import type { Diagnosis } from '../../diagnosis';
import { type Arg, asCode, message, type Message } from '../../text/message';
import type { CommandLine } from '../../text/shell';
import { callerName } from '../names';

/** A denial's cause for people, the answer first. */
export interface ExplainedCause {
  /** The verdict: which lock or policy keeps whom out, in one sentence. */
  readonly says: Message;
  /** Why, in two sentences at most. */
  readonly why: readonly Message[];
  readonly step: Step;
  /** What else is worth knowing, most important first. */
  readonly details: readonly Message[];
}

/** What to do next, in the imperative, and who can; then the commands for it. */
export interface Step {
  readonly says: Message;
  readonly commands: readonly CommandLine[];
}

/** A step without a command line: its sentence names what to press, or that there is nothing to do. */
export function step(says: Message, ...commands: readonly CommandLine[]): Step {
  return { says, commands };
}

/** The names that most sentences of a cause need. */
export function namesIn({
  who,
  keyAccount,
  evidence: { denial },
}: Diagnosis): Readonly<Record<'name' | 'action' | 'account' | 'callerAccount', Arg>> {
  return {
    name: callerName(who),
    action: denial.action === null ? message('the call') : asCode(denial.action),
    account: asCode(keyAccount ?? '?'),
    callerAccount: asCode(who?.account ?? '?'),
  };
}
