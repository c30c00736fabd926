import * as vscode from 'vscode';
import { conclusionOf, type Verification } from '../../live';
import { verificationReport, verificationSentence } from '../../explanation';
import { diagnose, type Diagnosis } from '../../diagnosis';
import { message, type Message } from '../../text/message';
import { activeCase, caseFile } from '../caseFiles';
import type { Explain } from '../explain';
import type { ShownDiagnosis } from '../explain/current';
import { showExplanation } from '../explain/show';
import { type Host, isCancellation, registerCommand, tell } from '../host';
import type { Shared } from '../shared';
import { systemClock } from '../systemClock';
import { copyAsCli } from './copyAsCli';
import { askCiphertext, askEncryptionContext, readCiphertext } from './inputs';
import { runVerification, type TestPlan } from './run';

/** Which case is verified, and how. */
export interface VerifyInput {
  /** The case to verify; unless given, the one in front, else the latest. */
  readonly shown?: ShownDiagnosis;
  /** A change was just made: the test repeats until KMS agrees. */
  readonly afterChange?: boolean;
  /** The key policy as it was just stored, where that is not the one that the diagnosis read. */
  readonly keyPolicy?: string;
  /** Try a real ciphertext: this file's, or one that is asked for. */
  readonly ciphertext?: vscode.Uri | 'ask';
}

/** Tests whether the denied operation would work now. Ends when the report is on the screen, or the user has backed out. */
export type Verify = (input: VerifyInput) => Promise<void>;

const reportName = 'Verify access.md';

/** **Verify Access**, also with a ciphertext file, and **Copy as AWS CLI**. */
export function registerVerify(shared: Shared, explain: Explain): Verify {
  const { host, store, current } = shared;
  let running: AbortController | undefined;

  const verify: Verify = async input => {
    running?.abort();
    const run = (running = new AbortController());
    const shown = input.shown ?? current.inFront();
    if (shown === undefined) {
      return offerExplain(host);
    }
    const plan = await planTest(shared, shown.diagnosis, input);
    if (plan === undefined || run.signal.aborted) {
      return;
    }
    const verification = await runVerification(host, plan, systemClock, run.signal).finally(() =>
      plan.named.session.close(),
    );
    if (verification === undefined || run.signal.aborted) {
      return;
    }
    const report = caseFile(shown.files, reportName);
    await store.put(report, host.inPreview(verificationReport(verification)));
    await showExplanation(report, activeCase() !== undefined);
    // The notification stays until it is dismissed; nobody has to wait for that.
    tellResult(host, verification, explain, () => verify({ ...input, shown })).catch((error: unknown) => {
      if (!isCancellation(error)) {
        host.log.error(String(error));
      }
    });
  };

  host.context.subscriptions.push(
    { dispose: () => running?.abort() },
    registerCommand(host, 'doubleLock.verifyAccess', () => verify({})),
    registerCommand(host, 'doubleLock.verifyCiphertext', (file: unknown) =>
      verify({ ciphertext: file instanceof vscode.Uri ? file : 'ask' }),
    ),
    registerCommand(host, 'doubleLock.copyAsCli', () => {
      const shown = current.inFront();
      return shown === undefined ? offerExplain(host) : copyAsCli(host, shown.diagnosis);
    }),
  );
  return verify;
}

/**
 * Asks for what the test needs.
 * @returns undefined when the user backs out, or when no test can be made, which is said
 */
async function planTest(
  { host, credentials }: Shared,
  told: Diagnosis,
  { keyPolicy, ciphertext: file, afterChange }: VerifyInput,
): Promise<TestPlan | undefined> {
  const diagnosis =
    keyPolicy === undefined ? told : diagnose({ ...told.evidence, keyPolicy: { ok: true, value: keyPolicy } });
  if (!(await canBeTested(host, diagnosis))) {
    return undefined;
  }
  const ciphertext = file === 'ask' ? await askCiphertext(host) : file && (await readCiphertext(host, file));
  if (file !== undefined && ciphertext === undefined) {
    return undefined;
  }
  const encryptionContext = await askEncryptionContext(host, diagnosis, ciphertext !== undefined);
  if (encryptionContext === 'cancelled') {
    return undefined;
  }
  const { who, keyArn, evidence } = diagnosis;
  const named = await credentials.choose({
    purpose: 'test',
    keyArn,
    account: who?.account,
    region: keyArn?.split(':')[3] ?? evidence.denial.region ?? evidence.denial.requestRegion ?? undefined,
    who,
  });
  return named && { diagnosis, named, afterChange: afterChange === true, ciphertext, encryptionContext };
}

async function offerExplain(host: Host): Promise<void> {
  const nothing = message('There is nothing to verify yet: let an error be explained first.');
  const chosen = await tell(
    host,
    nothing,
    message('Explain KMS Access Denied Error'),
    message('Try It on a Sandbox Key'),
  );
  if (chosen !== undefined) {
    await vscode.commands.executeCommand(chosen === 0 ? 'doubleLock.explain' : 'doubleLock.tryIt');
  }
}

async function canBeTested(host: Host, { keyArn, evidence: { denial } }: Diagnosis): Promise<boolean> {
  if (denial.action !== null && (keyArn ?? denial.resource ?? denial.keyId) !== null) {
    return true;
  }
  const missing = message('The error does not say which operation it was, and on which key. Fill it in first.');
  if ((await tell(host, missing, message('Correct What Was Understood…'))) === 0) {
    await vscode.commands.executeCommand('doubleLock.correct');
  }
  return false;
}

async function tellResult(
  host: Host,
  verification: Verification,
  explain: Explain,
  again: () => Promise<void>,
): Promise<void> {
  const conclusion = conclusionOf(verification);
  const {
    keyArn,
    evidence: { denial },
  } = verification.diagnosis;
  const newAnswer = conclusion.kind === 'denied' ? conclusion.message : undefined;
  const actions: [Message, () => Promise<void>][] = [
    ...(newAnswer === undefined
      ? []
      : [
          [
            message('Explain the New Answer'),
            () =>
              explain({
                text: `An error occurred (AccessDeniedException) when calling the ${denial.action?.slice(4) ?? ''} operation: ${newAnswer}`,
                ...(keyArn !== undefined && { keyArn }),
              }),
          ] as [Message, () => Promise<void>],
        ]),
    ...(conclusion.kind === 'allowed'
      ? []
      : [
          [
            conclusion.kind === 'other-tested' ? message('Choose Other Credentials') : message('Verify Again'),
            again,
          ] as [Message, () => Promise<void>],
        ]),
  ];
  const show =
    conclusion.kind === 'denied' || conclusion.kind === 'failed'
      ? vscode.window.showWarningMessage
      : vscode.window.showInformationMessage;
  const titles = actions.map(([title]) => host.say(title));
  const chosen = await show(host.say(verificationSentence(verification)), ...titles);
  await actions.find((_, i) => titles[i] === chosen)?.[1]();
}
