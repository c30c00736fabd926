import type { Node } from 'jsonc-parser';
import { membersOf } from './parse';
import type { LocatedKind } from './located';

/** What surrounds a policy and says what it is attached to. */
export interface Holder {
  readonly kind: LocatedKind;
  /** What it is called where it stands: `AWS::KMS::Key`, `AssumeRolePolicyDocument`. */
  readonly name: string;
  readonly service?: string;
}

/**
 * The nearest surroundings of a policy that settle its kind: an element's name, or the type of a template's resource.
 * Undefined when none of them does.
 */
export function holderOf(node: Node): Holder | undefined {
  for (let inner = node, outer = node.parent; outer; inner = outer, outer = outer.parent) {
    const holder = holderAt(outer, inner);
    if (holder) {
      return holder;
    }
  }
  return undefined;
}

/** What one of the surroundings says; `inner` is the part of it that the policy stands in. */
function holderAt(outer: Node, inner: Node): Holder | undefined {
  switch (outer.type) {
    case 'property':
      return byName(String(outer.children?.[0]?.value), outer);
    case 'object':
      return byType(outer, inner);
    default:
      return undefined;
  }
}

// Names that AWS gives to policies in templates and API answers (CloudFormation Template Reference, IAM and KMS API Reference),
// and Terraform's resource types in its JSON syntax.
function byName(name: string, property: Node): Holder | undefined {
  switch (name) {
    case 'KeyPolicy':
      return { kind: 'key', name };
    case 'AssumeRolePolicyDocument':
    case 'assume_role_policy':
    case 'AssumeRolePolicy':
      return { kind: 'trust', name };
    case 'RolePolicyList':
    case 'UserPolicyList':
    case 'GroupPolicyList':
    case 'PolicyVersionList':
    case 'PolicyVersion':
    case 'PermissionsBoundary':
    case 'inline_policy':
      return { kind: 'identity', name };
    case 'Policy':
      return membersOf(property.parent).some(m => m.name === 'PolicyName' && m.node?.value === 'default')
        ? { kind: 'key', name: 'get-key-policy' }
        : undefined;
    default:
      return isTerraformType(name) ? terraformType(name) : undefined;
  }
}

/** The type of a resource (`Type` in CloudFormation, `type` in a Terraform plan) whose property holds the policy. */
function byType(resource: Node, property: Node): Holder | undefined {
  const members = membersOf(resource);
  // `aws organizations describe-policy` tells it in the summary beside the content.
  const described = members.find(m => m.name === 'PolicySummary')?.node;
  const type = (described ? membersOf(described) : members).find(
    m => m.name === 'Type' || m.name === 'type' || m.name === 'ResourceType',
  )?.node;
  if (type?.type !== 'string' || type.parent === property) {
    return undefined;
  }
  const name = String(type.value);
  switch (name) {
    case 'SERVICE_CONTROL_POLICY':
      return { kind: 'scp', name };
    case 'RESOURCE_CONTROL_POLICY':
      return { kind: 'rcp', name };
    default:
      return isTerraformType(name) ? terraformType(name) : cloudFormationType(name);
  }
}

/** `AWS::SERVICE::RESOURCE`; undefined for any other text. */
function cloudFormationType(name: string): Holder | undefined {
  const service = /^AWS::(\w+)::\w+$/.exec(name)?.[1]?.toLowerCase();
  switch (service) {
    case undefined:
      return undefined;
    case 'kms':
      return { kind: 'key', name };
    case 'iam':
    case 'serverless':
    case 'sso':
      return { kind: 'identity', name };
    case 'organizations':
      return { kind: 'scp', name };
    default:
      return { kind: 'resource', name, service };
  }
}

/** A resource type of Terraform's `aws` or `awscc` provider. */
function isTerraformType(name: string): boolean {
  return /^(aws|awscc)_[a-z0-9_]+$/.test(name);
}

function terraformType(name: string): Holder | undefined {
  const [, service = '', rest = ''] = /^[a-z]+_([a-z0-9]+)_?(.*)$/.exec(name) ?? [];
  if (service === 'kms') {
    return { kind: 'key', name };
  }
  if (service === 'iam' || name.startsWith('aws_ssoadmin_')) {
    return rest === 'policy_document' ? undefined : { kind: 'identity', name };
  }
  if (service === 'organizations') {
    return { kind: 'scp', name };
  }
  return { kind: 'resource', name, service };
}
