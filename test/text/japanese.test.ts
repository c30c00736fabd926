import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { asText } from '../../src/text/message';
import { sayEnglish } from '../../src/text/say';
import { visible } from '../../src/text/visible';
import { isJapanese, sayJapanese, translations } from './japanese';

const placesOf = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)),
];

describe('sentences in Japanese', () => {
  it('use every argument that the English ones use, whatever it holds', () => {
    const texts = Object.keys(translations).filter(text => placesOf(text).length > 0);
    const argument = fc.oneof(
      fc.string({ minLength: 1 }).map(visible),
      fc.constantFrom('`arn:aws:iam::111122223333:role/app`', '{name}', '$&', '${aws:username}', '**'),
      fc.nat().map(String),
    );
    for (const text of texts) {
      const names = placesOf(text);
      fc.assert(
        fc.property(fc.tuple(...names.map(() => argument)), values => {
          // Each argument is marked with its number, so that it is told from the text around it.
          const marked = values.map((value, i) => `\uE000${i}:${value}\uE001`);
          const args = Object.fromEntries(names.map((name, i) => [name, asText(marked[i] ?? '')]));
          const used = (said: string): string[] => marked.filter(value => said.includes(value));
          assert.deepEqual(used(sayEnglish({ text, args })), marked, text);
          assert.deepEqual(used(sayJapanese({ text, args })), marked, `${text} → ${translations[text]}`);
        }),
        { numRuns: 10 },
      );
    }
  });

  it('have Japanese words, but for names and bare arguments', () => {
    const words = (text: string): string => text.replace(/\{\w+\}|`[^`]*`/g, '');
    const same = Object.entries(translations)
      .filter(([text, translation]) => /\p{L}/u.test(words(text)) && !isJapanese(translation))
      .map(([text]) => text);
    assert.deepEqual(same, ['AWS Key Management Service']);
  });
});
