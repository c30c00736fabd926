import { ViewBuilder, type View } from './view';

/** The clean text without any white space, in which a phrase is found however it was wrapped; `lower` has ASCII letters in lower case. */
export interface Squeezed extends View {
  readonly lower: string;
}

/** Drops white space. Offsets of `text` and `lower` are the same. */
export function squeeze(text: string): Squeezed {
  const view = new ViewBuilder();
  for (const match of text.matchAll(/\S+/g)) { view.push(match[0], match.index); }
  const squeezed = view.build();
  return { ...squeezed, lower: squeezed.text.replace(/[A-Z]+/g, letters => letters.toLowerCase()) };
}
