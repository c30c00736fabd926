import { type AccessCase, type CaseReading, decide, type Decision, type Reason } from '../access';
import { becauseOf, needMessage } from '../explanation';
import { asText, message, type Message } from '../text/message';
import { sayer, sayEnglish, terminal } from '../text/say';
import { misuse, type CliIo } from './io';
import { toJson } from './json';
import { readCases } from './readCases';

const usage = `Usage: double-lock simulate FILE.json|FILE.jsonl|- [--format text|json]

Decides requests to AWS KMS from policies and grants in a file: one case as JSON, a list of cases, or one case after another.
A case has principal, action, keyArn, keyPolicy, identityPolicies, grants, scp, rcp, boundary, sessionPolicy,
vpcEndpointPolicy, context, contextUnknown and, optionally, id, unread and keyState. Works offline.
--format json prints one line a case, in the order of the input.
Exit code: 0 every case was decided, 2 misuse, unreadable input, or a case that cannot be read (the others are still decided).
`;

/**
 * `double-lock simulate FILE.json|.jsonl [--format text|json]`. Resolves with the exit code: 0 every case was decided,
 * 2 misuse, unreadable input, or a case that cannot be read.
 */
export async function simulate(args: readonly string[], io: CliIo): Promise<number> {
  if (args.includes('--help')) {
    io.stdout(usage);
    return 0;
  }
  const options = readArguments(args);
  if (options === undefined) {
    io.stderr(usage);
    return misuse;
  }
  let text: string;
  try {
    text = options.file === '-' ? await io.readStdin() : await io.readFile(options.file);
  } catch (error) {
    io.stderr(
      `double-lock simulate: cannot read ${options.file}: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return misuse;
  }
  const readings = readCases(text, /\.(jsonl|ndjson)$/i.test(options.file));
  if (readings.length === 0) {
    io.stderr('double-lock simulate: the input holds no case\n');
    return misuse;
  }
  let exit = 0;
  for (const reading of readings) {
    if ('problem' in reading) {
      exit = misuse;
    }
    io.stdout(options.format === 'json' ? toJson(asJson(reading), 0) : inText(reading));
  }
  return exit;
}

interface Options {
  readonly file: string;
  readonly format: 'text' | 'json';
}

function readArguments(args: readonly string[]): Options | undefined {
  let format: string | undefined = 'text';
  const files: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? '';
    if (word === '--format') {
      format = args[++i];
    } else if (word.startsWith('--format=')) {
      format = word.slice('--format='.length);
    } else if (word.startsWith('-') && word !== '-') {
      return undefined;
    } else {
      files.push(word);
    }
  }
  const [file] = files;
  return file !== undefined && files.length === 1 && (format === 'text' || format === 'json')
    ? { file, format }
    : undefined;
}

function asJson(reading: CaseReading): unknown {
  if ('problem' in reading) {
    return { id: reading.id ?? null, error: sayEnglish(reading.problem) };
  }
  const { id, request, known } = reading.case;
  const decision = decide(request, known);
  return {
    id: id ?? null,
    decision: decision.outcome,
    keyPolicyLock: decision.keyPolicyLock,
    iamLock: decision.iamLock,
    denySource: decision.denySource ?? 'none',
    because: becauseOf(decision).map(sayEnglish).join(' '),
    decidedBy: decision.decidedBy.map(reason => reasonJson(reason, reading.case)),
    needs: decision.needs.map(need => sayEnglish(needMessage(need))),
  };
}

/** `statement` counts from 0, within its policy or within the list of grants. */
function reasonJson(reason: Reason, { known }: AccessCase): unknown {
  return reason.kind === 'statement'
    ? { policy: reason.policy, statement: reason.statement.index, sid: reason.statement.sid?.value?.value ?? null }
    : { policy: 'grant', statement: known.grants?.indexOf(reason.grant) ?? -1, sid: reason.grant.GrantId ?? null };
}

const outcomes: Readonly<Record<Decision['outcome'], Message>> = {
  allowed: message('allowed'),
  denied: message('denied'),
  unknown: message('unknown'),
};
const asFarAsSeen = message('allowed, as far as could be seen');

const say = sayer(terminal);

function inText(reading: CaseReading): string {
  if ('problem' in reading) {
    return `${say(asText(String(reading.id ?? '?')))}: error: ${say(reading.problem)}\n\n`;
  }
  const { id, request, known } = reading.case;
  const decision = decide(request, known);
  const outcome =
    decision.outcome === 'allowed' && decision.unread.length > 0 ? asFarAsSeen : outcomes[decision.outcome];
  return [
    `${id === undefined ? '' : `${say(asText(String(id)))}: `}${say(outcome)}`,
    `  ${say(asText(request.principal))}`,
    `  ${say(asText(request.action))} on ${say(asText(request.keyArn))}`,
    `  key-policy lock: ${decision.keyPolicyLock}, IAM lock: ${decision.iamLock}${decision.denySource === null ? '' : `, denied by: ${decision.denySource}`}`,
    ...becauseOf(decision).map(sentence => `  - ${say(sentence)}`),
    '',
    '',
  ].join('\n');
}
