/**
 * From the pasted text to the proposed key policy, through the real clients over HTTP, with 1, 10 and 100 ms added to every call.
 * What does not grow with the latency is our own time; what grows is told in latencies of one call. IAM reads come later and do not count.
 */
import { openSandboxSession } from '../../src/aws/session';
import { readDenials } from '../../src/denial';
import { gather } from '../../src/editor/explain/gather';
import { diagnose } from '../../src/diagnosis/diagnosis';
import type { Session } from '../../src/ports/session';
import { type Sandbox, scenarios, startSandbox } from '../../src/sandbox';
import type { Row } from '../bench.js';

const scenario = scenarios.find(s => s.id === 'no-root-statement') ?? scenarios[0]!;
const [, , , keyRegion = '', account = ''] = scenario.keyArn.split(':');
const error = (key: string): string =>
  `An error occurred (AccessDeniedException) when calling the Decrypt operation: User: arn:aws:sts::${account}:assumed-role/MyRole/i-0abc ` +
  `is not authorized to perform: kms:Decrypt on resource: ${key} because no resource-based policy allows the kms:Decrypt action`;

const texts = {
  'by ARN': error(scenario.keyArn),
  'by alias': error(`arn:aws:kms:${keyRegion}:${account}:alias/app-config`),
};

const latencies = [1, 10, 100];
/** One after the other with and without latency, so that what the machine does beside meets all alike; the median counts. */
const turns = 25;

/** Runs all measurements. */
export async function benchmarks(): Promise<Row[]> {
  const sandbox = await startSandbox({ scenario });
  try {
    const rows: Row[] = [];
    for (const [name, text] of Object.entries(texts)) {
      const at = (latency: number, measure: () => Promise<number>): Promise<number> => {
        sandbox.faults.latency = latency;
        return measure();
      };
      await pasteToDiff(sandbox, text); // warm
      const own: number[] = [];
      for (const added of latencies) {
        const over: number[] = [];
        const call: number[] = [];
        for (let turn = 0; turn < turns; turn++) {
          const without = await at(0, () => pasteToDiff(sandbox, text));
          own.push(without);
          over.push((await at(added, () => pasteToDiff(sandbox, text))) - without);
          call.push(await at(added, () => oneCall(sandbox)));
        }
        rows.push({
          name: `paste to diff, key ${name}, ${added} ms added per call`,
          value: median(over) / median(call),
          unit: '× one call’s latency + own time',
          limit: 2.3,
        });
      }
      rows.push({ name: `paste to diff, key ${name}: own time`, value: median(own), unit: 'ms' });
    }
    return rows;
  } finally {
    await sandbox.close();
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

async function pasteToDiff(sandbox: Sandbox, text: string): Promise<number> {
  return withSession(sandbox, async session => {
    const start = performance.now();
    const [denial] = readDenials(text);
    if (denial === undefined) {
      throw new Error(`Not understood: ${text}`);
    }
    const { evidence, withIdentity } = await gather(denial, session, 'bench', new AbortController().signal);
    const { proposal } = diagnose(evidence);
    const took = performance.now() - start;
    if (proposal === undefined) {
      throw new Error(`No diff: ${JSON.stringify(evidence)}`);
    }
    await withIdentity;
    return took;
  });
}

async function oneCall(sandbox: Sandbox): Promise<number> {
  return withSession(sandbox, async session => {
    const start = performance.now();
    await session.caller(new AbortController().signal);
    return performance.now() - start;
  });
}

/** A new one each time, as a session's first denial finds it: nothing is connected yet. */
async function withSession(sandbox: Sandbox, measure: (session: Session) => Promise<number>): Promise<number> {
  const session = openSandboxSession({
    endpoint: sandbox.endpoint,
    credentials: sandbox.credentials(scenario.readerArn),
    region: scenario.region,
  });
  try {
    return await measure(session);
  } finally {
    session.close();
  }
}
