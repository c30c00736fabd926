import * as vscode from 'vscode';
import { message } from '../text/message';
import type { SandboxHost } from './credentials/sandboxHost';
import type { Explain } from './explain';
import { type Host, registerCommand, tell } from './host';

/** **Try It on a Sandbox Key**: a scenario's call fails for real, and its error goes the way of any pasted error. */
export function registerTryIt(host: Host, sandboxHost: SandboxHost, explain: Explain): void {
  host.context.subscriptions.push(
    registerCommand(host, 'doubleLock.tryIt', async (id: unknown) => {
      const scenarios = await sandboxHost.scenarios();
      const scenario =
        scenarios.find(s => s.id === id) ??
        (
          await vscode.window.showQuickPick(
            scenarios.map(s => ({ label: host.say(s.title), detail: host.say(s.detail), scenario: s })),
            {
              title: host.say(
                message('What goes wrong? The call runs against a KMS on this machine, without an AWS account'),
              ),
              matchOnDetail: true,
            },
          )
        )?.scenario;
      if (scenario === undefined) {
        return;
      }
      const error = await sandboxHost.failingCall(scenario);
      if (error === undefined) {
        await tell(host, message('The call succeeded: this sandbox key has been opened meanwhile.'));
        return;
      }
      const source = { kind: 'session', ...(await sandboxHost.sessionFor(scenario)) } as const;
      // KMS may withhold the key from its error; the command line that made the call names it.
      const named = scenario.call.input['KeyId'];
      await explain({
        text: error,
        source,
        ...(typeof named === 'string' && named.startsWith('arn:') && { keyArn: named }),
      });
    }),
  );
}
