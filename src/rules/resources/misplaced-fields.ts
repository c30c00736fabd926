import type { Message } from '../../text/message';
import {
  type ArnField,
  type ArnPattern,
  candidates,
  changeTo,
  effectOfRepair,
  type PolicyView,
  type ResourceArn,
  resourceArns,
  withField,
} from '../facts';
import type { Report } from '../rule';

interface FieldCheck {
  readonly name: 'region' | 'account';
  /** Whether the field is wrong, given all forms that the ARN can have. */
  readonly wrong: (field: ArnField, forms: readonly ArnPattern[]) => boolean;
  readonly text: (arn: ResourceArn) => Message;
  /** What to write in the field. */
  readonly repair: string;
}

/** Reports the ARNs whose Region or account is there, or is missing, against all forms that the service's ARNs have. */
export function checkField(policy: PolicyView, report: Report, { name, wrong, text, repair }: FieldCheck): void {
  for (const arn of resourceArns(policy)) {
    const forms = candidates(policy, arn);
    if (forms === undefined || forms.length === 0 || arn.resource.text === '*' || !wrong(arn[name], forms)) {
      continue;
    }
    const fixed = withField(arn, name === 'region' ? 3 : 4, repair);
    report({
      at: arn.string,
      message: text(arn),
      fixes: fixed === undefined ? [] : changeTo(arn.string, fixed, effectOfRepair(arn)),
    });
  }
}
