import { strict as assert } from 'node:assert';
import { type Place, placeAt } from '../../src/assist/place';
import { locate, type LocateOptions } from '../../src/policy';

/** A text without its cursor mark `|`, and where that stood. */
export function cursorIn(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|');
  assert.ok(offset >= 0 && !marked.includes('|', offset + 1), `one | expected: ${marked}`);
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** The place at the cursor mark of a document. */
export function placeIn(marked: string, options: LocateOptions = {}): Place | undefined {
  const { text, offset } = cursorIn(marked);
  return placeAt(locate(text, options), offset);
}
