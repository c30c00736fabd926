import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { posixLine, powerShellLine, quotePosix, quotePowerShell } from '../../src/text/shell';

/** Words as somebody would craft them who wants to be run: shell syntax, quotes, line ends, controls. */
const crafted = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "'",
        '"',
        '`',
        '$(touch x)',
        ';',
        '&&',
        '|',
        '\\',
        '\n',
        '\r',
        '\u001b[201~',
        '\u0003',
        '\u2018',
        '\u2019',
        '\u2028',
        '$HOME',
        '*',
        ' ',
        '-',
        '@',
        '{',
        '}',
        '%',
        '!',
        '#',
        '~',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constant('arn:aws:iam::111122223333:role/app'),
    ),
    { maxLength: 8 },
  )
  .map(pieces => pieces.join(''));

// What moves or hides other characters is shown as a replacement character; half of a surrogate pair is no character at all.
const arriving = (word: string): string =>
  word.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu, '\uFFFD');

describe('Copied commands', () => {
  const shells = process.platform === 'win32' ? [] : ['sh', 'bash'];
  for (const shell of shells) {
    it(`arrive in ${shell} as the words they are, and run nothing else`, () => {
      fc.assert(
        fc.property(fc.array(fc.array(crafted, { maxLength: 4 }), { minLength: 20, maxLength: 40 }), lines => {
          const script = lines.map(words => `printf '%s\\0' ${posixLine(words)}; printf 'end\\0'`).join('\n');
          const printed = execFileSync(shell, [], { input: script, encoding: 'utf8' }).split('\0').slice(0, -1);
          // printf prints an empty argument where there is none.
          assert.deepEqual(
            printed,
            lines.flatMap(words => [...(words.length === 0 ? [''] : words.map(arriving)), 'end']),
          );
        }),
        { numRuns: 15 },
      );
    });
  }

  it('are one string in PowerShell, which no quotation mark ends', () => {
    fc.assert(
      fc.property(
        crafted.filter(word => !word.includes('"')),
        word => {
          const quoted = quotePowerShell(word);
          if (!quoted.startsWith("'")) {
            assert.match(quoted, /^[A-Za-z0-9_.:/=+-]+$/);
            assert.equal(quoted, word);
            return;
          }
          const inside = quoted.slice(1, -1);
          assert.deepEqual(inside.match(/['\u2018-\u201B]{1,2}/g)?.filter(mark => mark[0] !== mark[1]) ?? [], []);
          assert.equal(inside.replace(/(['\u2018-\u201B])\1/g, '$1'), arriving(word));
        },
      ),
    );
  });

  it('bring double quotes through every PowerShell', () => {
    assert.equal(
      powerShellLine(['aws', '--encryption-context', '{"a":"b"}']),
      `aws --encryption-context $(if ($PSNativeCommandArgumentPassing -in 'Standard', 'Windows') { '{"a":"b"}' } else { '{\\"a\\":\\"b\\"}' })`,
    );
  });

  it('stay readable where nothing needs quoting', () => {
    const words = ['aws', 'kms', 'decrypt', '--key-id', 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1', '--dry-run'];
    assert.equal(posixLine(words), words.join(' '));
    assert.equal(powerShellLine(words), words.join(' '));
    assert.equal(quotePosix("it's"), `'it'\\''s'`);
    assert.equal(quotePowerShell("it's"), `'it''s'`);
  });
});
