import type { PolicyString } from '../../policy';
import type { Message } from '../../text/message';
import type { OperatorFamily } from '../operators';
import type { Fix, Report } from '../rule';
import type { ConditionUse, PolicyView } from '../view';

/** Reports the known values of a family of operators that are not of its type. */
export function checkValues(
  policy: PolicyView,
  report: Report,
  family: OperatorFamily,
  fits: (value: string) => boolean,
  text: (value: string, use: ConditionUse) => Message,
  fixes: (string: PolicyString, use: ConditionUse) => Fix[] = () => [],
): void {
  for (const use of policy.conditions) {
    if (use.test.family !== family) {
      continue;
    }
    for (const string of use.values.strings) {
      if (!string.known || string.value.includes('${') || fits(string.value)) {
        continue;
      }
      report({ at: string, message: text(string.value, use), fixes: fixes(string, use) });
    }
  }
}
