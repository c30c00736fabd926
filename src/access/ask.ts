import { readOperator } from '../policy';

/** What a condition asks of the request: a value of the key among (`one-of`) or outside (`none-of`) those named, that the key is there, or that it is not. */
export type ConditionDemand =
  | { readonly kind: 'one-of' | 'none-of'; readonly values: readonly string[] }
  | { readonly kind: 'present' | 'absent' }
  /** A comparison, such as `NumericLessThan`, that must hold or must not. */
  | { readonly kind: 'holds' | 'fails' };

/**
 * What a condition's operator and values ask for, in short; sets and `IfExists` aside.
 * @param avoided the condition stands in a Deny: asked for is what keeps it from applying
 */
export function demandOf(operatorName: string, values: readonly string[], avoided: boolean): ConditionDemand {
  const { name = '', negated, qualifier } = readOperator(operatorName);
  if (name === 'Null' && qualifier === undefined) {
    return { kind: values.includes('true') === avoided ? 'present' : 'absent' };
  }
  const [value] = values;
  if (name === 'Bool' && avoided && values.length === 1) {
    return { kind: 'one-of', values: [value?.toLowerCase() === 'true' ? 'false' : 'true'] };
  }
  // Null with a qualifier asks nothing that a request could answer.
  if (name === 'Null' || /(Less|Greater)Than/.test(name)) {
    return { kind: avoided ? 'fails' : 'holds' };
  }
  return { kind: negated === avoided ? 'one-of' : 'none-of', values };
}
