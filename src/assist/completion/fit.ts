import { editInDocument, type LocatedPolicy, type Span, spanInDocument, type TextEdit } from '../../policy';
import { type Places, tabStops } from '../snippets';
import type { Candidate, Request } from './candidate';

// AWS CloudFormation User Guide, "Pseudo parameters reference".
export const pseudoParameters: Places = {
  account: '${AWS::AccountId}',
  region: '${AWS::Region}',
  partition: '${AWS::Partition}',
};

/** Something to choose, fitted into the text: all offsets are those of the document. */
export interface Completion extends Candidate {
  /** What it replaces; never more than a line. */
  readonly span: Span;
  /** In the syntax of VS Code's snippets. */
  readonly insert: string;
  /** What is typed is compared with this. */
  readonly filter: string;
  /** A comma that is missing before. */
  readonly besides: readonly TextEdit[];
}

/**
 * Adds quotes, colon and commas as far as they are missing, so that the text around is valid JSON afterwards; escapes what stands in a
 * policy that is itself a string.
 * @param inSub inside of the text of `Fn::Sub`
 * @param template a CloudFormation template: accounts and Regions are written with `Fn::Sub`
 */
export function fit(candidate: Candidate, request: Request, inSub: boolean, template: boolean): Completion | undefined {
  const { policy, cursor, places } = request;
  const { typed, quotes, atKey, hasColon, commaAt, commaAfter } = cursor;
  const wrap =
    template &&
    !inSub &&
    !atKey &&
    candidate.json === undefined &&
    /\{(account|region|partition)\}/.test(candidate.text ?? '');
  if (inSub && candidate.json !== undefined) {
    return undefined;
  }
  const text = candidate.text ?? candidate.label;
  const json = candidate.json ?? (wrap ? `{ "Fn::Sub": ${quoted(text)} }` : undefined);
  const all: Places = wrap ? { ...places, ...pseudoParameters } : places;
  const comma = commaAfter ? ',' : '';
  const member = atKey && !hasColon ? `: ${candidate.value ?? '"{cursor}"'}${comma}` : comma;
  const closes = quotes === 'closed' ? 1 : 0;
  let span = typed;
  let raw: string;
  let filter = candidate.label;
  if (json !== undefined) {
    // An object in place of the string: the quotes go.
    if (quotes !== 'none') {
      span = { offset: typed.offset - 1, length: typed.length + 1 + closes };
      filter = `"${filter}`;
    }
    raw = json + comma;
  } else if (quotes === 'none') {
    raw = quoted(text) + member;
  } else if (quotes === 'open') {
    raw = `${quoted(text).slice(1)}${member}`;
  } else if (member !== '') {
    span = { offset: typed.offset, length: typed.length + 1 };
    raw = `${quoted(text).slice(1)}${member}`;
  } else {
    raw = quoted(text).slice(1, -1);
  }
  const first = quotes === 'none' ? span.offset : typed.offset - 1;
  const attached = commaAt !== undefined && commaAt === span.offset;
  const edits =
    commaAt === undefined || attached || commaAt > first ? [] : [{ offset: commaAt, length: 0, newText: ',' }];
  return {
    ...candidate,
    span: spanInDocument(policy, span),
    insert: tabStops(attached ? `, ${raw}` : raw, all, encodeFor(policy)),
    filter,
    besides: edits.map(edit => editInDocument(policy, edit)),
  };
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function encodeFor({ embedding }: LocatedPolicy): (text: string) => string {
  return embedding === undefined ? text => text : embedding.encode;
}
