import type { Shape } from './growth';

const role = 'arn:aws:sts::111122223333:assumed-role/app/i-0abc';
const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const repeat =
  (unit: string): Shape =>
  size =>
    unit.repeat(Math.ceil(size / unit.length));
const between =
  (before: string, unit: string, after = ''): Shape =>
  size =>
    before + unit.repeat(Math.ceil(size / unit.length)) + after;
/** As many different pieces as the size holds. */
const pieces =
  (before: string, piece: (n: number) => string, separator: string, after: string): Shape =>
  size => {
    const all: string[] = [];
    for (let length = 0, n = 0; length < size; n++) {
      const next = piece(n);
      all.push(next);
      length += next.length + separator.length;
    }
    return before + all.join(separator) + after;
  };

/** Texts in which the reader of errors could lose its way: each unit is the beginning of something that it looks for. */
export const errorShapes: Readonly<Record<string, Shape>> = {
  'opening braces': repeat('{'),
  'opening brackets': repeat('['),
  quotes: repeat('"'),
  backslashes: repeat('\\'),
  'escaped quotes': repeat('\\"'),
  entities: repeat('&amp;'),
  'escape sequences': repeat('\x1b['),
  'line breaks': repeat('\n'),
  bars: repeat('│ '),
  spaces: repeat(' '),
  digits: repeat('1'),
  'half ARNs': repeat('arn:aws:kms:'),
  'wrapped ARNs': repeat('arn:aws:kms:eu-west-1:1111\n'),
  callers: repeat('User: '),
  verbs: repeat('is not authorized to perform: '),
  'half sentences': repeat(`User: ${role} is not authorized to perform: kms:Decrypt on resource: `),
  'whole sentences by many callers': pieces(
    '',
    n => `User: ${role}${n} is not authorized to perform: kms:Decrypt on resource: ${key} because no identity-based`,
    '\n',
    '',
  ),
  reasons: repeat('because no '),
  codes: repeat('AccessDeniedException '),
  'heads of the command line': repeat('(AccessDeniedException) when calling the Decrypt operation: '),
  'operation errors': repeat('operation error KMS: '),
  'keys and states': repeat('key/x is disabled '),
  'open events': repeat('{"eventName":"Decrypt",'),
  'events in one another': repeat('{"Records":[{"eventName":"Decrypt","errorCode":"AccessDenied","a":'),
  'times of day': repeat('2025-01-02T03:04:05Z '),
  'string ends': repeat("' +\n'"),
  'a text quoted in a text, again and again': repeat('{\\"message\\":\\"'),
};

const statement = (n: number, more = ''): string =>
  `{"Sid":"s${n}","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/r${n}"},"Action":"kms:Decrypt","Resource":"*"${more}}`;
const begin = '{"Version":"2012-10-17","Statement":[';
const end = ']}';
/** A policy of many statements. */
const statements = (each: (n: number) => string): Shape => pieces(begin, each, ',', end);
/** A policy of one statement with a long part. */
const inStatement = (before: string, piece: (n: number) => string, after: string, separator = ','): Shape =>
  pieces(`${begin}{"Sid":"s","Effect":"Allow",${before}`, piece, separator, `${after}}${end}`);
const toAll = '"Principal":{"AWS":"*"},"Resource":"*"';

