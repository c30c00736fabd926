import { createScanner, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { type CaseReading, readCase, readCaseNode } from '../access';
import { message } from '../text/message';

/** The cases of a text: one JSON object, a list of them, objects one after another (as `jq` prints them), or with `lines` one a line. */
export function readCases(text: string, lines: boolean): readonly CaseReading[] {
  const whole = text.replace(/^\uFEFF/, '');
  if (lines) {
    return linesOf(whole).map(line => guarded(() => readCase(line)));
  }
  const errors: ParseError[] = [];
  const root = parse(whole, errors);
  if (root === 'too deep') {
    return [tooDeep];
  }
  if (root !== undefined && errors.length === 0) {
    return root.type === 'array' ? (root.children ?? []).map(node => readItem(whole, node)) : [readItem(whole, root)];
  }
  const objects = objectsOf(whole) ?? linesOf(whole);
  // A broken JSON file is one mistake, not one a line.
  if (objects.length > 0 && !objects.every(one => one.trimStart().startsWith('{') && one.trimEnd().endsWith('}'))) {
    return [{ id: undefined, problem: message('the input is no JSON') }];
  }
  return objects.map(one => guarded(() => readCase(one)));
}

const tooDeep: CaseReading = { id: undefined, problem: message('it is nested too deeply to be read') };

/** What reads JSON calls itself for every level: a hundred thousand brackets are more than the stack holds. */
function guarded(read: () => CaseReading): CaseReading {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) {
      return tooDeep;
    }
    throw error;
  }
}

function parse(text: string, errors: ParseError[]): Node | undefined | 'too deep' {
  try {
    return parseTree(text, errors);
  } catch (error) {
    if (error instanceof RangeError) {
      return 'too deep';
    }
    throw error;
  }
}

function readItem(text: string, node: Node): CaseReading {
  return node.type === 'object'
    ? guarded(() => readCaseNode(text, node))
    : { id: undefined, problem: message('it is no JSON object') };
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter(line => line.trim() !== '');
}

// Of jsonc-parser's SyntaxKind, which is a const enum.
const openBrace = 1;
const closeBrace = 2;
const endOfText = 17;

/** The texts of objects that follow each other with nothing but white space between; undefined when there is anything else. */
function objectsOf(text: string): readonly string[] | undefined {
  const scanner = createScanner(text, true);
  const objects: string[] = [];
  let depth = 0;
  let start = 0;
  for (let token: number = scanner.scan(); token !== endOfText; token = scanner.scan()) {
    if (depth === 0 && token !== openBrace) {
      return undefined;
    }
    if (token === openBrace && depth++ === 0) {
      start = scanner.getTokenOffset();
    }
    if (token === closeBrace && --depth === 0) {
      objects.push(text.slice(start, scanner.getPosition()));
    }
  }
  return depth === 0 ? objects : undefined;
}
