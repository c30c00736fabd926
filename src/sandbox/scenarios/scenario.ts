import type { Scenario } from '../../ports';
import type { WorldData } from '../world';

/** A call to KMS that fails, and all of the world in which it does. */
export interface SandboxScenario extends Scenario {
  /** `kms:Decrypt` */
  readonly action: string;
  readonly world: WorldData;
}
