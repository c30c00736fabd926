/** JSON text without the white space between its tokens. */
export function minify(json: string): string {
  return (json.match(/"(?:[^"\\]|\\.)*"?|[^"\s]+/g) ?? []).join('');
}

/** How long the text is without that white space, in UTF-16 code units; the short text itself is not made. */
export function minifiedLength(json: string): number {
  let length = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (inString) {
      length++;
      if (code === backslash && i + 1 < json.length) {
        i++;
        length++;
      } else if (code === quote) {
        inString = false;
      }
    } else if (code > space) {
      length++;
      inString = code === quote;
    }
  }
  return length;
}

const [quote, backslash, space] = [0x22, 0x5c, 0x20];
