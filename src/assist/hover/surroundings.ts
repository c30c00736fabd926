import type { LocatedKind } from '../../policy';
import type { Descriptions } from '../../reference/descriptions';
import type { ServiceData } from '../../reference/servicesData';
import { type KeyAccount, keyAccountOf } from '../../rules/facts';
import type { Place, Token } from '../place';

/** A place where something stands. */
export interface HoverPlace extends Place {
  readonly token: Token;
}

/** What a hover takes into account besides the string itself. */
export interface Surroundings {
  readonly kind: LocatedKind;
  readonly keyArn: string | undefined;
  /** The account of the key whose policy this is, as far as it can be told. */
  readonly keyAccount: KeyAccount | undefined;
  /** `Allow` or `Deny`; undefined when the statement says neither. */
  readonly effect: 'Allow' | 'Deny' | undefined;
  readonly services: ServiceData | undefined;
  readonly descriptions: Descriptions | undefined;
}

/** What the world outside the document tells a hover; every part is optional. */
export interface HoverOptions {
  /** ARN of the key that the document's key policy belongs to, where that is known. */
  readonly keyArn?: string | undefined;
  readonly services?: ServiceData;
  readonly descriptions?: Descriptions;
}

/** Looks around a place. */
export function surroundingsOf(
  { policy, statement }: HoverPlace,
  { keyArn: known, services, descriptions }: HoverOptions,
): Surroundings {
  const { kind, document } = policy;
  const keyArn = kind === 'key' ? known : undefined;
  const effect = statement?.effect?.value?.value;
  return {
    kind,
    keyArn,
    services,
    descriptions,
    keyAccount: kind === 'key' ? keyAccountOf(document, keyArn) : undefined,
    effect: effect === 'Allow' || effect === 'Deny' ? effect : undefined,
  };
}
