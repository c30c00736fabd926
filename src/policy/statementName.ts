import type { Statement } from './document';

/** What a statement is called: its Sid, or its number, counted from 1. */
export type StatementName = { readonly sid: string } | { readonly number: number };

/** By its Sid; by its number where the Sid is missing, empty or no text. How a name is written is for each place that shows it. */
export function nameOfStatement({ sid, index }: Pick<Statement, 'sid' | 'index'>): StatementName {
  const text = sid?.value?.value;
  return text === undefined || text === '' ? { number: index + 1 } : { sid: text };
}
