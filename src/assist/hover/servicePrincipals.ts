import { servicePrincipal, type ServiceUse, serviceUsesBy } from '../../reference';
import { testsOf } from '../../rules/facts';
import { asCode, asCodes, asName, fromReference, message, type Message } from '../../text/message';
import { pages } from './pages';
import type { HoverPlace, Surroundings } from './surroundings';
import { type HoverText, hoverText, listed } from './text';

/** A service principal: which service it is, who really calls, and whether a condition should say for whom. */
export function hoverOverService(place: HoverPlace, around: Surroundings): HoverText {
  const { value: service, known } = place.token.string;
  const uses = around.kind === 'key' ? serviceUsesBy(service).filter(u => u.documented) : [];
  const fact = known ? servicePrincipal(service) : 'known';
  return hoverText(
    uses[0]?.source ?? (around.kind === 'key' ? pages.keyServices : pages.principal),
    [
      fact === 'unknown'
        ? message(
            'A service principal that is not among the known ones: AWS publishes no list, so it may be new, or misspelt.',
          )
        : message('The AWS service {service}, calling as itself and not for a user or role.', {
            service: asCode(service),
          }),
      typeof fact !== 'string' &&
        message('The service calls under {name} without a Region, so this never matches.', {
          name: asName(fact.withoutRegion),
        }),
      standing(place, uses, around),
    ],
    [
      ...(around.kind === 'key'
        ? [message('No IAM policy plays a part: the key policy alone lets a service in.')]
        : []),
      ...uses.flatMap(use => tell(use)),
    ],
  );
}

/** What naming the service does in a policy of this kind. */
function standing(place: HoverPlace, uses: readonly ServiceUse[], around: Surroundings): Message | undefined {
  switch (around.kind) {
    case 'trust':
      return message('It may assume the role, and then acts with the permissions of the role.');
    case 'identity':
    case 'scp':
      return message('A policy of this kind cannot name principals: AWS refuses this.');
    default:
      return around.effect === 'Allow' ? forWhom(place, uses, around) : undefined;
  }
}

/** Whether the statement says for whom the service may act. */
function forWhom({ statement, token }: HoverPlace, uses: readonly ServiceUse[], { kind }: Surroundings): Message {
  const keys = statement === undefined ? [] : testsOf(statement).map(t => t.key.name);
  const limiting = keys.filter(k =>
    /^(aws:source(arn|account|orgid|orgpaths)|kms:encryptioncontext(:.*|keys)?)$/i.test(k),
  );
  if (limiting.length > 0) {
    return message('The statement says for whom it may act: {keys}.', { keys: listed([...new Set(limiting)], 4) });
  }
  // Amazon SNS: these keys are not supported for events.amazonaws.com (SNS Developer Guide, "Key management").
  if (kind === 'key' && token.string.value === 'events.amazonaws.com') {
    return message(
      'EventBridge sends no {keys} to the key of an SNS topic; for an event bus a condition on them is due.',
      { keys: asCode('aws:SourceArn, aws:SourceAccount') },
    );
  }
  const recommended = [
    ...new Set(
      uses
        .flatMap(u => u.recommendedConditions)
        .flatMap(c => c.match(/\b(aws:Source(Arn|Account|OrgID)|kms:EncryptionContext:[a-z][\w:.-]*)/g) ?? []),
    ),
  ];
  return message('It acts for every AWS customer: a condition on {keys} is due, so that it acts for yours only.', {
    keys: recommended.length > 0 ? listed(recommended, 3) : asCodes(['aws:SourceArn', 'aws:SourceAccount']),
  });
}

function tell({ service, whoCallsKms, recommendedConditions, actions, encryptionContext }: ServiceUse): Message[] {
  const needs = [
    ...new Set(
      Object.values(actions)
        .flat()
        .map(a => a.action),
    ),
  ];
  const context = Object.keys(encryptionContext);
  return [
    message('{name}: {text}.', { name: asName(service), text: fromReference(whoCallsKms) }),
    ...(needs.length > 0 ? [message('It needs {actions}', { actions: listed(needs, 6) })] : []),
    ...(recommendedConditions.length > 0
      ? [message('Conditions that AWS recommends: {conditions}', { conditions: asCodes(recommendedConditions) })]
      : []),
    ...(context.length > 0 ? [message('Encryption context: {keys}', { keys: listed(context, 4) })] : []),
  ];
}
