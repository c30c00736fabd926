/** What must hold of texts that tell of a denial, whatever happened to them; by name. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readDenials, type Denial } from '../../src/denial';
import { type RandomProperty, randomProperty } from '../random';

const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...'0123456789'), { minLength: length, maxLength: length }).map(d => d.join(''));
const name = fc
  .array(fc.constantFrom(...'abcdefXYZ0123456789-_.'), { minLength: 1, maxLength: 20 })
  .map(c => `n${c.join('')}e`);
const account = digits(12);
const partition = fc.constantFrom('aws', 'aws-cn', 'aws-us-gov');
const caller = fc.oneof(
  fc.tuple(partition, account, name, name).map(([p, a, r, s]) => ({
    arn: `arn:${p}:sts::${a}:assumed-role/${r}/${s}`,
    type: 'assumed-role' as const,
    account: a,
  })),
  fc
    .tuple(partition, account, name, name)
    .map(([p, a, d, u]) => ({ arn: `arn:${p}:iam::${a}:user/${d}/${u}`, type: 'user' as const, account: a })),
  fc.tuple(partition, account).map(([p, a]) => ({ arn: `arn:${p}:iam::${a}:root`, type: 'root' as const, account: a })),
);
const uuid = fc.uuid();
const target = fc
  .tuple(
    partition,
    fc.constantFrom('eu-west-1', 'us-gov-west-1', 'cn-north-1', 'ap-southeast-4'),
    account,
    fc.oneof(
      uuid,
      uuid.map(u => `mrk-${u.replaceAll('-', '')}`),
    ),
  )
  .map(([p, region, a, id]) => ({ arn: `arn:${p}:kms:${region}:${a}:key/${id}`, region, account: a, id }));
const reason = fc.constantFrom(
  ['because no identity-based policy allows the ACTION action', 'no-identity-policy'] as const,
  ['because no resource-based policy allows the ACTION action', 'no-resource-policy'] as const,
  ['with an explicit deny in a service control policy', 'explicit-deny-scp'] as const,
  ['because no VPC endpoint policy allows the ACTION action', 'vpc-endpoint'] as const,
);
const action = fc.constantFrom(
  'kms:Decrypt',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:CreateGrant',
  'kms:ReEncryptFrom',
  'kms:DescribeKey',
);

/** A denial and the sentence that tells it. */
const known = fc
  .record({ caller, target, reason, action })
  .map(({ caller: c, target: t, reason: [why, deniedBy], action: a }) => ({
    sentence: `User: ${c.arn} is not authorized to perform: ${a} on resource: ${t.arn} ${why.replace('ACTION', a)}`,
    expected: {
      kind: 'access-denied',
      principal: c.arn,
      principalType: c.type,
      principalAccount: c.account,
      action: a,
      resource: t.arn,
      resourceAccount: t.account,
      region: t.region,
      keyId: t.id,
      deniedBy,
    } satisfies Partial<Denial>,
  }));

const keyArn = 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const session = 'User: arn:aws:sts::111122223333:assumed-role/app/i-0abc is not authorized to perform: kms:Decrypt on';
const otherWords = [
  `An error occurred (DisabledException) when calling the Encrypt operation: ${keyArn} is disabled.`,
  'An error occurred (KMSInvalidStateException) when calling the Decrypt operation: arn:aws:kms:us-west-2:444455556666:key/mrk-1234abcd12ab34cd56ef1234567890ab is pending deletion.',
  'An error occurred (NotFoundException) when calling the DescribeKey operation: Alias arn:aws:kms:us-west-2:444455556666:alias/prod/app-1 is not found.',
  `operation error KMS: Decrypt, https response error StatusCode: 400, RequestID: r-1-2-3, NotFoundException: Key '${keyArn}' does not exist`,
  'An error occurred (AccessDeniedException) when calling the Decrypt operation: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
  `KMSKeyNotAccessibleFault: The specified KMS key [${keyArn}] does not exist, is not enabled or you do not have permissions to access it.`,
  'com.amazonaws.services.kms.model.NotFoundException: Invalid keyId alias/foo (Service: AWSKMS; Status Code: 400; Error Code: NotFoundException; Request ID: r-1-2-3; Proxy: null)',
  `${session} the resource associated with this ciphertext because no identity-based policy allows the kms:Decrypt action`,
  `${session} resource: ${keyArn} with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-abc/service_control_policy/p-abcdefgh. Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/abc123def for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: abc123def`,
];

function holds(text: string, expected: Partial<Denial>): void {
  const denials = readDenials(text);
  assert.equal(denials.length, 1, text);
  const read = Object.fromEntries(Object.keys(expected).map(field => [field, denials[0]?.[field as keyof Denial]]));
  assert.deepEqual(read, expected, text);
}

const prefix = fc.constantFrom(
  '',
  '  ',
  '│ ',
  '| ',
  '# ',
  '// ',
  '> ',
  '> > ',
  '    | ',
  '!!! ',
  '* ',
  '\x1b[31m│\x1b[0m ',
  '2025-01-02T03:04:05.678Z ',
  'web-1  | ',
);

/** Cuts a text at the given distances, wherever they fall. */
function cut(text: string, widths: readonly number[]): string[] {
  const lines: string[] = [];
  for (let at = 0, i = 0; at < text.length; i++) {
    const width = widths[i % widths.length] ?? 40;
    lines.push(text.slice(at, at + width));
    at += width;
  }
  return lines;
}

