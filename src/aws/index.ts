/** The only room with the AWS SDK, loaded by `await import('../aws')` at the first live command. */
export { defaultLimits, type Limits } from './ask';
export type { Credentials } from './credentials';
export { listProfiles } from './profiles';
export { openSandboxSession, openSession, type SandboxSessionOptions, type SessionOptions } from './session';
export { errorOfCall } from './trial';
