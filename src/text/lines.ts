import { lastIndexUpTo } from './binarySearch';

/** A place in a text as people count it: lines and columns from 1, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets of one text into lines and columns. */
export class LineIndex {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      this.#starts.push(at + 1);
    }
  }

  /** The position of an offset; an offset beyond the end lies on the last line. */
  position(offset: number): Position {
    const line = Math.max(0, lastIndexUpTo(this.#starts, offset));
    return { line: line + 1, column: offset - (this.#starts[line] ?? 0) + 1 };
  }
}
