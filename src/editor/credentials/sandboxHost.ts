import { isSamePrincipal, type LabelledSession } from '../../live';
import type { RunningSandbox, Scenario } from '../../ports';
import { message } from '../../text/message';
import { type CommandLine, posixLine } from '../../text/shell';
import { type Host, needNode } from '../host';

/** The one sandbox of this window: started on first use, ended with the window. It needs no credentials of the user's and no trust. */
export class SandboxHost {
  private running: Promise<RunningSandbox> | undefined;

  constructor(private readonly host: Host) {}

  /**
   * The running sandbox; starts it if need be. A start that failed is tried again the next time.
   * @throws NotPossible in a browser's worker
   */
  sandbox(): Promise<RunningSandbox> {
    if (this.running === undefined) {
      this.running = needNode(this.host)
        .sandbox()
        .then(room => room.startSandbox());
      this.running.catch(() => {
        this.running = undefined;
      });
    }
    return this.running;
  }

  /** All scenarios, in the order in which they are offered. @throws NotPossible in a browser's worker */
  async scenarios(): Promise<readonly Scenario[]> {
    return (await needNode(this.host).sandbox()).scenarios;
  }

  /**
   * The scenario to which a key belongs; undefined for a key that is not the sandbox's. @throws NotPossible in a
   * browser's worker
   */
  async scenarioOf(keyArn: string): Promise<Scenario | undefined> {
    return (await this.scenarios()).find(s => s.keyArn === keyArn);
  }

  /** A session of the administrator who may read the scenario's key. */
  sessionFor(scenario: Scenario): Promise<LabelledSession> {
    return this.sessionAs(scenario.readerArn, scenario.region);
  }

  /**
   * A session of one of the sandbox's roles or users.
   * @throws Error when the sandbox has no such identity; NotPossible in a browser's worker
   */
  async sessionAs(principalArn: string, region: string): Promise<LabelledSession> {
    const [sandbox, aws] = await Promise.all([this.sandbox(), needNode(this.host).aws()]);
    const session = aws.openSandboxSession({
      endpoint: sandbox.endpoint,
      credentials: sandbox.credentials(principalArn),
      region,
    });
    return { session, label: this.host.say(message('Sandbox')) };
  }

  /** The sandbox's own role or user behind an ARN, which may be a session's; undefined when it has no such one. */
  async identityOf(principalArn: string): Promise<string | undefined> {
    return (await this.scenarios())
      .flatMap(s => s.world.identities ?? [])
      .find(i => isSamePrincipal(i.arn, principalArn))?.arn;
  }

  /** The ARN of the administrator of a sandbox account, who may read its CloudTrail; undefined when it has none. */
  administratorOf(account: string): Promise<string | undefined> {
    return this.identityOf(`arn:aws:iam::${account}:role/KeyAdmin`);
  }

  /**
   * Makes the scenario's call for real, as its principal.
   * @returns what a terminal shows of it, command line and error; undefined when the call succeeded
   * @throws NotPossible in a browser's worker; Error when the sandbox cannot be reached
   */
  async failingCall(scenario: Scenario): Promise<string | undefined> {
    const [sandbox, aws] = await Promise.all([this.sandbox(), needNode(this.host).aws()]);
    const { operation, input } = sandbox.requestOf(scenario);
    const connection = {
      endpoint: sandbox.endpoint,
      credentials: sandbox.credentials(scenario.principalArn),
      region: scenario.region,
    };
    const error = await aws.errorOfCall(connection, operation, input);
    return error && `$ ${posixLine(commandLine(operation, input, scenario.region))}\n\n${error}\n`;
  }

  dispose(): void {
    void this.running?.then(
      sandbox => sandbox.close(),
      () => undefined,
    );
  }
}

function commandLine(operation: string, input: Readonly<Record<string, unknown>>, region: string): CommandLine {
  const kebab = operation.replace(/\B[A-Z]/g, c => `-${c}`).toLowerCase();
  return [
    'aws',
    'kms',
    kebab,
    ...(typeof input['KeyId'] === 'string' ? ['--key-id', input['KeyId']] : []),
    '--region',
    region,
  ];
}
