import type { Statement } from '../../policy';
import { asCode, asCodes, type Message, message } from '../../text/message';
import { identityPolicy } from '../examples';
import {
  candidates,
  effectOfRemoving,
  mayMeet,
  type PolicyView,
  type ResourceArn,
  resourceArns,
  serviceFacts,
  takeOut,
} from '../facts';
import type { Rule } from '../rule';

export const resourceUnsupportedForAction: Rule = {
  code: 'resource-unsupported-for-action',
  severity: 'warning',
  summary: 'The action acts on none of these resources',
  why: 'An action is authorized against resources of certain kinds: s3:ListBucket against the bucket, s3:GetObject against the objects in it, iam:ListRoles against no single resource, so that only "*" fits. With ARNs of other kinds alone the statement never applies to the action: an Allow is idle, a Deny protects nothing.',
  source:
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  kinds: ['identity'],
  needs: 'services',
  check(policy, report) {
    const arnsOf = new Map<Statement, ResourceArn[]>(policy.statements.map(s => [s, []]));
    for (const arn of resourceArns(policy)) {
      arnsOf.get(arn.statement)?.push(arn);
    }
    for (const { statement, string, service, name, not } of policy.actions) {
      const arns = arnsOf.get(statement) ?? [];
      if (not || !string.known || /[*?$]/.test(name) || !areClear(policy, statement, arns)) {
        continue;
      }
      const patterns = serviceFacts(policy, service)?.actsOn(name);
      if (patterns === undefined || actsOnOneOf(patterns, arns)) {
        continue;
      }
      report({
        at: string,
        message: actsOnOthers(string.value, patterns),
        // Where AWS lists no resources for an action, ARNs of another service may be new (ssmmessages:OpenDataChannel on sessions).
        severity: patterns.length > 0 || arns.some(arn => arn.service.text === service) ? 'warning' : 'information',
        related: arns.slice(0, 1).map(arn => ({
          offset: arn.string.offset,
          length: arn.string.length,
          message: message('The resources stand here.'),
        })),
        fixes: takeOut(string, effectOfRemoving({ statement, not })),
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Allow", "Action": ["s3:GetObject", «"s3:ListBucket"»], "Resource": "arn:aws:s3:::reports/*"}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": ["iam:GetRole", «"iam:ListRoles"»], "Resource": "arn:aws:iam::111122223333:role/app"}',
    ),
    identityPolicy(
      '{"Effect": "Allow", "Action": «"sns:Publish"», "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders"}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]}',
    ),
    identityPolicy('{"Effect": "Allow", "Action": ["s3:Get*", "s3:ListBucket"], "Resource": "arn:aws:s3:::reports*"}'),
    identityPolicy(
      '{"Effect": "Allow", "Action": ["s3:ListBucket", "sqs:SendMessage"], "Resource": ["arn:aws:s3:::<bucket>", "arn:aws:*:*:*:reports"]}',
    ),
    identityPolicy('{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "arn:aws:s3:::*"}'),
  ],
};

/** Whether an action with such resource patterns acts on one of the ARNs. */
function actsOnOneOf(patterns: readonly string[], arns: readonly ResourceArn[]): boolean {
  // Amazon S3's own examples list all buckets on arn:aws:s3:::*.
  return patterns.length === 0
    ? arns.some(arn => arn.resource.text === '*')
    : patterns.some(pattern => arns.some(arn => fits(arn, pattern)));
}

function actsOnOthers(action: string, patterns: readonly string[]): Message {
  return patterns.length === 0
    ? message('{action} acts on no single resource: only Resource "*" fits it.', { action: asCode(action) })
    : message('{action} acts on none of these resources, but on {patterns}.', {
        action: asCode(action),
        patterns: asCodes(patterns.slice(0, 4)),
      });
}

// Nobody reads longer lists, and each action is held against each.
const most = 100;

/** Whether the ARNs are all that the statement's Resource has, and tell of which kinds its resources are. */
function areClear(policy: PolicyView, { resource }: Statement, arns: readonly ResourceArn[]): boolean {
  return (
    resource?.value.complete === true &&
    arns.length > 0 &&
    arns.length <= most &&
    arns.length >= resource.value.strings.length &&
    !arns.some(arn => isVague(policy, arn))
  );
}

/** Whether an ARN may be of any kind, or is of none that is known, which is for other rules to say. */
function isVague(policy: PolicyView, arn: ResourceArn): boolean {
  const { service, resource, string } = arn;
  if (service.open || !string.known || string.value.includes('${')) {
    return true;
  }
  return resource.text !== '*' && (resource.text.startsWith('*') || (candidates(policy, arn)?.length ?? 0) === 0);
}

/** Whether the ARN may name a resource of the kind. Names of buckets have no slash; some kinds belong to any service. */
function fits({ service, resource }: ResourceArn, pattern: string): boolean {
  const [, , ofService, , , ...rest] = pattern.split(/:(?![^{]*\})/);
  if (service.text !== ofService) {
    return ofService?.includes('$') === true;
  }
  if (pattern.endsWith(':${BucketName}') && resource.text.replace(/\*+$/, '').includes('/')) {
    return false;
  }
  return mayMeet(rest.join(':').replace(/\$\{[^}]*\}/g, '*'), resource.text);
}