/** Documents in which finding policies and mistakes could take too long. */
export const policyShapes: Readonly<Record<string, Shape>> = {
  'opening braces': between('{"Statement":', '{"a":'),
  'opening brackets': between('{"Version":"2012-10-17","Statement":', '['),
  'open quotes': between('{"Statement":', '"'),
  'open policies in one another': repeat('{"Statement":[{"Effect":"Allow","Resource":'),
  spaces: between(`${begin}${statement(1)}`, ' ', end),
  'line breaks': between(`${begin}${statement(1)}`, '\n', end),
  comments: between(`${begin}${statement(1)}`, '/* */ ', end),
  statements: statements(n => statement(n)),
  'statements that are alike': statements(() => statement(1)),
  'statements of one Sid': statements(n => statement(n).replace(`"s${n}"`, '"same"')),
  'statements with conditions': statements(n =>
    statement(
      n,
      `,"Condition":{"StringEquals":{"kms:ViaService":"s3.eu-west-1.amazonaws.com","aws:PrincipalTag/t${n}":"${n}"}}`,
    ),
  ),
  'denies of everyone': statements(n =>
    statement(n)
      .replace('"Allow"', '"Deny"')
      .replace(/\{"AWS":"[^"]*"\}/, '"*"'),
  ),
  'statements without an effect': statements(n => statement(n).replace('"Effect":"Allow",', '')),
  'members of one name': inStatement(`${toAll},"Action":"kms:Decrypt"`, () => ',"Effect":"Allow"', '', ''),
  'members of many names': inStatement(`${toAll},"Action":"kms:Decrypt"`, n => `,"Member${n}":"*"`, '', ''),
  'actions of KMS': inStatement(`${toAll},"Action":[`, n => `"kms:Action${n}"`, ']'),
  'actions that are alike': inStatement(`${toAll},"Action":[`, () => '"kms:Decrypt"', ']'),
  'actions with wildcards': inStatement(`${toAll},"Action":[`, n => `"kms:*${n}*"`, ']'),
  'wildcards in one action': inStatement(`${toAll},"Action":"kms:`, () => '*a', '"', ''),
  'stars in one action': inStatement(`${toAll},"Action":"kms:`, () => '*', '"', ''),
  principals: inStatement(
    '"Action":"kms:*","Resource":"*","Principal":{"AWS":[',
    n => `"arn:aws:iam::111122223333:role/r${n}"`,
    ']}',
  ),
  'colons in a principal': inStatement('"Action":"kms:*","Resource":"*","Principal":{"AWS":"arn', () => ':', '"}', ''),
  'dots in a service': inStatement('"Action":"kms:*","Resource":"*","Principal":{"Service":"s', () => '.a', '"}', ''),
  resources: inStatement(
    '"Principal":"*","Action":"kms:*","Resource":[',
    n => `"arn:aws:kms:eu-west-1:111122223333:key/${n}"`,
    ']',
  ),
  'condition operators': inStatement(
    `${toAll},"Action":"kms:Decrypt","Condition":{`,
    n => `"StringEquals${n}":{"aws:username":"a"}`,
    '}',
  ),
  'condition values': inStatement(
    `${toAll},"Action":"kms:Decrypt","Condition":{"StringLike":{"kms:ViaService":[`,
    n => `"s3.region-${n}.amazonaws.com"`,
    ']}}',
  ),
  'open variables': inStatement(`${toAll},"Action":"kms:Decrypt","Sid":"`, () => '${', '"', ''),
  'variables in one value': inStatement(
    `${toAll},"Action":"kms:Decrypt","Condition":{"StringLike":{"aws:username":"`,
    () => '${aws:username}',
    '"}}',
    '',
  ),
  'words like a placeholder in a Sid': inStatement(
    `${toAll},"Action":"kms:Decrypt","Sid":"`,
    () => 'ACCOUNT-A-',
    '"',
    '',
  ),
  'angle brackets in a Sid': inStatement(`${toAll},"Action":"kms:Decrypt","Sid":"`, () => '<a', '"', ''),
  'policies in a document': pieces('{"policies":[', n => `${begin}${statement(n)}${end}`, ',', ']}'),
  'policies in strings': pieces('{"policies":[', n => JSON.stringify(`${begin}${statement(n)}${end}`), ',', ']}'),
  'a long string with a policy in it': size =>
    JSON.stringify({ Policy: pieces(begin, n => statement(n), ',', end)(size) }),
  'resources of a template': pieces(
    '{"Resources":{',
    n => `"Key${n}":{"Type":"AWS::KMS::Key","Properties":{"KeyPolicy":${begin}${statement(n)}${end}}}`,
    ',',
    '}}',
  ),
};

/** Outside text that goes into Markdown. */
export const markdownShapes: Readonly<Record<string, Shape>> = {
  letters: repeat('a'),
  backticks: repeat('`'),
  'backticks apart': repeat('` '),
  backslashes: repeat('\\'),
  brackets: repeat('[]('),
  'angle brackets': repeat('<!--'),
  entities: repeat('&amp;'),
  'line breaks': repeat('\n'),
  'line breaks of Windows': repeat('\r\n'),
  'spaces before line breaks': repeat('  \n'),
  'tabs and letters': repeat('\t\ta'),
  bars: repeat('|'),
  spaces: repeat(' '),
  'line breaks of one character': repeat(' \r \u2028'),
};

/** Globs of a `.double-lock.json`, and paths that they are tried on. */
export const globShapes: Readonly<Record<string, Shape>> = {
  stars: repeat('*a'),
  'double stars': repeat('**/'),
  folders: repeat('folder/'),
  'question marks': repeat('?'),
  'opening braces': repeat('{a,'),
  'opening brackets': repeat('[a'),
  'exclamation marks': repeat('!'),
  alternatives: between('{', 'a,', 'b}'),
};
