import { asCode, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Report, type Rule } from '../rule';
import { analyzerCheck, type PolicyView } from '../facts';

interface IdCheck {
  /** The condition key, in lower case. */
  readonly key: string;
  readonly form: RegExp;
  /** An id of the form, for people. */
  readonly shape: string;
}

/** Reports the values of a key that are no id of the form. */
export function checkIds(policy: PolicyView, report: Report, { key, form, shape }: IdCheck): void {
  for (const test of policy.conditions) {
    if (test.lower !== key || test.family === 'Null') {
      continue;
    }
    for (const string of test.key.value.strings) {
      if (!string.known || /[*?$]/.test(string.value) || form.test(string.value)) {
        continue;
      }
      // AWS's own guides show ids of other lengths.
      const severity = new RegExp(`^${shape.slice(0, shape.indexOf('-') + 1)}[0-9a-f]{7,17}$`).test(string.value)
        ? { severity: 'warning' as const }
        : {};
      report({
        at: string,
        ...severity,
        message: message('{value} is no id of the form {shape}.', {
          value: asCode(JSON.stringify(string.value)),
          shape: asCode(shape),
        }),
      });
    }
  }
}

export const invalidVpcFormat: Rule = {
  code: 'invalid-vpc-format',
  severity: 'error',
  summary: 'The value is no VPC id',
  why: 'A VPC id is vpc- and 8 or 17 letters and digits. Any other value of aws:SourceVpc never matches.',
  source: analyzerCheck('error', 'invalid-vpc-format'),
  kinds: everyKind,
  check(policy, report) {
    checkIds(policy, report, {
      key: 'aws:sourcevpc',
      form: /^vpc-([0-9a-z]{8}|[0-9a-z]{17})$/,
      shape: 'vpc-1234567890abcdef0',
    });
  },
  noFix: 'Which VPC is meant cannot be told.',
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceVpc": «"vpc-123"»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1234567890abcdef0"}}}',
    ),
  ],
};
