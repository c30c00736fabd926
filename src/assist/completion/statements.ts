import { type JsonValue, type LocatedKind, printJson } from '../../policy';
import { asText, type Message, message, verbatim } from '../../text/message';
import { sayEnglish } from '../../text/say';
import { consolePolicy, policyTemplate, type Snippet, snippets, type StatementTemplate, tabStops } from '../snippets';
import type { Candidate, Knowledge, Request } from './candidate';
import type { Completion } from './fit';

/** Whole statements, for the list of statements of a policy or in place of it. */
export function statementsFor({ policy: { kind, document, source }, cursor: { path } }: Request): Candidate[] {
  const taken = new Set(document.statements.map(s => s.sid?.value?.value));
  const inList = typeof path.at(-1) === 'number';
  const step = source.kind === 'text' ? '\t' : '';
  return [
    plain(kind, step, inList),
    ...snippets
      .filter(s => s.kind === kind || kind === 'unknown')
      .map((snippet): Candidate => {
        const statements = snippet.statements.map(s => freed(s, taken));
        const json = inList
          ? statements.map(s => printJson(s as unknown as JsonValue, step)).join(step === '' ? ', ' : ',\n')
          : printJson(statements as unknown as JsonValue, step);
        return { label: snippet.label, title: snippet.title, kind: 'snippet', json, ...about(snippet) };
      }),
  ];
}

/** An empty statement with the elements that this kind of policy needs. */
function plain(kind: LocatedKind, step: string, inList: boolean): Candidate {
  const principal = principalIn(kind);
  const statement = {
    Effect: kind === 'rcp' ? 'Deny' : '{effect}',
    ...(principal && { Principal: principal }),
    Action: '{cursor}',
    ...(kind === 'trust' ? {} : { Resource: '*' }),
  };
  return {
    label: 'statement',
    kind: 'snippet',
    json: printJson(inList ? statement : [statement], step),
    detail: message('a statement to fill in'),
  };
}

function principalIn(kind: LocatedKind): JsonValue | undefined {
  switch (kind) {
    case 'identity':
    case 'scp':
      return undefined;
    case 'rcp':
      return '*';
    default:
      return { AWS: '{cursor}' };
  }
}

function freed(statement: StatementTemplate, taken: ReadonlySet<string | undefined>): StatementTemplate {
  let sid = statement.Sid;
  for (let n = 2; taken.has(sid); n++) {
    sid = `${statement.Sid}${n}`;
  }
  return { ...statement, Sid: sid };
}

function about(snippet: Snippet): Pick<Candidate, 'detail' | 'about' | 'source'> {
  return {
    detail:
      snippet.statements.length === 1
        ? message('a statement')
        : message('{count} statements', { count: snippet.statements.length }),
    about: () => [
      snippet.what,
      ...(snippet.documented
        ? []
        : [message('Not all of this was read on AWS’s pages: compare it with the page before you rely on it.')]),
      ...snippet.notes.slice(0, 3).map(note => verbatim(asText(note))),
    ],
    source: snippet.source,
  };
}

/** A whole policy to start with. */
export interface WholePolicy extends Completion {
  readonly policyKind: LocatedKind;
}

/**
 * Whole policies for a document with nothing in it yet; braces that stand there already stay. `offset` is the cursor's.
 * Empty inside of a list, and in front of a brace.
 */
export function policiesToStart(text: string, offset: number, { accounts }: Knowledge): WholePolicy[] {
  const open = text.lastIndexOf('{', offset - 1);
  const list = text.lastIndexOf('[', offset - 1);
  if (list >= 0 || (open < 0 && text.slice(offset).includes('{'))) {
    return [];
  }
  const begin = /"?\w*$/.exec(text.slice(0, offset))?.index ?? offset;
  const end = offset + (/^\w*"?/.exec(text.slice(offset))?.[0].length ?? 0);
  const quoted = text[begin] === '"' ? '"' : '';
  const places = accounts.length > 0 ? { account: accounts } : {};
  const closed = open < 0 || text.slice(offset).includes('}');
  return [snippets[0], consolePolicy, ...snippets.slice(1)].flatMap(snippet => {
    if (snippet === undefined) {
      return [];
    }
    const title = message('{policy}: {statement}', {
      policy: names[snippet.kind] ?? asText(''),
      statement: snippet.id === 'root' ? message('default') : snippet.title,
    });
    const label = sayEnglish(title);
    const json = printJson(policyTemplate(snippet), '\t');
    const raw = open < 0 ? json : json.slice(1, -1).trim().replaceAll('\n\t', '\n') + (closed ? '' : '\n}');
    return [
      {
        label,
        shown: label,
        title,
        kind: 'snippet' as const,
        policyKind: snippet.kind,
        ...about(snippet),
        span: { offset: begin, length: end - begin },
        insert: tabStops(raw, places),
        filter: quoted + label,
        besides: [],
      },
    ];
  });
}

const names: Readonly<Partial<Record<Snippet['kind'], Message>>> = {
  key: message('key policy'),
  identity: message('IAM policy'),
  trust: message('trust policy'),
};
