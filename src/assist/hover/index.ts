import type { LocatedPolicy } from '../../policy';
import { placeAt } from '../place';
import { hoverOverAction } from './actions';
import { hoverOverConditionKey } from './conditionKeys';
import { hoverOverConditionValue } from './conditionValues';
import { hoverOverElement, hoverOverId, hoverOverSid, hoverOverVersion } from './elements';
import { hoverOverEffect } from './effects';
import { hoverOverOperator } from './operators';
import { hoverOverPrincipal, hoverOverPrincipalType } from './principals';
import { hoverOverResource } from './resources';
import { type HoverOptions, type HoverPlace, type Surroundings, surroundingsOf } from './surroundings';
import type { Hover, HoverText } from './text';

export type { HoverOptions } from './surroundings';
export { type Hover, hoverMarkdown } from './text';

/**
 * What there is to say about an offset of a document whose policies are `policies`: correct for that policy's kind, principals and
 * account. Undefined outside of policies and where nothing stands.
 */
export function hoverAt(
  policies: readonly LocatedPolicy[],
  offset: number,
  options: HoverOptions = {},
): Hover | undefined {
  const place = placeAt(policies, offset);
  const token = place?.token;
  if (place === undefined || token === undefined) {
    return undefined;
  }
  const at: HoverPlace = { ...place, token };
  const text = textAt(at, surroundingsOf(at, options));
  return text && { ...token.span, text };
}

function textAt(at: HoverPlace, around: Surroundings): HoverText | undefined {
  const { slot } = at;
  switch (slot.kind) {
    case 'policy-element':
    case 'statement-element':
      return hoverOverElement(at, around);
    case 'version':
      return hoverOverVersion(at);
    case 'id':
      return hoverOverId();
    case 'sid':
      return hoverOverSid(at);
    case 'effect':
      return hoverOverEffect(at, around);
    case 'principal-type':
      return hoverOverPrincipalType(at, slot.not);
    case 'principal':
      return hoverOverPrincipal(at, slot, around);
    case 'action':
      return hoverOverAction(at, slot.not, around);
    case 'resource':
      return hoverOverResource(at, slot.not, around);
    case 'operator':
      return hoverOverOperator(at, around);
    case 'condition-key':
      return hoverOverConditionKey(at, slot.operator, around);
    case 'condition-value':
      return hoverOverConditionValue(at, slot, around);
    case 'statement':
      return undefined;
  }
}

/**
 * Whether saying something about the place at this offset of the document takes the data of services other than KMS.
 */
export function needsServices(policies: readonly LocatedPolicy[], offset: number): boolean {
  const place = placeAt(policies, offset);
  const text = place?.token?.string.value.toLowerCase() ?? '';
  return (
    (place?.slot.kind === 'action' && !text.startsWith('kms:')) ||
    (place?.slot.kind === 'condition-key' && !/^(kms|aws):/.test(text))
  );
}
