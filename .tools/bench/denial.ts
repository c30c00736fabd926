/**
 * How long the denial reader takes: a 10 MB log beside a 1 MB log, and texts made to be hard. Time has to grow with the length and no
 * faster: doubling a text may cost a little more than double, for the machine is shared. Alone: `npx tsx .tools/bench/denial.ts`.
 */
import { readDenials } from '../../src/denial';

/** One measured value; with a limit it can fail. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit?: number;
}

const role = 'arn:aws:sts::111122223333:assumed-role/app/i-0abc';
const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const sentence = `User: ${role} is not authorized to perform: kms:Decrypt on resource: ${key} because no identity-based policy allows the kms:Decrypt action`;

/** A log in which every fiftieth line is a failure, half of them in JSON, all by different callers. */
function log(bytes: number): string {
  const lines: string[] = [];
  for (let length = 0, n = 0; length < bytes; n++) {
    const line = logLine(n);
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join('\n');
}

function logLine(n: number): string {
  const time = new Date(1_735_787_045_000 + n * 1000).toISOString();
  if (n % 50 !== 0) {
    return `${time} INFO request ${n} for /api/items/${n * 7} took ${n % 97} ms {"user":"u${n}","path":"/a/b/c"}`;
  }
  const failed = sentence.replace('i-0abc', `i-${n}`);
  return n % 100 === 0
    ? `${time} ERROR AccessDeniedException: ${failed}`
    : JSON.stringify({ time, level: 'error', msg: failed, details: { key } });
}

/** Short texts that are repeated: each is the beginning of something the reader looks for. */
const hard: Readonly<Record<string, string>> = {
  colons: ':',
  'opening braces': '{',
  'closing braces': '}',
  'opening brackets': '[',
  'angle brackets': '<',
  quotes: '"',
  'quotes in pairs': '"\'',
  apostrophes: "'",
  backslashes: '\\',
  'escaped quotes': '\\"',
  ampersands: '&',
  entities: '&amp;',
  escapes: '\x1b[',
  'percent signs': '%3',
  'line breaks': '\n',
  bars: '│ ',
  spaces: ' ',
  'comment signs': '# ',
  digits: '1',
  letters: 'a',
  stars: '*',
  dots: '.',
  'half ARNs': 'arn:aws:kms:',
  ARNs: `${key}\n`,
  'wrapped ARNs': 'arn:aws:kms:eu-west-1:1111\n',
  callers: 'User: ',
  'callers in lines': 'User:\n',
  verbs: 'is not authorized to perform: ',
  'half sentences': `User: ${role} is not authorized to perform: kms:Decrypt on resource: `,
  reasons: 'because no ',
  codes: 'AccessDeniedException ',
  'KMS and codes': 'KMS AccessDeniedException ',
  heads: '(AccessDeniedException) when calling the Decrypt operation: ',
  'operation errors': 'operation error KMS: ',
  'service tags': '(Service: AWSKMS; ',
  'KMS codes': 'KMS.KMS',
  states: ' is disabled',
  'keys and states': 'key/x is disabled ',
  'event names': '"eventName":',
  'open events': '{"eventName":"Decrypt",',
  events: '{"eventName":"Decrypt","eventSource":"kms.amazonaws.com","errorCode":"AccessDenied"}',
  'event keys': 'eventName:a',
  ciphertext: 'ciphertext refers to a ',
  'request ids': 'request id: ',
  times: '2025-01-02T03:04:05Z ',
  'decoded messages': '"allowed":false,"explicitDeny"',
  'string ends': "' +\n'",
  'encryption contexts': 'encryptionContext: {',
};

function milliseconds(text: string): number {
  const start = performance.now();
  readDenials(text);
  return performance.now() - start;
}

/** The best of three: what the machine does beside can only make it slower. */
function best(text: string): number {
  return Math.min(milliseconds(text), milliseconds(text), milliseconds(text));
}

/** Runs all measurements. */
export function benchmarks(): Row[] {
  const small = log(1_000_000);
  const large = log(10_000_000);
  milliseconds(small);
  const one = best(small);
  const ten = best(large);
  const rows: Row[] = [
    { name: 'denial: 1 MB log', value: one, unit: 'ms' },
    { name: 'denial: 10 MB log', value: ten, unit: 'ms' },
    { name: 'denial: 10 MB log over 1 MB log', value: ten / one, unit: '×', limit: 20 },
  ];
  for (const [name, unit] of Object.entries(hard)) {
    const text = unit.repeat(Math.ceil(100_000 / unit.length));
    const short = best(text);
    const long = best(text.repeat(8));
    // A few milliseconds are noise.
    rows.push({ name: `denial: ${name}, 800 kB over 100 kB`, value: long / Math.max(short, 20), unit: '×', limit: 20 });
  }
  return rows;
}

if (process.argv[1] === import.meta.filename) {
  for (const { name, value, unit, limit } of benchmarks()) {
    console.log(
      `${limit !== undefined && value > limit ? 'SLOW ' : '     '}${name.padEnd(64)}${value.toFixed(1).padStart(10)} ${unit}`,
    );
  }
}
