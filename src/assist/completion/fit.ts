import { editInDocument, type LocatedPolicy, type Span, spanInDocument, type TextEdit } from '../../policy';
import { type Places, tabStops } from '../snippets';
import type { Candidate, Request } from './candidate';
import type { Cursor } from './cursor';

// AWS CloudFormation User Guide, "Pseudo parameters reference".
/** What CloudFormation fills in (CloudFormation User Guide, "Get AWS values using pseudo parameters"). */
export const pseudoParameters: Places = {
  account: '${AWS::AccountId}',
  region: '${AWS::Region}',
  partition: '${AWS::Partition}',
};

/** Something to choose, fitted into the text: all offsets are those of the document. */
export interface Completion extends Candidate {
  /** What it replaces; never more than a line. */
  readonly span: Span;
  /** The label as it is shown: a string that is a value has its quotes, as in VS Code's own JSON completion, which repeats what the document holds. */
  readonly shown: string;
  /** In the syntax of VS Code's snippets. */
  readonly insert: string;
  /** What is typed is compared with this; with quotes where `span` has them. */
  readonly filter: string;
  /** A comma that is missing before. */
  readonly besides: readonly TextEdit[];
}

/**
 * Adds quotes, colon and commas as far as they are missing, so that the text around is valid JSON afterwards; escapes
 * what stands in a policy that is itself a string.
 * @param inSub inside of the text of `Fn::Sub`
 * @param template a CloudFormation template: accounts and Regions are written with `Fn::Sub`
 * @returns undefined for what is no string, inside of the text of `Fn::Sub`
 */
export function fit(candidate: Candidate, request: Request, inSub: boolean, template: boolean): Completion | undefined {
  if (inSub && candidate.json !== undefined) {
    return undefined;
  }
  const { policy, cursor, places } = request;
  const needsSub = template && !inSub && !cursor.atKey && namesPseudoParameter(candidate);
  const json = needsSub ? `{ "Fn::Sub": ${quoted(textOf(candidate))} }` : candidate.json;
  const { span, raw, filter } =
    json === undefined
      ? asString(candidate, cursor, policy.source.kind === 'text')
      : inPlaceOfString(json, candidate, cursor);
  const attached = cursor.commaAt === span.offset;
  return {
    ...candidate,
    shown: cursor.atKey || candidate.json !== undefined ? candidate.label : `"${candidate.label}"`,
    span: spanInDocument(policy, span),
    insert: tabStops(
      attached ? `, ${raw}` : raw,
      needsSub ? { ...places, ...pseudoParameters } : places,
      encodeFor(policy),
    ),
    filter,
    besides: attached ? [] : commaBefore(cursor).map(edit => editInDocument(policy, edit)),
  };
}

/** Whether it is a text with places that CloudFormation fills in. */
function namesPseudoParameter({ json, text = '' }: Candidate): boolean {
  return json === undefined && /\{(account|region|partition)\}/.test(text);
}

/** What is written in place of what, in the policy's own text. */
interface Replacement {
  readonly span: Span;
  readonly raw: string;
  readonly filter: string;
}

/**
 * @param withQuotes replaces the quotes too, and is compared with them, as VS Code's own JSON completion is: what is compared without the
 * quote that was typed comes after everything that is compared with it. Not where quotes are written as escapes.
 */
function asString(
  candidate: Candidate,
  { typed, quotes, atKey, hasColon, commaAfter }: Cursor,
  withQuotes: boolean,
): Replacement {
  const comma = commaAfter ? ',' : '';
  const after = atKey && !hasColon ? `: ${candidate.value ?? '"{cursor}"'}${comma}` : comma;
  // Who goes on with a value types on inside of its quotes.
  const string = quoted(textOf(candidate) + (candidate.goesOn && !atKey && withQuotes ? '{cursor}' : ''));
  const filter = candidate.label;
  if (quotes === 'none') {
    return { span: typed, raw: string + after, filter };
  }
  if (withQuotes) {
    const closing = quotes === 'closed' ? 1 : 0;
    const span = { offset: typed.offset - 1, length: 1 + typed.length + closing };
    return { span, raw: string + after, filter: quoted(filter) };
  }
  // What comes after goes behind the closing quote.
  const inside = quotes === 'closed' && after === '';
  return inside
    ? { span: typed, raw: string.slice(1, -1), filter }
    : {
        span: { ...typed, length: typed.length + (quotes === 'closed' ? 1 : 0) },
        raw: string.slice(1) + after,
        filter,
      };
}

/** JSON in place of the string: the quotes go. */
function inPlaceOfString(json: string, { label }: Candidate, { typed, quotes, commaAfter }: Cursor): Replacement {
  const raw = commaAfter ? `${json},` : json;
  if (quotes === 'none') {
    return { span: typed, raw, filter: label };
  }
  const closing = quotes === 'closed' ? 1 : 0;
  return { span: { offset: typed.offset - 1, length: 1 + typed.length + closing }, raw, filter: `"${label}` };
}

/** A comma that is missing before, as an edit of its own. */
function commaBefore({ commaAt, quotes, typed }: Cursor): TextEdit[] {
  const start = quotes === 'none' ? typed.offset : typed.offset - 1;
  return commaAt === undefined || commaAt > start ? [] : [{ offset: commaAt, length: 0, newText: ',' }];
}

function textOf({ text, label }: Candidate): string {
  return text ?? label;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function encodeFor({ source }: LocatedPolicy): (text: string) => string {
  return text => source.encode(text);
}
