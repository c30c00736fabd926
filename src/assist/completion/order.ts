import type { Completion } from './fit';

/** A completion with its place in VS Code's list. */
export interface Ordered extends Completion {
  /** VS Code's `sortText`. */
  readonly sort: string;
  /** VS Code's `preselect`. */
  readonly preselect: boolean;
}

/**
 * Puts the completions, best first, before what others offer at the same place, and snippets behind it.
 *
 * VS Code's own JSON completion repeats the words of the document, its typing errors too. What VS Code 1.139 does with two providers, tried
 * in its window: it merges nothing, not even what is equal in all respects; equal labels stand there twice. It sorts by how well the filter
 * text matches what is typed, then by `sortText` (the label where there is none), then by label, and of equals shows first what the
 * provider says that registered last. `preselect` moves the selection only among those that match as well as the first of the list; of
 * several that ask for it the first one has it. So ours need a filter text that matches as well as JSON's (`asString` in fit.ts), a
 * `sortText` before `"` and `$`, with which JSON's labels begin, and for snippets one behind all letters.
 * @param snippetsFirst in an empty document, where they are what was asked for
 */
export function inOrder(completions: readonly Completion[], snippetsFirst: boolean): Ordered[] {
  return completions.map((completion, i) => {
    const last = completion.kind === 'snippet' && !snippetsFirst;
    return { ...completion, sort: `${last ? '~' : '!'}${String(i).padStart(5, '0')}`, preselect: !last };
  });
}