const fields = [
  'kind',
  'principal',
  'action',
  'resource',
  'keyId',
  'deniedBy',
  'denyingPolicyArn',
  'authorizationId',
] as const;
const facts = (text: string): unknown => readDenials(text).map(denial => fields.map(field => denial[field]));
const line = fc.constantFrom(
  'INFO started',
  '{"level":"info","path":"/a"}',
  '',
  '    at Object.<anonymous> (/app/index.js:1:1)',
  'status code: 400',
  '“quoted”: text',
  '::::',
  '((((',
  'key = "value"',
);
const scraps = fc.constantFrom(
  'User: ',
  'arn:aws:kms:',
  'arn:aws:sts::111122223333:assumed-role/a/b',
  ' is not authorized to perform: ',
  'kms:Decrypt',
  ' on resource: ',
  'because no ',
  '{',
  '}',
  '"',
  '\\',
  '\n',
  'eventName:',
  'errorCode',
  '(Service: AWSKMS; ',
  'KMSInvalidStateException',
  ' is disabled',
  '[31m',
  '&quot;',
  '…',
  '\ud800',
  'AccessDeniedException',
  'operation error KMS: ',
);

/** Damage does not change what is read. `npm run long` does it for long. */
export const damageChangesNothing: Readonly<Record<string, RandomProperty>> = {
  'wrapped anywhere, behind any prefix': randomProperty(
    fc.property(
      known,
      fc.array(fc.integer({ min: 6, max: 90 }), { minLength: 1, maxLength: 8 }),
      prefix,
      fc.constantFrom('\n', '\r\n'),
      ({ sentence, expected }, widths, mark, newline) => {
        holds(
          cut(sentence, widths)
            .map(line => mark + line)
            .join(newline),
          expected,
        );
      },
    ),
    100,
  ),
  'failures that are told in other words, wrapped anywhere, behind any prefix': randomProperty(
    fc.property(
      fc.constantFrom(...otherWords),
      fc.array(fc.integer({ min: 12, max: 90 }), { minLength: 1, maxLength: 4 }),
      fc.oneof(prefix, fc.constantFrom('+', '; ', ' * ')),
      (text, widths, mark) => {
        assert.deepEqual(
          facts(
            cut(text, widths)
              .map(line => mark + line)
              .join('\n'),
          ),
          facts(text),
        );
      },
    ),
    300,
  ),
  'wrapped at spaces and padded into a box': randomProperty(
    fc.property(known, fc.integer({ min: 20, max: 120 }), ({ sentence, expected }, width) => {
      const lines: string[] = [''];
      for (const word of sentence.split(' ')) {
        const last = lines.at(-1) ?? '';
        if (last !== '' && last.length + word.length >= width) {
          lines.push(word);
        } else {
          lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
        }
      }
      holds(lines.map(line => `│ ${line.padEnd(width + 120)} │`).join('\n'), expected);
    }),
    100,
  ),
  'quoted as JSON, at any depth, and in HTML': randomProperty(
    fc.property(known, fc.integer({ min: 1, max: 5 }), fc.boolean(), ({ sentence, expected }, depth, html) => {
      let text = sentence;
      for (let i = 0; i < depth; i++) {
        text = JSON.stringify({ level: 'error', message: text });
      }
      holds(html ? text.replaceAll('"', '&quot;') : text, expected);
    }),
    100,
  ),
  'between other lines, twice, with colours and typographic quotes': randomProperty(
    fc.property(
      known,
      fc.array(line, { maxLength: 6 }),
      fc.array(line, { maxLength: 6 }),
      ({ sentence, expected }, before, after) => {
        const coloured = sentence.replace('is not', '\x1b[1mis not\x1b[0m');
        holds([...before, `Error: “${coloured}”`, ...after, sentence].join('\n'), expected);
      },
    ),
    100,
  ),
};

/** Whatever the text. `npm run long` does it for long. */
export const anyText: Readonly<Record<string, RandomProperty>> = {
  'is read without throwing, and spans stay inside it': randomProperty(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.array(scraps, { maxLength: 40 }).map(s => s.join('')),
      ),
      text => {
        for (const { span, message } of readDenials(text)) {
          assert.ok(
            span.offset >= 0 && span.length > 0 && span.offset + span.length <= text.length,
            JSON.stringify({ text, span, message }),
          );
        }
      },
    ),
    200,
  ),
  'is read the same when it is read again': randomProperty(
    fc.property(
      fc.array(scraps, { maxLength: 30 }).map(s => s.join('')),
      text => {
        assert.deepEqual(readDenials(text), readDenials(text));
      },
    ),
    100,
  ),
  'the message is one clean line': randomProperty(
    fc.property(
      known,
      fc.array(fc.integer({ min: 6, max: 60 }), { minLength: 1, maxLength: 5 }),
      ({ sentence }, widths) => {
        const [denial] = readDenials(
          cut(sentence, widths)
            .map(line => `│ ${line}`)
            .join('\n'),
        );
        assert.ok(denial !== undefined && !/[\n│]/.test(denial.message));
        assert.ok(
          denial.message.includes(denial.principal ?? '-') && denial.message.includes(denial.resource ?? '-'),
          denial.message,
        );
      },
    ),
    100,
  ),
};
