import type { FailingCall, RunningSandbox, SandboxCredentials } from '../ports';
import { Callers, type SandboxSessionRequest } from './callers';
import { Trail } from './cloudTrail';
import { FaultSwitches } from './faults';
import { encipher } from './kms/cipher';
import { type SandboxScenario, scenarios } from './scenarios';
import { listen } from './server';
import { World } from './world';

export type { SandboxCredentials } from '../ports';
export type { SandboxSessionRequest } from './callers';
export { type Fault, FaultSwitches } from './faults';
export { type SandboxScenario, scenarios } from './scenarios';
export type { PolicyJson, SandboxIdentity, SandboxKey, WorldData } from './world';

/** A KMS, STS, IAM and CloudTrail on this machine, alive until {@link Sandbox.close}. */
export interface Sandbox extends RunningSandbox {
  readonly faults: FaultSwitches;
  /** How often an operation was called, refused calls included: `kms:PutKeyPolicy`. */
  calls(operation: string): number;
  /**
   * Throw-away credentials for a role, user or account root of the sandbox; each call gives new ones.
   * @throws Error when the sandbox has no such identity.
   */
  credentials(
    principalArn: string,
    options?: Pick<SandboxSessionRequest, 'sessionName' | 'expires'>,
  ): SandboxCredentials;
}

/** What a sandbox is started with. */
export interface SandboxOptions {
  /** Only this scenario's accounts and keys, or a world of your own; all scenarios' unless given. */
  readonly scenario?: Pick<SandboxScenario, 'world'>;
}

/**
 * Starts a sandbox on a free port of 127.0.0.1. It keeps everything in memory and writes no log.
 * @throws Error (the promise rejects) when no port can be opened
 */
export async function startSandbox({ scenario }: SandboxOptions = {}): Promise<Sandbox> {
  const world = new World((scenario ? [scenario] : scenarios).map(s => s.world));
  const callers = new Callers();
  const faults = new FaultSwitches();
  const calls = new Map<string, number>();
  const { server, endpoint } = await listen({ world, callers, faults, calls, trail: new Trail(world) });
  return {
    endpoint,
    faults,
    calls: operation => calls.get(operation) ?? 0,
    credentials(principalArn, options) {
      const identity = world.identity(principalArn);
      if (identity === undefined) {
        throw new Error(`The sandbox has no ${principalArn}`);
      }
      return callers.issue(identity, options);
    },
    requestOf: ({ call }) => ({ operation: call.operation, input: { ...call.input, ...prepared(world, call) } }),
    close: () =>
      new Promise<void>(resolve => {
        // An error says that it was closed before.
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function prepared(world: World, { ciphertext }: FailingCall): { readonly CiphertextBlob?: Uint8Array } {
  const key = ciphertext && world.key(ciphertext.keyArn);
  return key === undefined
    ? {}
    : {
        CiphertextBlob: encipher(
          world,
          key,
          Buffer.from('the sandbox says hello'),
          ciphertext?.encryptionContext ?? {},
        ),
      };
}
