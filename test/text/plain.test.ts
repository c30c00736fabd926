import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { withoutLinks } from '../../src/text/plain';

/** How the workbench finds links in the text of a notification (its `parseLinkedText`). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;

describe('Text of notifications', () => {
  it('never holds a link, whatever stands in an error or an ARN', () => {
    const pieces = fc.constantFrom(
      '[',
      ']',
      '(',
      ')',
      '](',
      'command:doubleLock.apply',
      'https://example.com',
      'x',
      ' ',
      '"',
    );
    assert.match('[x](command:y)', link);
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), texts => {
        assert.doesNotMatch(withoutLinks(texts.join('')), link);
      }),
    );
  });

  it('keeps the words', () => {
    assert.equal(withoutLinks('role [a](b)').replaceAll('\u200B', ''), 'role [a](b)');
  });
});
