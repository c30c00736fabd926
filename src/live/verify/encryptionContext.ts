/**
 * Reads an encryption context as people write it: a JSON object of strings, or `name=value` pairs with commas or line breaks between.
 * @returns undefined when it is neither; an empty one for an empty text
 */
export function readEncryptionContext(text: string): Readonly<Record<string, string>> | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) {
    const value = parsed(trimmed);
    const isMap = typeof value === 'object' && value !== null && Object.values(value).every(v => typeof v === 'string');
    return isMap ? (value as Record<string, string>) : undefined;
  }
  const pairs = trimmed
    .split(/[,\n]/)
    .map(p => p.trim())
    .filter(p => p !== '')
    .map(p => /^([^=\s][^=]*?)\s*=\s*(.*)$/.exec(p));
  return pairs.every(p => p !== null) ? Object.fromEntries(pairs.map(p => [p[1] ?? '', p[2] ?? ''])) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
