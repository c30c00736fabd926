/** A `key: value` pair of a JSON text, a JavaScript or Python dump, or a log line. */
export interface Field {
  /** Names of the objects around it and its own, in lower case, joined by dots. */
  readonly path: string;
  /** Its own name, as it stands. */
  readonly name: string;
  readonly value: string;
  readonly offset: number;
}

/** An object that stands in the text between braces, or the rest of a cut-off one. Offsets into the clean text. */
export interface Block {
  readonly start: number;
  readonly end: number;
}

/** What shows that a block is a CloudTrail event (CloudTrail User Guide, "CloudTrail record contents"). */
const eventKey = /[{}]|["']?\b(?:event_?name|event_?source)\b["']?\s{0,4}[:=]/gi;

/**
 * Finds CloudTrail events by their braces, whatever the depth of quoting was: alone, in `Records`, as `CloudTrailEvent` strings, in log
 * rows. What has lost its braces is an event from one's end to the next's beginning.
 */
export function findEvents(text: string): Block[] {
  const events: Block[] = [];
  const open: { readonly start: number; found: boolean }[] = [];
  let loose: number | undefined;
  for (const match of text.matchAll(eventKey)) {
    if (match[0] === '{') {
      open.push({ start: match.index, found: false });
      continue;
    }
    if (match[0] === '}') {
      const block = open.pop();
      if (block?.found) {
        addEvent(events, { start: block.start, end: match.index + 1 });
      }
      continue;
    }
    const around = open.at(-1);
    if (around === undefined) {
      loose ??= match.index;
    } else {
      around.found = true;
    }
  }
  const cut = open.find(b => b.found)?.start ?? loose;
  if (cut !== undefined && events.length === 0) {
    events.push({ start: Math.min(cut, paragraphStart(text, cut)), end: text.length });
  }
  return events;
}

/** LookupEvents repeats EventName outside the event it carries: the outer object then takes the place of those inside it. */
function addEvent(events: Block[], event: Block): void {
  while ((events.at(-1)?.start ?? -1) > event.start) {
    events.pop();
  }
  events.push(event);
}

function paragraphStart(text: string, at: number): number {
  const blank = text.lastIndexOf('\n\n', at);
  return blank < 0 ? 0 : blank;
}

// One alternative each for brackets and for a key with its value; a value ends where its own quote is followed by what may follow a value.
const token =
  /([{[])|([}\]])|(?:(["'])([A-Za-z_$@][\w.$@:/[\]-]{0,80})\3|(?<![\w.$@-])([A-Za-z_$@][\w.$@-]{0,80}))\s{0,4}(?:[:=]|=>)(?:\s{0,4}"([^"]{0,4000})"(?=\s{0,200}(?:[,}\]\n;]|$))|\s{0,4}'([^']{0,4000})'(?=\s{0,200}(?:[,}\]\n;]|$))| {0,4}([^\s{}[\]"',;]{1,400}))?/g;

/** How many names of a path are kept: deeper than any event, and a million open braces stay cheap. */
const deepest = 8;

/** Reads the pairs of a block, in text order. Values that hold quotes themselves are left to the sentence readers. */
export function readFields(text: string, { start, end }: Block): Field[] {
  const fields: Field[] = [];
  const path: string[] = [];
  let pending = '';
  // Without braces, as in YAML, a name without a value holds what follows.
  let section = '';
  for (const match of text.slice(start, end).matchAll(token)) {
    const [, opening, closing, , quoted, bare, double, single, word] = match;
    if (opening === undefined && pending !== '') {
      section = pending;
      pending = '';
    }
    if (opening !== undefined) {
      path.push(pending);
      pending = '';
      continue;
    }
    if (closing !== undefined) {
      path.pop();
      pending = '';
      continue;
    }
    const name = quoted ?? bare ?? '';
    const key = name.toLowerCase();
    const value = double ?? single ?? word;
    if (value === undefined) {
      pending = key;
      continue;
    }
    fields.push({
      path: [...(path.length === 0 ? [section] : path.slice(-deepest)), key]
        .filter(p => p !== '')
        .join('.')
        .replace(/\.\d{1,4}(?=\.)|\[\d{1,4}\]/g, ''),
      name,
      value: value.replace(/\n/g, ''),
      offset: start + match.index,
    });
  }
  return fields;
}
