import { setValue } from '../../policy';
import { type Message, message } from '../../text/message';
import { effectOfRepair, plainPrincipal, type PolicyView, takeOut, effectOfRemovingIdle } from '../facts';
import type { Report } from '../rule';

/** Reports the principals that are the unique id of a deleted role or user, by the id's first letters. */
export function checkUniqueIds(
  policy: PolicyView,
  report: Report,
  prefix: RegExp,
  text: (id: string) => Message,
): void {
  for (const use of policy.principals) {
    const principal = plainPrincipal(use);
    const { string } = use;
    if (principal?.kind !== 'unique-id' || !prefix.test(principal.id)) {
      continue;
    }
    const token = 'arn:aws:iam::111122223333:role/ExampleRole';
    report({
      at: string,
      message: text(principal.id),
      fixes: [
        ...takeOut(string, effectOfRemovingIdle(use)),
        {
          title: message('Replace it by an ARN'),
          changes: [setValue(string.node, token)],
          effect: effectOfRepair(use),
          ask: { what: 'principal', prompt: message('ARN of the role or user that is meant'), token, suggestions: [] },
        },
      ],
    });
  }
}
