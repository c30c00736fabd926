import * as vscode from 'vscode';
import type { Diagnosis, Who } from '../../diagnosis';
import { profileIs } from '../../live';
import type { Profile } from '../../ports';
import { message } from '../../text/message';
import { type Host, tell } from '../host';
import type { SandboxHost } from '../sandboxHost';
import { credentialChoices, type NamedSession, type ProfileNote, type SessionChoice } from '../sessions';

/**
 * Asks with whose credentials to test, those that are the denied principal first. In the sandbox it is that principal without asking,
 * unless there are profiles to choose from.
 * @returns undefined when the user backs out
 */
export async function chooseTester(
  host: Host,
  sandboxHost: SandboxHost,
  diagnosis: Diagnosis,
): Promise<NamedSession | undefined> {
  const { who, keyArn } = diagnosis;
  const name = who?.name ?? '?';
  const sandbox = await sandboxChoice(host, sandboxHost, diagnosis);
  const profiles = await credentialChoices(host, {
    account: who?.account,
    rememberAs: who && `test as ${who.arn}`,
    region:
      keyArn?.split(':')[3] ?? diagnosis.evidence.denial.region ?? diagnosis.evidence.denial.requestRegion ?? undefined,
    note: profile => who && noteOn(profile, who),
  });
  if (sandbox !== undefined && (profiles.length === 0 || !vscode.workspace.isTrusted)) {
    return sandbox.open?.();
  }
  const choices = [...(sandbox ? [sandbox] : []), ...profiles];
  if (choices.length === 0) {
    await tell(
      host,
      message('No AWS profile was found to test with. Create one with {command}.', { command: 'aws configure sso' }),
    );
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(choices, {
    title: host.say(message('The error was about {name}: test with which credentials?', { name })),
    placeHolder: host.say(message('Where they are not {name}, its role is assumed if that is allowed', { name })),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return chosen?.open?.();
}

/** Whether a profile is the denied principal, where that can be told. */
function noteOn(profile: Profile, who: Who): ProfileNote | undefined {
  const { name } = who;
  switch (profileIs(profile, who)) {
    case true:
      return { says: message('is {name}', { name }), rank: -1 };
    case false:
      return { says: message('is not {name}', { name }), rank: 1 };
    case undefined:
      return undefined;
  }
}

async function sandboxChoice(
  host: Host,
  sandboxHost: SandboxHost,
  { keyArn, who }: Diagnosis,
): Promise<SessionChoice | undefined> {
  const scenario = keyArn === undefined ? undefined : await sandboxHost.scenarioOf(keyArn);
  if (scenario === undefined) {
    return undefined;
  }
  const identity = who && (await sandboxHost.identityOf(who.arn));
  const label = host.say(message('Sandbox'));
  return {
    label: `$(beaker) ${label}`,
    description: host.say(
      identity === undefined ? message('as the key’s administrator') : message('as {name}', { name: who?.name ?? '?' }),
    ),
    open: async () => ({
      session: await sandboxHost.sessionAs(identity ?? scenario.readerArn, scenario.region),
      label,
    }),
  };
}
