import { encryptionContextCondition, viaServiceOnly, wrongEncryptionContext } from './conditions';
import {
  awsManagedKey,
  ciphertextWithoutKey,
  crossAccountIamMissing,
  crossAccountKeyPolicyMissing,
} from './crossAccount';
import { explicitDenyIam, explicitDenyKeyPolicy, permissionsBoundary } from './denies';
import { disabledKey, pendingDeletion, pendingImport } from './keyStates';
import {
  autoScalingGrantMissing,
  grantWithoutOperation,
  permissionSetUnread,
  recreatedRoleScenario,
  weakenedRootStatement,
} from './principals';
import { missingAlias, replicaPolicy, wrongRegion } from './regions';
import { iamMissing, iamMissingUser, noRootStatement, policyNotReadable } from './sameAccount';
import type { SandboxScenario } from './scenario';
import { cloudTrailKey, eventsToQueue, logGroup, s3Inventory, snsToQueue } from './services';

export type { SandboxScenario } from './scenario';

/** Every scenario, in the order in which they are offered. */
export const scenarios: readonly SandboxScenario[] = [
  noRootStatement,
  iamMissing,
  crossAccountKeyPolicyMissing,
  crossAccountIamMissing,
  explicitDenyKeyPolicy,
  explicitDenyIam,
  disabledKey,
  iamMissingUser,
  weakenedRootStatement,
  policyNotReadable,
  recreatedRoleScenario,
  permissionsBoundary,
  autoScalingGrantMissing,
  grantWithoutOperation,
  permissionSetUnread,
  snsToQueue,
  eventsToQueue,
  logGroup,
  s3Inventory,
  cloudTrailKey,
  viaServiceOnly,
  encryptionContextCondition,
  wrongEncryptionContext,
  ciphertextWithoutKey,
  replicaPolicy,
  awsManagedKey,
  pendingDeletion,
  pendingImport,
  wrongRegion,
  missingAlias,
];
