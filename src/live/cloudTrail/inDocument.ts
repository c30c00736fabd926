import { type JSONVisitor, visit } from 'jsonc-parser';
import type { Span } from '../../policy';
import { mayHoldKmsEvent } from './mayHold';
import { isFailure, isKmsSource, readKmsEvent } from './event';

/** A failed KMS event in a document. */
export interface EventInDocument {
  /** Where it begins in the document, in UTF-16 code units: the object, or the string that holds it. */
  readonly at: Span;
  /** The event's own JSON. */
  readonly text: string;
}

interface Open {
  readonly offset: number;
  source?: unknown;
  code?: unknown;
  name?: unknown;
}

/**
 * Every failed KMS event of CloudTrail in a JSON text: alone, in `Records`, or as the escaped strings of LookupEvents'
 * output; in text order. Takes half-written text, also one with too many open brackets: what stands before them counts.
 * Linear in its length.
 */
export function failedKmsEvents(text: string): EventInDocument[] {
  if (!mayHoldKmsEvent(text)) {
    return [];
  }
  const found: EventInDocument[] = [];
  const open: Open[] = [];
  let property = '';
  const visitor: JSONVisitor = {
    onObjectBegin: offset => {
      open.push({ offset });
    },
    onObjectProperty: name => {
      property = name;
    },
    onObjectEnd: (offset, length) => {
      const object = open.pop();
      if (
        object === undefined ||
        !isKmsSource(object.source) ||
        !isFailure(object.code) ||
        typeof object.name !== 'string'
      ) {
        return;
      }
      found.push({
        at: { offset: object.offset, length: offset + length - object.offset },
        text: text.slice(object.offset, offset + length),
      });
    },
    onLiteralValue: (value, offset, length) => {
      const object = open.at(-1);
      if (property === 'eventSource' && object) {
        object.source = value;
      }
      if (property === 'errorCode' && object) {
        object.code = value;
      }
      if (property === 'eventName' && object) {
        object.name = value;
      }
      // LookupEvents, and log rows such as CloudWatch's `message` and `@message`, hold the event as a string.
      if (
        typeof value === 'string' &&
        /^(CloudTrailEvent|@?message)$/.test(property) &&
        isFailure(readKmsEvent(value)?.errorCode)
      ) {
        found.push({ at: { offset, length }, text: value });
      }
    },
  };
  try {
    visit(text, visitor, { disallowComments: false, allowTrailingComma: true });
  } catch (error) {
    // Thousands of open brackets: what was found until then is kept.
    if (!(error instanceof RangeError)) {
      throw error;
    }
  }
  return found.sort((a, b) => a.at.offset - b.at.offset);
}
