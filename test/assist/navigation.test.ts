import { strict as assert } from 'node:assert';
import { consolePage, linksIn } from '../../src/assist/links';
import { referencesTo, partyAt } from '../../src/assist/references';
import { listStatements } from '../../src/assist/statements';
import { locate } from '../../src/policy';
import { sayEnglish } from '../../src/text/say';
import { cursorIn, placeIn } from './cursor';

describe('links into the console', () => {
  const key = '1234abcd-12ab-34cd-56ef-1234567890ab';
  const pages: readonly (readonly [string, string | undefined])[] = [
    [
      `arn:aws:kms:eu-west-1:111122223333:key/${key}`,
      `https://console.aws.amazon.com/kms/home?region=eu-west-1#/kms/keys/${key}`,
    ],
    [
      `arn:aws-cn:kms:cn-north-1:111122223333:key/${key}`,
      `https://console.amazonaws.cn/kms/home?region=cn-north-1#/kms/keys/${key}`,
    ],
    [
      `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef`,
      'https://console.amazonaws-us-gov.com/kms/home?region=us-gov-west-1#/kms/keys/mrk-0123456789abcdef0123456789abcdef',
    ],
    [
      `arn:aws-eusc:kms:eusc-de-east-1:111122223333:key/${key}`,
      `https://eusc-de-east-1.console.amazonaws-eusc.eu/kms/home?region=eusc-de-east-1#/kms/keys/${key}`,
    ],
    ['arn:aws:iam::111122223333:role/team/app', 'https://console.aws.amazon.com/iam/home#/roles/details/app'],
    [
      'arn:aws:sts::111122223333:assumed-role/app/session',
      'https://console.aws.amazon.com/iam/home#/roles/details/app',
    ],
    ['arn:aws:iam::111122223333:user/a@b', 'https://console.aws.amazon.com/iam/home#/users/details/a%40b'],
    [
      'arn:aws:iam::aws:policy/AdministratorAccess',
      'https://console.aws.amazon.com/iam/home#/policies/details/arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FAdministratorAccess',
    ],
    [
      'arn:aws-cn:iam::111122223333:policy/p',
      'https://console.amazonaws.cn/iam/home#/policies/details/arn%3Aaws-cn%3Aiam%3A%3A111122223333%3Apolicy%2Fp',
    ],
    ['arn:aws-iso:kms:us-iso-east-1:111122223333:key/x', undefined],
    ['arn:aws:kms:*:111122223333:key/*', undefined],
    ['arn:aws:kms:eu-west-1:111122223333:alias/x', undefined],
    ['arn:aws:iam::111122223333:root', undefined],
    ['arn:aws:iam::111122223333:role/', undefined],
    ['arn:aws:iam::${Account}:role/x', undefined],
    ['arn:aws:iam::111122223333:role/x"><script>', undefined],
    ['arn:constructor:iam::111122223333:role/x', undefined],
  ];
  for (const [arn, page] of pages) {
    it(`${arn} leads to ${page ?? 'none'}`, () => {
      assert.equal(consolePage(arn), page);
    });
  }

  it('are found in policies, and in policies that are strings, and nowhere else', () => {
    const policy = (role: string) =>
      `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/${role}"}, "Action": "kms:Decrypt", "Sid": "no arn:aws:iam::111122223333:role/third"}]}`;
    const found = (text: string): string[] =>
      linksIn(text, locate(text)).map(l => text.slice(l.offset, l.offset + l.length));
    const around = JSON.stringify({ Arn: 'arn:aws:iam::111122223333:role/other', Policy: policy('app'), Roles: [] });
    assert.deepEqual(found(around.replace('[]', `["arn:aws:iam::111122223333:role/other", ${policy('app2')}]`)), [
      'arn:aws:iam::111122223333:role/app',
      'arn:aws:iam::111122223333:role/app2',
    ]);
    assert.deepEqual(found(policy('app').slice(0, -3)), ['arn:aws:iam::111122223333:role/app'], 'half typed');
    assert.deepEqual(found('{"Role": "arn:aws:iam::111122223333:role/app"}'), []);
  });
});

describe('references to a principal', () => {
  const policy = (principal: string, condition = '{}') =>
    `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": ${principal}, "Action": "kms:Decrypt", "Resource": "*", "Condition": ${condition}}]}`;
  const found = (at: string, text: string): string[] => {
    const place = placeIn(at);
    const wanted = place && partyAt(place);
    if (wanted === undefined) {
      return [];
    }
    assert.ok(text.includes(wanted.word) || referencesTo(wanted, locate(text)).length === 0);
    return referencesTo(wanted, locate(text)).map(span => text.slice(span.offset, span.offset + span.length));
  };

  it('have every form of it', () => {
    const root = policy('{"AWS": "arn:aws:iam::111122223333:ro|ot"}');
    assert.deepEqual(
      found(
        root,
        policy(
          '{"AWS": ["111122223333", "arn:aws:iam::111122223333:root", "444455556666"]}',
          '{"StringEquals": {"kms:CallerAccount": "111122223333"}}',
        ),
      ),
      ['"111122223333"', '"arn:aws:iam::111122223333:root"', '"111122223333"'],
    );
    const role = policy('{"AWS": "arn:aws:iam::111122223333:role/team/a|pp"}');
    assert.deepEqual(
      found(
        role,
        policy(
          '{"AWS": ["arn:aws:sts::111122223333:assumed-role/app/x", "arn:aws:iam::444455556666:role/app", "arn:aws:iam::111122223333:user/app"]}',
          '{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/team/app"}}',
        ),
      ),
      ['"arn:aws:sts::111122223333:assumed-role/app/x"', '"arn:aws:iam::111122223333:role/team/app"'],
    );
  });

  it('begin at a condition value too, and nowhere else', () => {
    const text = policy(
      '{"AWS": "arn:aws:iam::111122223333:role/app"}',
      '{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/a|pp"}}',
    );
    assert.equal(found(text, cursorIn(text).text).length, 2);
    assert.deepEqual(found(policy('"*"').replace('Decrypt', 'De|crypt'), policy('"*"')), []);
  });

  it('are found in escaped policies', () => {
    assert.deepEqual(
      found(
        policy('{"Service": "sns.ama|zonaws.com"}'),
        JSON.stringify({ p: policy('{"Service": "sns.amazonaws.com"}') }),
      ),
      ['\\"sns.amazonaws.com\\"'],
    );
  });
});

describe('the list of statements', () => {
  it('names each and says what it does', () => {
    const key =
      '{"Version": "2012-10-17", "Statement": [{"Sid": "Use it", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:Decrypt", "Resource": "*"}]}';
    const iam =
      '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["a:B", "a:C", "a:D", "a:E"], "Resource": "*"}, {"Effect": "Deny", "NotAction": "iam:*", "NotResource": "x"}]}';
    const list = listStatements(locate(`[${key}, ${iam}]`));
    assert.deepEqual(
      list.map(s => [sayEnglish(s.name), sayEnglish(s.says), s.pointer]),
      [
        ['Use it', 'lets app decrypt', '/0'],
        ['Statement 1', 'Allow a:B, a:C, a:D … on *', '/1'],
        ['Statement 2', 'Deny all but iam:* on all but x', '/1'],
      ],
    );
  });
});
