import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';
import { checkIds } from './invalid-vpc-format';

export const invalidVpceFormat: Rule = {
  code: 'invalid-vpce-format',
  severity: 'error',
  summary: 'The value is no VPC endpoint id',
  why: 'A VPC endpoint id is vpce- and 8 or 17 letters and digits. Any other value of aws:SourceVpce never matches.',
  source: analyzerCheck('error', 'invalid-vpce-format'),
  kinds: everyKind,
  check(policy, report) {
    checkIds(policy, report, {
      key: 'aws:sourcevpce',
      form: /^vpce-([0-9a-z]{8}|[0-9a-z]{17})$/,
      shape: 'vpce-1234567890abcdef0',
    });
  },
  noFix: 'Which endpoint is meant cannot be told.',
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceVpce": «"vpc-1234567890abcdef0"»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1234567890abcdef0"}}}',
    ),
  ],
};
