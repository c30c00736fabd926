import { isMetWithoutKey, type OperatorTest, readOperator } from '../../policy';
import { testsOf } from '../../rules/facts';
import { asCode, message, type Message } from '../../text/message';
import { conditionTraps } from './conditionKeys';
import { pages } from './pages';
import type { HoverPlace, Surroundings } from './surroundings';
import { type HoverText, hoverText } from './text';

/** A condition operator: what it compares, and what it does when the key is not in the request. */
export function hoverOverOperator(place: HoverPlace, around: Surroundings): HoverText {
  const test = readOperator(place.token.string.value);
  if (test.validity === 'none') {
    return hoverText(pages.operators, [message('There is no such condition operator, so AWS refuses the policy.')]);
  }
  const tests =
    place.statement === undefined
      ? []
      : testsOf(place.statement).filter(t => t.operator.name === place.token.string.value);
  return hoverText(
    test.qualifier === undefined ? pages.operators : pages.multiValue,
    [
      test.validity === 'case' &&
        message('AWS writes it {meant}, and IAM refuses {operator}.', {
          meant: asCode(test.spelling ?? ''),
          operator: asCode(place.token.string.value),
        }),
      compares(test),
      absent(test),
    ],
    [
      test.family !== 'Null' && qualifier(test),
      test.family === 'String' &&
        test.name?.includes('IgnoreCase') === false &&
        message('Upper and lower case matter in the values; never in the key.'),
      test.wildcards &&
        test.family === 'String' &&
        message('In the values * stands for any text and ? for one character.'),
      test.family === 'Arn' &&
        message(
          'Each of the six parts of the ARN is compared by itself, with * and ? as wildcards. ArnEquals and ArnLike do the same.',
        ),
      test.family === 'IpAddress' &&
        message('Values are addresses or ranges such as {range}.', { range: asCode('203.0.113.0/24') }),
      message('All keys under it have to be met; the values of one key are alternatives.'),
      ...tests.flatMap(t => conditionTraps(t, around)),
    ],
  );
}

function compares({ name, family, negated, qualifier: of }: OperatorTest): Message {
  switch (family) {
    case 'String':
      return negated
        ? message('Met when the value is none of those listed.')
        : message('Met when the value is one of those listed.');
    case 'Arn':
      return negated
        ? message('Met when the ARN fits none of those listed.')
        : message('Met when the ARN fits one of those listed.');
    case 'IpAddress':
      return negated
        ? message('Met when the address is in none of the ranges.')
        : message('Met when the address is in one of the ranges.');
    case 'Bool':
      return message('Met when the value is the one given, true or false.');
    case 'Null':
      return nullAsks(of);
    case 'Binary':
      return message('Met when the bytes, in base64, are the same.');
    case 'Numeric':
      return comparesOrder(name?.replace(family, ''), message('number'));
    case 'Date':
      return comparesOrder(name?.replace(family, ''), message('time'));
    case undefined:
      return message('A condition operator.');
  }
}

/** What an operator on numbers or times does; `relation` is its name without the family, such as `LessThan`. */
function comparesOrder(relation: string | undefined, what: Message): Message {
  switch (relation) {
    case 'LessThan':
      return message('Met when the {what} is below the one given.', { what });
    case 'LessThanEquals':
      return message('Met when the {what} is at most the one given.', { what });
    case 'GreaterThan':
      return message('Met when the {what} is above the one given.', { what });
    case 'GreaterThanEquals':
      return message('Met when the {what} is at least the one given.', { what });
    case 'NotEquals':
      return message('Met when the {what} is none of those listed.', { what });
    default:
      return message('Met when the {what} is one of those listed.', { what });
  }
}

/** What Null asks with a qualifier. */
function nullAsks(of: OperatorTest['qualifier']): Message {
  switch (of) {
    case 'ForAllValues':
      return message('Always met: with ForAllValues, Null does not ask whether the key is there.');
    case 'ForAnyValue':
      return message('Never met: with ForAnyValue, Null does not ask whether the key is there.');
    case undefined:
      return message(
        'Asks whether the key is in the request at all: "true" is met when it is absent, "false" when it is present.',
      );
  }
}

/** What it does when the request does not carry the key. */
function absent(test: OperatorTest): Message | undefined {
  if (test.family === 'Null') {
    return undefined;
  }
  if (test.qualifier === 'ForAllValues') {
    return message('Met as well when the request does not carry the key at all: add a Null test.');
  }
  return isMetWithoutKey(test)
    ? message('Met as well when the request does not carry the key.')
    : message('Not met when the request does not carry the key.');
}

function qualifier({ qualifier: of }: OperatorTest): Message | undefined {
  switch (of) {
    case 'ForAllValues':
      return message('For keys with several values: every value of the request has to be among those listed.');
    case 'ForAnyValue':
      return message('For keys with several values: one value of the request among those listed is enough.');
    case undefined:
      return undefined;
  }
}
