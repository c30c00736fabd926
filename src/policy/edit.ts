/** Edits of a text, as data: nothing is applied here but by {@link applyEdits}. */
import type { Span } from './text';

/** Replaces `length` characters at `offset` by `newText`. */
export interface TextEdit extends Span {
  readonly newText: string;
}

/** The edit that puts `newText` in a place. Places are those of the text that the edit is for. */
export function replace({ offset, length }: Span, newText: string): TextEdit {
  return { offset, length, newText };
}

/** The text after the edits, in whatever order they come. Their places are those of `text`, and must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let last = 0;
  for (const edit of inOrder(edits)) {
    result += text.slice(last, edit.offset) + edit.newText;
    last = edit.offset + edit.length;
  }
  return result + text.slice(last);
}

/** Whether no edit takes what another one takes or puts something into. */
export function areApart(edits: readonly TextEdit[]): boolean {
  let end = 0;
  return inOrder(edits).every(edit => {
    const apart = edit.offset >= end;
    end = edit.offset + edit.length;
    return apart;
  });
}

function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.offset - b.offset || a.length - b.length);
}
