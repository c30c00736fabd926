import type { OperatorFamily, PolicyString } from '../../policy';
import type { Message } from '../../text/message';
import type { Fix, Report } from '../rule';
import type { ConditionTest, PolicyView } from '../facts';

/** What the values of a family of operators must be. */
interface ValueCheck {
  readonly family: OperatorFamily;
  readonly fits: (value: string) => boolean;
  /** What to say of a value that does not fit. */
  readonly text: (value: string, use: ConditionTest) => Message;
  readonly fixes?: (string: PolicyString, use: ConditionTest) => Fix[];
}

/** Reports the known values of a family of operators that are not of its type. */
export function checkValues(
  policy: PolicyView,
  report: Report,
  { family, fits, text, fixes = () => [] }: ValueCheck,
): void {
  for (const use of policy.conditions) {
    if (use.family !== family) {
      continue;
    }
    for (const string of use.key.value.strings) {
      if (!string.known || string.value.includes('${') || fits(string.value)) {
        continue;
      }
      report({ at: string, message: text(string.value, use), fixes: fixes(string, use) });
    }
  }
}
