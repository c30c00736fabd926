import { encryptionContextOf } from './events';
import { readFields } from './fields';
import { readKeyName, readName, type KeyFacts } from './names';
import type { ReadFields, PastedText } from './page';

/** A stretch of the clean text around a failure, up to the failures before and after it. */
export interface Neighbourhood {
  readonly floor: number;
  readonly start: number;
  readonly end: number;
  readonly ceiling: number;
}

/** How far around a failure its particulars are looked for. */
const reach = 700;

/** A host of KMS, and its Region (AWS General Reference, "AWS Key Management Service endpoints and quotas"). */
const endpoint =
  /(?:(?<![\w.-])|vpce-[\w-]{1,60}\.)kms(?:-fips)?\.([a-z0-9-]{5,30})\.(?:vpce\.)?(?:amazonaws\.com|api\.aws)/;

/** Request id, time, calling service and encryption context, where the text beside the failure has them. */
export function readSurroundings(page: PastedText, at: Neighbourhood): ReadFields {
  const { text } = page.clean;
  const before = text.slice(Math.max(at.floor, at.start - reach), at.start);
  const inside = text.slice(at.start, Math.min(at.end, at.start + 4 * reach));
  const after = text.slice(at.end, Math.min(at.ceiling, at.end + reach));
  const requestId = requestIdIn(inside + after, 'first') ?? requestIdIn(before, 'last');
  const time = timeOf(page, at, before, after);
  const callingService = serviceIn(
    `${before.slice(-300).split('\n\n').at(-1) ?? ''}${inside}${after.slice(0, 400).split('\n\n')[0] ?? ''}`,
  );
  const contextAt = (before + inside + after).search(/encryption_?context["']?\s{0,4}[:=]/i);
  const all = before + inside + after;
  const encryptionContext =
    contextAt < 0
      ? undefined
      : encryptionContextOf(
          readFields(all, { start: contextAt, end: closing(all, contextAt) }).map(f => ({
            ...f,
            path: f.path.replace('encryption_context', 'encryptioncontext'),
          })),
        );
  const requestRegion = endpoint.exec(inside + after)?.[1] ?? endpoint.exec(before)?.[1];
  return {
    ...(requestRegion !== undefined && { requestRegion }),
    ...(requestId !== undefined && { requestId }),
    ...(time !== undefined && { time }),
    ...(callingService !== undefined && { callingService }),
    ...(encryptionContext && { encryptionContext }),
  };
}

function closing(text: string, from: number): number {
  const brace = text.indexOf('}', from);
  return brace < 0 ? text.length : brace + 1;
}

function requestIdIn(text: string, which: 'first' | 'last'): string | undefined {
  const found = [
    ...text.matchAll(/request[\s_-]?id["']?\s{0,4}[:=>]\s{0,4}(?:[A-Za-z]{2,20}\()?["']?([A-Za-z0-9][\w-]{5,80})/gi),
  ]
    .map(m => m[1] ?? '')
    .filter(id => !/^x+$/i.test(id));
  return which === 'first' ? found[0] : found.at(-1);
}

const moment =
  /\b(?:\d{4}[-/]\d\d[-/]\d\d[T_ ]|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d )\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?Z|[+-]\d\d:?\d\d)?/g;

/** The time stamp of the failure's line, or of the record it stands in. Read from the source: prefixes are gone from the clean text. */
function timeOf({ source, clean }: PastedText, at: Neighbourhood, before: string, after: string): string | undefined {
  const start = clean.below(at.start);
  const low = Math.max(at.floor === 0 ? 0 : clean.below(at.floor), start - reach);
  const head = source.slice(low, start);
  const line = head.slice(head.lastIndexOf('\n') + 1);
  const field =
    /(?:time|timestamp|date|ts)["']?\s{0,4}[:=]\s{0,4}["']?(\d{4}-\d\d-\d\d[T ][\d:.,]{5,20}(?: ?Z|[+-]\d\d:?\d\d)?)/i;
  return line.match(moment)?.at(-1) ?? field.exec(after)?.[1] ?? field.exec(before)?.[1] ?? head.match(moment)?.at(-1);
}

const serviceNames: Readonly<Record<string, string>> = {
  dynamodbv2: 'dynamodb',
  cloudwatchlogs: 'logs',
  simplequeueservice: 'sqs',
  simplenotificationservice: 'sns',
  simplesystemsmanagement: 'ssm',
  elasticcomputecloud: 'ec2',
  elasticblockstore: 'ebs',
  elasticfilesystem: 'elasticfilesystem',
  efs: 'elasticfilesystem',
  sfn: 'states',
  cloudwatch: 'monitoring',
};

/** Services that a failure may pass on its way to credentials. */
const notCallers = new Set(['kms', '', 'sts', 'sso', 'ssooidc', 'signin', 'ec2imds']);

/** The AWS service that called KMS: named as `invokedBy`, or as the one that reports the failure. */
function serviceIn(text: string): string | undefined {
  const invoker = /invoked_?by["']?[:=\s]{1,5}["']?([a-z0-9-]+(?:\.[a-z0-9-]+)?\.amazonaws\.com)/i.exec(text)?.[1];
  if (invoker !== undefined) {
    return invoker;
  }
  const named = [
    ...text.matchAll(
      /\(Service: ?([A-Za-z0-9 ]{2,40})[;,]|operation error ([A-Za-z0-9 ]{2,40}):|services\.([a-z0-9]{2,40})\.model\./g,
    ),
  ].map(m => shortName(m[1] ?? m[2] ?? m[3] ?? ''));
  const service = named.find(n => !notCallers.has(n));
  return service === undefined ? undefined : `${service}.amazonaws.com`;
}

function shortName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^(?:amazon|aws)(?=[a-z])/, '');
  return serviceNames[plain] ?? plain;
}

const keyHead = /arn:[^\s:"']{0,40}:kms:/g;

/**
 * The key named beside a failure that does not name it: before it in the same paragraph, else in what follows at once.
 * Undefined when none is named there. `at` has squeezed offsets.
 */
export function keyBeside(
  { clean: { text }, squeezed: { lower, below } }: PastedText,
  at: Neighbourhood,
): KeyFacts | undefined {
  const low = Math.max(at.floor, at.start - reach);
  const sameParagraph = (from: number, to: number): boolean => !text.slice(below(from), below(to)).includes('\n\n');
  const heads = (from: number, to: number): number[] =>
    [...lower.slice(from, to).matchAll(keyHead)].map(m => from + m.index);
  // A policy that is shown beside the failure has keys of its own.
  const before = heads(low, at.start)
    .filter(
      i => !/resource["']?[:=][["']{0,4}$/.test(lower.slice(Math.max(low, i - 20), i)) && sameParagraph(i, at.start),
    )
    .at(-1);
  const found =
    before ??
    heads(at.start, at.end)[0] ??
    heads(at.end, Math.min(at.ceiling, at.end + 260)).find(i => sameParagraph(at.end, i));
  if (found !== undefined) {
    return readKeyName(readName(text, below(found)).value);
  }
  const id = [...lower.slice(low, at.start).matchAll(/kms(?:key|alias)[^()]{0,30}\(([^()]{1,260})\)/g)].at(-1);
  if (id === undefined || !sameParagraph(low + id.index, at.start)) {
    return undefined;
  }
  const from = below(low + id.index + id[0].indexOf('(') + 1);
  const key = readKeyName(text.slice(from, below(low + id.index + id[0].length - 1)).replace(/\s+/g, ''));
  return key.keyId === null ? undefined : key;
}
