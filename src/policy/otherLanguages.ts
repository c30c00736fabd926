import type { Node } from 'jsonc-parser';
import { itemsOf, membersOf } from './parse';

/** How resources and services are called in other clouds that write policies in the same words. */
const otherClouds = [
  // Tencent, Alibaba, Volcengine, Huawei
  '"qcs::',
  '"acs:',
  '"trn:',
  '"arn:volc',
  '"urn:',
  '.aliyuncs.com"',
  // IBM, JD, Kingsoft, NAVER, Outscale
  '"crn:v1:',
  '"jrn:',
  '"krn:ksc:',
  '"nrn:PUB:',
  '"orn:ows:',
];

/** Principals of Scaleway's and Alibaba's policies. */
const otherPrincipals = /"(SCW|RAM)"\s*:/;

// Alibaba's policy language is version 1; here nothing else says whose policy it is.
const versionOne = /"Version"\s*:\s*"1(\.\d)?"/;
const ofAws =
  /"arn:aws|amazonaws\.com|"AWS"|"(s3|ec2|iam|lambda|sqs|sns|dynamodb|logs|cloudformation|secretsmanager|kms):/;

// No other cloud has these, so a stray `urn:` or `acs:` beside them hides nothing.
const onlyInAws = /"arn:aws|amazonaws\.com|"AWS"\s*:|"Version"\s*:\s*"20(08-10-17|12-10-17)"/;

/** Whether a text has any word of another cloud, which is worth a closer look at its policies: see {@link isOfOtherCloud}. */
export function mayBeOfOtherCloud(text: string): boolean {
  return hasWordOfOtherCloud(text) || versionOne.test(text);
}

function hasWordOfOtherCloud(text: string): boolean {
  return otherClouds.some(prefix => text.includes(prefix)) || otherPrincipals.test(text);
}

/** Whether a policy (its object in `text`) is one of another cloud. */
export function isOfOtherCloud(text: string, node: Node): boolean {
  const own = text.slice(node.offset, node.offset + Math.min(node.length, 20_000));
  return (hasWordOfOtherCloud(own) && !onlyInAws.test(own)) || (versionOne.test(own) && !ofAws.test(own));
}

/**
 * Whether an object with the words of a policy is a document of AWS that says something else: a stack policy, which guards the
 * resources of a stack against updates (CloudFormation User Guide, "Prevent updates to stack resources": `Update:` actions, and
 * resources by their logical id), or a data protection policy (CloudWatch Logs User Guide and SNS Developer Guide, "Data protection
 * policy": `DataIdentifier`). No policy of IAM has any of these.
 */
export function isOtherDocument(node: Node): boolean {
  const statement = membersOf(node).find(m => m.name === 'Statement');
  const statements = statement === undefined ? [node] : itemsOf(statement.node);
  const said = statements.map(saysOther);
  return said.includes(true) && !said.includes(false);
}

/** Whether a statement is of another document; undefined when it may be of either. */
function saysOther(statement: Node): boolean | undefined {
  const members = membersOf(statement);
  if (members.some(m => m.name === 'DataIdentifier')) {
    return true;
  }
  const values = (...names: readonly string[]): string[] =>
    members
      .filter(m => names.includes(m.name))
      .flatMap(m => itemsOf(m.node).flatMap(item => (item.type === 'string' ? [String(item.value)] : [])));
  const actions = values('Action', 'NotAction').filter(a => a.includes(':'));
  if (actions.length > 0) {
    return actions.every(a => /^update:/i.test(a));
  }
  return values('Resource', 'NotResource').some(r => r.startsWith('LogicalResourceId/')) ? true : undefined;
}

/**
 * Whether an object is what a template says of a resource, or hands to it, and so no policy itself: some resources have a
 * Statement among their own properties (CloudFormation Template Reference, "AWS::Events::EventBusPolicy").
 */
export function isProperties(object: Node | undefined): boolean {
  const name: unknown = object?.parent?.type === 'property' ? object.parent.children?.[0]?.value : undefined;
  return typeof name === 'string' && propertiesNames.has(name);
}

/** In templates, in the calls of custom resources, and in the tree that the CDK writes. */
const propertiesNames: ReadonlySet<string> = new Set([
  'Properties',
  'ResourceProperties',
  'OldResourceProperties',
  'aws:cdk:cloudformation:props',
]);
