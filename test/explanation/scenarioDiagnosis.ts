import assert from 'node:assert/strict';
import { errorOfCall, openSandboxSession } from '../../src/aws';
import { type Denial, readDenials } from '../../src/denial';
import { diagnose, type Diagnosis, type RemedyId } from '../../src/diagnosis';
import { gather } from '../../src/editor/explain/gather';
import type { Sandbox, SandboxScenario } from '../../src/sandbox';

/** The error of a scenario's call; undefined where it succeeds. */
export function callOf(sandbox: Sandbox, scenario: SandboxScenario): Promise<string | undefined> {
  const { operation, input } = sandbox.requestOf(scenario);
  return errorOfCall(
    { endpoint: sandbox.endpoint, credentials: sandbox.credentials(scenario.principalArn), region: scenario.region },
    operation,
    input,
  );
}

/** What is found out about a scenario's error, before and after the IAM side is in. */
export async function diagnoseScenario(
  sandbox: Sandbox,
  scenario: SandboxScenario,
  wanted?: RemedyId,
): Promise<{ early: Diagnosis; diagnosis: Diagnosis }> {
  const [read] = readDenials((await callOf(sandbox, scenario)) ?? '');
  assert.ok(read, 'the error is understood');
  const session = openSandboxSession({
    endpoint: sandbox.endpoint,
    credentials: sandbox.credentials(scenario.readerArn),
    region: scenario.region,
  });
  try {
    const { evidence, withIdentity } = await gather(
      withNamedKey(read, scenario),
      session,
      'sandbox',
      new AbortController().signal,
    );
    return { early: diagnose(evidence, wanted), diagnosis: diagnose((await withIdentity) ?? evidence, wanted) };
  } finally {
    session.close();
  }
}

/** Where KMS withholds the key, whoever made the call knows it. */
function withNamedKey(denial: Denial, { call: { input }, keyArn }: SandboxScenario): Denial {
  const [, , , region, resourceAccount] = keyArn.split(':');
  return denial.resource === null && input['KeyId'] === keyArn
    ? {
        ...denial,
        resource: keyArn,
        resourceAccount: resourceAccount ?? null,
        region: region ?? null,
        keyId: keyArn.split('/')[1] ?? null,
      }
    : denial;
}
