/** Reads the little markup of our own sentences. */

/** What a sentence's text is made of. */
export type Token =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'place'; readonly name: string }
  | { readonly kind: 'mark'; readonly mark: Mark; readonly opens: boolean };

/** How a part of a sentence stands out. */
export type Mark = 'strong' | 'emphasis';

/**
 * Reads a sentence's text: `{name}` places, `` `code` ``, `**strong**` and `*emphasis*`. An asterisk is a mark only in pairs that
 * enclose words, so that `"*"`, `kms:*` and `s3:Get*` stay what they are.
 */
export function readMarkup(text: string): readonly Token[] {
  let tokens = read.get(text);
  if (tokens === undefined) {
    tokens = tokensOf(text);
    read.set(text, tokens);
  }
  return tokens;
}

// Sentences are few (they stand in the code), and each is said often.
const read = new Map<string, readonly Token[]>();

const pieces =
  /\{(?<place>\w+)\}|`(?<code>[^`]+)`|\*\*(?<strong>[^*]+)\*\*|(?<![\w"'`:/.*-])\*(?<emphasis>(?=[\p{L}{])[^*"]*[\p{L}\p{N}}…])\*(?![\w"'`:/*-])/gu;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  const until = (at: number): void => {
    if (at > from) {
      tokens.push({ kind: 'text', text: text.slice(from, at) });
    }
  };
  for (const { 0: whole, index, groups = {} } of text.matchAll(pieces)) {
    until(index);
    from = index + whole.length;
    tokens.push(...tokensIn(groups));
  }
  until(text.length);
  return tokens;
}

function tokensIn({ place, code, strong, emphasis }: Readonly<Record<string, string | undefined>>): Token[] {
  if (place !== undefined) {
    return [{ kind: 'place', name: place }];
  }
  if (code !== undefined) {
    return [{ kind: 'code', text: code }];
  }
  const mark: Mark = strong === undefined ? 'emphasis' : 'strong';
  return [
    { kind: 'mark', mark, opens: true },
    ...tokensOf(strong ?? emphasis ?? ''),
    { kind: 'mark', mark, opens: false },
  ];
}
