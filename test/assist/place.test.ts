import { strict as assert } from 'node:assert';
import type { Place } from '../../src/assist/place';
import { cursorIn, placeIn } from './cursor';

/** `kind: text`, with what else the slot says; the span must hold the text. */
function told(marked: string): string | undefined {
  const place = placeIn(marked);
  return place && `${slotText(place)}${place.token ? `: ${place.token.string.value}` : ''}`;
}

function slotText({ slot }: Place): string {
  const { kind, ...more } = slot;
  return [kind, ...Object.values(more)].map(String).join(' ');
}

const statement = (inside: string) => `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", ${inside}}]}`;

describe('a place in a policy', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['{"Ver|sion": "2012-10-17", "Statement": [{"Effect": "Allow"}]}', 'policy-element: Version'],
    ['{"Version": "2012|-10-17", "Statement": [{"Effect": "Allow"}]}', 'version: 2012-10-17'],
    ['{"Id": "|k", "Statement": [{"Effect": "Allow"}]}', 'id: k'],
    ['{"Statement": [{"Effect": "Allow"}, |]}', 'statement'],
    ['{"Statement": [|{"Effect": "Allow"}]}', 'statement'],
    ['{"Statement": {"Effect|": "Allow"}}', 'statement-element: Effect'],
    ['{"Statement": [{"Effect": "Al|low"}]}', 'effect: Allow'],
    [statement('"Sid": "a|b"'), 'sid: ab'],
    [statement('"Action": "kms:De|crypt"'), 'action false: kms:Decrypt'],
    [statement('"Action": ["kms:Encrypt", "kms:De|crypt"]'), 'action false: kms:Decrypt'],
    [statement('"NotAction": ["kms:De|crypt"]'), 'action true: kms:Decrypt'],
    [statement('"Resource": "|*"'), 'resource false: *'],
    [statement('"NotResource": ["|*"]'), 'resource true: *'],
    [statement('"Principal": "|*"'), 'principal false undefined: *'],
    [statement('"Principal": {"A|WS": "*"}'), 'principal-type false: AWS'],
    [statement('"Principal": {"AWS": ["1", "2|2"]}'), 'principal false AWS: 22'],
    [statement('"NotPrincipal": {"Service": "s|"}'), 'principal true Service: s'],
    [statement('"Condition": {"Str|ingEquals": {"kms:ViaService": "x"}}'), 'operator: StringEquals'],
    [
      statement('"Condition": {"StringEquals": {"kms:Via|Service": "x"}}'),
      'condition-key StringEquals: kms:ViaService',
    ],
    [
      statement('"Condition": {"StringEquals": {"kms:ViaService": "|x"}}'),
      'condition-value StringEquals kms:ViaService: x',
    ],
    [
      statement('"Condition": {"StringEquals": {"kms:ViaService": ["a", "x|"]}}'),
      'condition-value StringEquals kms:ViaService: x',
    ],
    [
      statement('"Condition": {"Bool": {"kms:GrantIsForAWSResource": tr|ue}}'),
      'condition-value Bool kms:GrantIsForAWSResource: true',
    ],
    // Gaps.
    ['{"Statement": [{"Effect": "Allow", |}]}', 'statement-element'],
    ['{"Version": "2012-10-17", "Statement": [], |}', 'policy-element'],
    [statement('"Action": |'), 'action false'],
    [statement('"Action": [|]'), 'action false'],
    [statement('"Principal": {|}'), 'principal-type false'],
    [statement('"Condition": {|}'), 'operator'],
    [statement('"Condition": {"StringEquals": {|}}'), 'condition-key StringEquals'],
    [statement('"Condition": {"StringEquals": {"kms:ViaService": |}}'), 'condition-value StringEquals kms:ViaService'],
    // Half-typed.
    ['{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["kms:De|', 'action false: kms:De'],
    ['{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["kms:De|"', 'action false: kms:De'],
    [
      '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Condition": {"StringEquals": {"kms:|',
      'condition-key StringEquals: kms:',
    ],
    ['{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Act|', 'statement-element: Act'],
    ['{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:De|\n}]}', 'action false: kms:De'],
    // A lone statement; comments, tabs and CRLF; nested arrays.
    ['{"Effect": "Allow", "Action": "kms:De|crypt", "Resource": "*"}', 'action false: kms:Decrypt'],
    ['{"Effect": "Allow", "Action": "kms:Decrypt", "Res|ource": "*"}', 'statement-element: Resource'],
    [
      '// c\r\n{\r\n\t"Statement": [ /* "x" */ {"Effect": "Allow",\r\n\t\t"Action": /* here */ "kms:De|crypt"}]}',
      'action false: kms:Decrypt',
    ],
    ['[[{"Statement": [{"Effect": "Allow", "Action": "kms:En|crypt"}]}]]', 'action false: kms:Encrypt'],
    ['{"Policies": [[{"Statement": [{"Effect": "Allow", "Action": "kms:En|crypt"}]}]]}', 'action false: kms:Encrypt'],
    // Intrinsic functions.
    [
      statement('"Resource": {"Fn::Sub": "arn:${AWS::Part|ition}:kms:*"}'),
      'resource false: arn:${AWS::Partition}:kms:*',
    ],
    [statement('"Resource": {"Fn::GetAtt": ["Key", "A|rn"]}'), 'resource false: ${Key.Arn}'],
    [
      statement('"Principal": {"AWS": [{"Fn::Join": ["", ["arn:aws:iam::", {"Ref": "AWS::Acc|ountId"}, ":root"]]}]}'),
      'principal false AWS: arn:aws:iam::${AWS::AccountId}:root',
    ],
    [
      '{"Statement": [{"Fn::If": ["c", {"Effect": "Allow", "Action": "kms:De|crypt"}, {"Ref": "AWS::NoValue"}]}, {"Effect": "Deny"}]}',
      'action false: kms:Decrypt',
    ],
    // Nothing of the policy language.
    ['{"name|": "x"}', undefined],
    ['{"Policy": {"Statement": [{"Effect": "Allow"}]}, "oth|er": 1}', undefined],
    ['{"Statement": [{"Effect": "Allow"}]}|', undefined],
    [statement('"Action": {"x": "kms:De|crypt"}'), undefined],
    [statement('"Condition": {"StringEquals": {"kms:ViaService": {"deeper": "|x"}}}'), undefined],
  ];
  for (const [text, expected] of cases) {
    it(`${text} is ${expected ?? 'none'}`, () => {
      assert.equal(told(text), expected);
    });
  }

  it('lies in the statement around it', () => {
    assert.equal(placeIn('{"Statement": [{"Effect": "Allow"}, {"Effect": "De|ny"}]}')?.statement?.index, 1);
    assert.equal(
      placeIn('{"Statement": [{"Effect": "Allow"}, {"Effect": "Deny", "Action": "kms:|')?.statement?.index,
      1,
    );
    assert.equal(placeIn('{"Ver|sion": "2012-10-17", "Statement": [{"Effect": "Allow"}]}')?.statement, undefined);
  });

  for (const [how, wrap] of [
    ['escaped', (text: string) => JSON.stringify({ Policy: text })],
    ['escaped twice', (text: string) => JSON.stringify({ body: JSON.stringify({ Policy: text }) })],
    [
      'percent-encoded',
      (text: string) => JSON.stringify({ PolicyDocument: encodeURIComponent(text).replace('%7C', '|') }),
    ],
  ] as const) {
    it(`is found in a string: ${how}`, () => {
      const marked = wrap(
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:ro|ot"}, "Action": "kms:*", "Resource": "*"}]}',
      );
      assert.equal(told(marked), 'principal false AWS: arn:aws:iam::111122223333:root');
      const { text } = cursorIn(marked);
      const span = placeIn(marked)?.token?.span;
      assert.ok(span);
      assert.match(text.slice(span.offset, span.offset + span.length), /^(\\+"|%22)arn.*root(\\+"|%22)$/);
    });
  }
});
