/** What must hold of places, sentences and edits wherever they come from. */
import assert from 'node:assert/strict';
import { applyEdits, type Span, type TextEdit } from '../../src/policy';
import { type Message } from '../../src/text/message';
import { sayEnglish } from '../../src/text/say';

/** A place inside the text. */
export function lies(span: Span, text: string): void {
  assert.ok(
    span.offset >= 0 && span.length >= 0 && span.offset + span.length <= text.length,
    `${span.offset}+${span.length} of ${text.length}`,
  );
}

/** A sentence whose places are all filled. */
export function told(message: Message): void {
  for (const [, name] of message.text.matchAll(/\{(\w+)\}/g)) {
    assert.ok(name !== undefined && message.args?.[name] !== undefined, message.text);
  }
  for (const arg of Object.values(message.args ?? {})) {
    if (typeof arg === 'object' && !('kind' in arg)) {
      told(arg);
    }
  }
  sayEnglish(message);
}

/** Edits that lie inside the text and do not overlap. Returns the text with them. */
export function applies(text: string, edits: readonly TextEdit[]): string {
  for (const edit of edits) {
    lies(edit, text);
  }
  const sorted = [...edits].sort((a, b) => a.offset - b.offset || a.length - b.length);
  sorted.forEach((edit, i) => {
    const before = sorted[i - 1];
    assert.ok(!before || before.offset + before.length <= edit.offset, 'edits overlap');
  });
  return applyEdits(text, edits);
}
