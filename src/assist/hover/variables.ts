import { isPolicyVariable } from '../../policy';
import { conditionKey } from '../../reference';
import { asCode, fromReference, message, type Message } from '../../text/message';
import type { HoverPlace } from './surroundings';

/** What the policy variables in a string stand for. */
export function variablesIn({ token: { string }, policy }: HoverPlace): Message[] {
  const names = new Set(
    [
      ...string.parts
        .filter(p => typeof p === 'string')
        .join('')
        .matchAll(/\$\{([^{}]*)\}/g),
    ]
      .map(m => m[1] ?? '')
      .filter(isPolicyVariable),
  );
  const old = policy.document.version?.value.value !== '2012-10-17' && !policy.document.loneStatement;
  return [...names].slice(0, 4).map(inside => {
    const variable = `\${${inside}}`;
    if (old) {
      return message('{variable} is plain text here: policy variables need Version 2012-10-17.', {
        variable: asCode(variable),
      });
    }
    if (inside.length === 1) {
      return message('{variable} stands for the character {character} itself.', {
        variable: asCode(variable),
        character: asCode(inside),
      });
    }
    const text = conditionKey(inside.split(',')[0]?.trim() ?? '')?.description;
    return text === undefined
      ? message('{variable} is a policy variable: AWS fills it in from the request.', { variable: asCode(variable) })
      : message('{variable} is filled in from the request: {text} A request without it never matches.', {
          variable: asCode(variable),
          text: fromReference(text),
        });
  });
}
