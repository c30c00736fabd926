import type { Node } from 'jsonc-parser';
import { type Hole, type PolicyString, policyString, splitTemplate } from './text';

/** The CloudFormation function that an object node calls (`Ref`, `Fn::Sub`, `Fn::If` …), undefined for any other node. */
export function intrinsicName(node: Node): string | undefined {
  if (node.type !== 'object' || node.children?.length !== 1) {
    return undefined;
  }
  const name = node.children[0]?.children?.[0]?.value as unknown;
  return typeof name === 'string' && (name === 'Ref' || name.startsWith('Fn::')) ? name : undefined;
}

/**
 * The string that a CloudFormation intrinsic function makes, as far as the template tells (AWS CloudFormation User Guide,
 * "Intrinsic function reference"). Undefined when the node calls no function.
 */
export function intrinsicString(node: Node): PolicyString | undefined {
  const name = intrinsicName(node);
  if (name === undefined) {
    return undefined;
  }
  const parts = merge(partsOf(node));
  return policyString(node, parts.map(p => (typeof p === 'string' ? p : p.hole)).join(''), parts);
}

function partsOf(node: Node): (string | Hole)[] {
  if (node.type === 'string') {
    return splitTemplate(String(node.value));
  }
  const name = intrinsicName(node);
  const argument = node.children?.[0]?.children?.[1];
  const made = argument === undefined ? undefined : partsOfCall(name, argument);
  return made ?? [{ hole: `\${${name ?? '?'}}` }];
}

/** What a call makes, when its argument tells. */
function partsOfCall(name: string | undefined, argument: Node): (string | Hole)[] | undefined {
  switch (name) {
    case 'Ref':
      return argument.type === 'string' ? [{ hole: `\${${String(argument.value)}}` }] : undefined;
    case 'Fn::GetAtt':
      return [{ hole: `\${${getAttName(argument)}}` }];
    case 'Fn::Sub':
      return substituted(argument);
    case 'Fn::Join':
      return joined(argument);
    default:
      return undefined;
  }
}

function substituted(argument: Node): (string | Hole)[] | undefined {
  const template = argument.type === 'array' ? argument.children?.[0] : argument;
  return template?.type === 'string' ? splitTemplate(String(template.value), true) : undefined;
}

function joined(argument: Node): (string | Hole)[] | undefined {
  const [separator, list] = argument.type === 'array' ? (argument.children ?? []) : [];
  if (separator?.type !== 'string' || list?.type !== 'array') {
    return undefined;
  }
  return (list.children ?? []).flatMap((item, i) => [...(i > 0 ? [String(separator.value)] : []), ...partsOf(item)]);
}

function getAttName(argument: Node): string {
  return argument.type === 'array'
    ? (argument.children ?? []).map(c => String(c.value)).join('.')
    : String(argument.value);
}

function merge(parts: readonly (string | Hole)[]): (string | Hole)[] {
  const merged: (string | Hole)[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') {
      merged[merged.length - 1] = last + part;
    } else if (part !== '') {
      merged.push(part);
    }
  }
  return merged;
}
