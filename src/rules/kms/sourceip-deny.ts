import { message } from '../../text/message';
import { keyPolicy } from '../examples';
import { kmsOperation } from '../../reference';
import type { Rule } from '../rule';
import { addTest, anyoneIn, hasEffect, operationsOf, testsOf } from '../facts';

export const sourceipDeny: Rule = {
  code: 'sourceip-deny',
  severity: 'warning',
  summary: 'The Deny by network also hits AWS services',
  why: "A Deny for requests from elsewhere than your network (aws:SourceIp, aws:SourceVpc, aws:SourceVpce) also hits the AWS services that use the key for you, such as EC2 when it starts an instance with an encrypted volume: their requests come from AWS's addresses. Exempt them with aws:ViaAWSService. Keys that only your own code uses need no exemption.",
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-aws.html#conditions-aws-ip-address',
  kinds: ['key'],
  check(policy, report) {
    for (const statement of policy.statements) {
      if (
        !hasEffect(statement, 'Deny') ||
        (anyoneIn(statement) === undefined && statement.notPrincipal === undefined)
      ) {
        continue;
      }
      const tests = testsOf(statement);
      const network = tests.find(t => t.negated && networkKeys.has(t.lower));
      if (network === undefined || tests.some(t => exemptions.has(t.lower))) {
        continue;
      }
      if (
        ![...operationsOf(statement).actions].some(
          a => kmsOperation(a)?.cryptographic === true || a === 'kms:CreateGrant',
        )
      ) {
        continue;
      }
      report({
        at: network.key.key,
        message: message(
          'This Deny also hits AWS services that use the key for you: their requests do not come from your network.',
        ),
        fixes: [
          {
            title: message('Exempt AWS services that act for a principal: adds aws:ViaAWSService'),
            changes: addTest(statement, { operator: 'Bool', key: 'aws:ViaAWSService', value: 'false' }),
            effect: 'widens',
          },
        ],
      });
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": "*", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"NotIpAddress": {«"aws:SourceIp"»: "203.0.113.0/24"}}}',
    ),
    keyPolicy(
      '{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringNotEquals": {«"aws:SourceVpce"»: "vpce-0123456789abcdef0"}}}',
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Deny", "Principal": "*", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "Bool": {"aws:ViaAWSService": "false"}}}',
    ),
    keyPolicy(
      '{"Effect": "Deny", "Principal": "*", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}',
    ),
  ],
};

const networkKeys = new Set(['aws:sourceip', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip']);

const exemptions = new Set([
  'aws:viaawsservice',
  'kms:viaservice',
  'aws:principalisawsservice',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
]);
