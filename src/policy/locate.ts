import type { Node } from 'jsonc-parser';
import { message } from '../text/message';
import type { LocatedKind, LocatedPolicy } from './located';
import { parseJson } from './json';
import { readPolicy } from './parse';

/** Finds every policy of a document. Never throws. */
export function locate(text: string): LocatedPolicy[] {
  const { root, errors } = parseJson(text);
  const document = readPolicy(text, root, errors);
  if (document.statements.length === 0) { return []; }
  return [{ kind: kindOf(root), why: message('whole file'), pointer: '', document }];
}

function kindOf(root: Node | undefined): LocatedKind {
  return root ? 'identity' : 'unknown';
}
