import { describeStatement } from '../../access';
import type { LocatedKind } from '../../policy';
import { message, type Message } from '../../text/message';
import { pages } from './pages';
import type { HoverPlace, Surroundings } from './surroundings';
import { type HoverText, hoverText } from './text';

/** `"Allow"` or `"Deny"`: what that does in a policy of this kind. */
export function hoverOverEffect(place: HoverPlace, around: Surroundings): HoverText | undefined {
  if (around.effect === undefined) {
    return hoverText(pages.effect, [message('Effect is Allow or Deny, in just that spelling.')]);
  }
  return hoverText(pageOf(around), effectSays(around), [statementSays(place, around)]);
}

function pageOf({ kind }: Surroundings): string {
  switch (kind) {
    case 'scp':
      return pages.scp;
    case 'rcp':
      return pages.rcp;
    case 'key':
      return pages.keyPolicy;
    default:
      return pages.effect;
  }
}

/** What the effect of a statement does. */
export function effectSays({ effect, kind }: Surroundings): Message[] {
  return effect === 'Deny' ? denySays(kind) : allowSays(kind);
}

function denySays(kind: LocatedKind): Message[] {
  const refuses = message(
    'Refuses these requests. A Deny wins over every Allow, whichever policy or grant that stands in.',
  );
  switch (kind) {
    case 'scp':
      return [
        refuses,
        message(
          'It binds every user and role of the accounts it is attached to, their root users too, but no service-linked role and not the management account.',
        ),
      ];
    case 'key':
      return [
        refuses,
        message(
          'A Deny in a key policy also binds the administrators of the account: think of kms:PutKeyPolicy before denying everyone.',
        ),
      ];
    default:
      return [refuses, message('Where its conditions are not met it does nothing: it allows nobody anything.')];
  }
}

function allowSays(kind: LocatedKind): Message[] {
  switch (kind) {
    case 'key':
      return [
        message(
          "Lets these principals in. A user or role of the key's own account that is named here needs no IAM policy; the account itself (…:root) only leaves the decision to IAM.",
        ),
        message('A principal of another account also needs an IAM policy there. A Deny anywhere wins.'),
      ];
    case 'identity':
      return [
        message('Allows this to the identities that the policy is attached to, as far as no Deny stands against it.'),
        message(
          'For a KMS key this is one lock of two: the key policy has to let the identity, or its account, in as well.',
        ),
      ];
    case 'trust':
      return [
        message(
          'Lets these principals assume the role. A user or role of another account also needs an IAM policy there that allows sts:AssumeRole.',
        ),
      ];
    case 'scp':
      return [
        message(
          'Gives nobody anything: it only says what IAM policies in the accounts of the organization can allow at most.',
        ),
      ];
    case 'rcp':
      return [
        message(
          'Gives nobody anything. The only Allow of a resource control policy is the one that AWS attaches by itself; what you write is Deny.',
        ),
      ];
    case 'resource':
      return [
        message(
          'Lets these principals use the resource. A principal of another account also needs an IAM policy there. A Deny anywhere wins.',
        ),
      ];
    case 'unknown':
      return [message('Allows this, as far as no Deny in any policy stands against it.')];
  }
}

/** The statement in one line, as the lens above it says it. */
function statementSays({ statement }: HoverPlace, { kind, keyAccount }: Surroundings): Message | undefined {
  if (kind !== 'key' || statement === undefined) {
    return undefined;
  }
  return message('This statement {what}', { what: describeStatement(statement, keyAccount?.account) });
}
