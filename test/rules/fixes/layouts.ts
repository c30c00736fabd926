/** The same policy as different people lay it out, and as it stands inside of other texts. */
import { applyEdits as applyJsonEdits, format } from 'jsonc-parser';
import { minify } from '../../../src/policy/minify';

/** A way to lay out a JSON text. Names that stand twice, and numbers, stay as they are. */
export const layouts: Readonly<Record<string, (json: string) => string>> = {
  pretty: json => laidOut(json, '  '),
  minified: minify,
  'with tabs': json => laidOut(json, '\t'),
  'with CRLF and comments': json => commented(laidOut(json, '    ')).replaceAll('\n', '\r\n'),
  'with comments before the commas': json => commaAfterComment(laidOut(json, '  ')),
  'with its lists as scalars': json => laidOut(JSON.stringify(relisted(JSON.parse(json), false)), '  '),
  'with its scalars as lists': json => laidOut(JSON.stringify(relisted(JSON.parse(json), true)), '  '),
  'with its scalars as lists on one line': json =>
    JSON.stringify(relisted(JSON.parse(json), true)).replaceAll(',"', ', "'),
};

/** A way to write a JSON text into another document, and to read it from there. */
export interface Wrapping {
  readonly wrap: (json: string) => string;
  readonly unwrap: (document: string) => string;
}

const template = (policy: string) => ({
  Resources: { P: { Type: 'Custom::Policy', Properties: { Name: 'p', PolicyDocument: policy, Last: [1, 2.5] } } },
});
type Template = ReturnType<typeof template>;
const inTemplate = (document: string) => (JSON.parse(document) as Template).Resources.P.Properties.PolicyDocument;

/** Strings in which policies stand. */
export const wrappings: Readonly<Record<string, Wrapping>> = {
  'a string of a template': {
    wrap: json => JSON.stringify(template(json), undefined, 2),
    unwrap: inTemplate,
  },
  'a string of a string': {
    wrap: json => JSON.stringify(template(JSON.stringify({ Policy: json, Note: 'näh "x"' })), undefined, 2),
    unwrap: document => (JSON.parse(inTemplate(document)) as { Policy: string }).Policy,
  },
  'a percent-encoded string': {
    wrap: json => JSON.stringify({ PolicyVersion: { Document: encodeURIComponent(json), VersionId: 'v1' } }),
    unwrap: document =>
      decodeURIComponent((JSON.parse(document) as { PolicyVersion: { Document: string } }).PolicyVersion.Document),
  },
};

/** The comments of a text, each with its place. */
export function commentsIn(text: string): { readonly offset: number; readonly text: string }[] {
  // Nothing else in the tests holds this pattern.
  return [...text.matchAll(/\/\/ c\d+|\/\* c\d+ \*\//g)].map(m => ({ offset: m.index, text: m[0] }));
}

function laidOut(json: string, step: string): string {
  const options = { insertSpaces: step !== '\t', tabSize: step === '\t' ? 1 : step.length, eol: '\n' };
  return applyJsonEdits(json, format(json, undefined, options));
}

function commented(json: string): string {
  let n = 0;
  return json
    .split('\n')
    .flatMap((line, i) => {
      const indent = /^ */.exec(line)?.[0] ?? '';
      const own = i % 3 === 1 ? [`${indent}// c${n++}`] : [];
      return [...own, i % 4 === 3 ? `${line} /* c${n++} */` : `${line} // c${n++}`];
    })
    .join('\n');
}

function commaAfterComment(json: string): string {
  return json
    .split('\n')
    .map((line, n) => {
      const comma = line.endsWith(',') ? ',' : '';
      const rest = comma === '' ? line : line.slice(0, -1);
      return n % 2 === 0 ? `${rest} /* c${n} */${comma}` : `${rest} // c${n}\n  ${comma}`;
    })
    .join('\n');
}

/** Every list of one as the value, or every value that may be a list as a list. */
function relisted(value: unknown, asLists: boolean, name = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map(item => relisted(item, asLists));
    return !asLists && items.length === 1 ? items[0] : items;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, v]) => [key, relisted(v, asLists, key)]);
    const object: unknown = Object.fromEntries(members);
    return asLists && name === 'Statement' ? [object] : object;
  }
  return asLists && typeof value === 'string' && !single.has(name) ? [value] : value;
}

const single = new Set(['Version', 'Id', 'Sid', 'Effect', 'Principal', 'NotPrincipal', 'Ref', '']);
