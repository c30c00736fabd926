import * as vscode from 'vscode';
import {
  becomeTester,
  type Clock,
  type LabelledSession,
  mayStillSpread,
  repeat,
  tryOperation,
  assumedKey,
  type Verification,
} from '../../live';
import { answered, type Diagnosis } from '../../diagnosis';
import {
  type Answer,
  type DryRunRequest,
  isAwsEndpoint,
  type LiveKey,
  failureSentence,
  type Session,
} from '../../ports';
import { asCode, asName, asText, message } from '../../text/message';
import { type Host, tell } from '../host';
import type { Ciphertext } from './inputs';

/** What a test is made with. */
export interface TestPlan {
  readonly diagnosis: Diagnosis;
  readonly named: LabelledSession;
  readonly afterChange: boolean;
  readonly ciphertext: Ciphertext | undefined;
  readonly encryptionContext: Readonly<Record<string, string>> | undefined;
}

/**
 * Makes the test, with progress that can be cancelled: what was learnt until then still counts.
 * @param superseded aborted when a newer test begins
 * @returns undefined when the test could not even begin, which is said
 * @throws AbortError when cancelled before the first trial
 */
export async function runVerification(
  host: Host,
  plan: TestPlan,
  clock: Clock,
  superseded: AbortSignal,
): Promise<Verification | undefined> {
  const { who, evidence } = plan.diagnosis;
  const action = evidence.denial.action ?? '';
  const options = {
    location: vscode.ProgressLocation.Notification,
    cancellable: true,
    title: host.say(message('Testing {action} for {name}', { action: asCode(action), name: asName(who?.name ?? '?') })),
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort());
    const signal = AbortSignal.any([superseded, cancelled.signal]);
    const test = await prepare(host, plan, signal);
    if (test === undefined) {
      return undefined;
    }
    const { session, request, facts } = test;
    const repetition = await repeat(abort => tryOperation(session, request, abort), {
      again: answer => mayStillSpread(facts, answer),
      clock,
      signal,
      between: (attempt, pause) =>
        progress.report({
          message: host.say(
            message('not yet, after {after} s. A change takes time to spread: next try in {pause} s', {
              after: Math.round(attempt.after / 1000),
              pause: Math.round(pause / 1000),
            }),
          ),
        }),
    });
    if (session !== plan.named.session) {
      session.close();
    }
    host.log.info(`verify: ${action} as ${facts.tester.as}: ${repetition.attempts.length} tries, ${repetition.end}`);
    return { ...facts, repetition };
  });
}

interface PreparedTest {
  /** The tester's. */
  readonly session: Session;
  readonly request: DryRunRequest;
  /** What is known before the first trial. */
  readonly facts: Omit<Verification, 'repetition'>;
}

/** Becomes the tester, as far as that goes, and looks at the key. Undefined when there is nothing to test with, which is said. */
async function prepare(host: Host, plan: TestPlan, signal: AbortSignal): Promise<PreparedTest | undefined> {
  const { diagnosis, named, afterChange, ciphertext, encryptionContext } = plan;
  const { who, keyArn, evidence } = diagnosis;
  const test = await becomeTester(named, who, realArn(diagnosis), signal);
  if (!test.ok) {
    void tell(host, message('The test could not begin: {why}', { why: failureSentence(test.failure) }));
    return undefined;
  }
  const { session, tester } = test.value;
  const key = await session.describeKey(keyArn ?? evidence.denial.resource ?? evidence.denial.keyId ?? '', signal);
  const live = keyToTest(key, diagnosis);
  if (live === undefined) {
    void tell(
      host,
      message('The key could not be found for a test: {why}', {
        why: key.ok ? asText('') : failureSentence(key.failure),
      }),
    );
    return undefined;
  }
  return {
    session,
    request: {
      action: evidence.denial.action ?? '',
      key: live,
      ...(encryptionContext && { encryptionContext }),
      ...(ciphertext && { ciphertext: ciphertext.bytes }),
    },
    facts: {
      diagnosis,
      tester,
      key,
      afterChange,
      ...(encryptionContext && { encryptionContext }),
      ...(ciphertext && { ciphertext: ciphertext.name }),
      ...(session.source.kind !== 'sandbox' &&
        !isAwsEndpoint(session.endpoints.kms) && { endpoint: session.endpoints.kms }),
    },
  };
}

/** The key as the tester sees it, else as the diagnosis saw it, else what its ARN tells. */
function keyToTest(key: Answer<LiveKey>, { keyArn, evidence }: Diagnosis): LiveKey | undefined {
  if (key.ok) {
    return key.value;
  }
  return answered(evidence.key) ?? assumedKey(keyArn ?? '');
}

function realArn({ evidence: { identity } }: Diagnosis): string | undefined {
  return answered(identity)?.principalArn;
}
