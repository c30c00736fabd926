import { lastIndexUpTo } from '../text/binarySearch';

/**
 * Text made from other text, which still knows where each of its characters came from. Kept as runs of unchanged text,
 * so a clean text costs next to nothing.
 */
export interface View {
  readonly text: string;
  /** Offset below of the character at `offset`; the end of the text maps to just after the last character. */
  readonly below: (offset: number) => number;
}

/** Builds a {@link View} from left to right. */
export class ViewBuilder {
  private readonly pieces: string[] = [];
  private readonly starts: number[] = [];
  private readonly sources: number[] = [];
  private length = 0;
  private next = -1;

  /**
   * Appends `text`, whose first character comes from the offset `source` of the text below; the others follow it when
   * `text` was copied unchanged.
   */
  push(text: string, source: number): void {
    if (text === '') {
      return;
    }
    if (source !== this.next) {
      this.starts.push(this.length);
      this.sources.push(source);
    }
    this.pieces.push(text);
    this.length += text.length;
    this.next = source + text.length;
  }

  /**
   * The view of all that was pushed. An offset before its text maps like the first character, one behind it like the
   * end.
   */
  build(): View {
    const { starts, sources } = this;
    const text = this.pieces.join('');
    const below = (offset: number): number => {
      if (text === '') {
        return 0;
      }
      if (offset >= text.length) {
        return below(text.length - 1) + 1;
      }
      if (offset < 0) {
        return below(0);
      }
      const run = lastIndexUpTo(starts, offset);
      return (sources[run] ?? 0) + offset - (starts[run] ?? 0);
    };
    return { text, below };
  }
}

/** A view in which every match of `pattern` (with the flag `g`) is replaced by what `replace` answers. */
export function replaceAll(text: string, pattern: RegExp, replace: (match: RegExpExecArray) => string): View {
  const view = new ViewBuilder();
  let last = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    view.push(text.slice(last, match.index), last);
    view.push(replace(match), match.index);
    last = match.index + match[0].length;
  }
  view.push(text.slice(last), last);
  return view.build();
}

/** Stacks a view made of `lower.text` on `lower`: its offsets then lead down to the text below both. */
export function compose(upper: View, lower: View): View {
  return { text: upper.text, below: offset => lower.below(upper.below(offset)) };
}
