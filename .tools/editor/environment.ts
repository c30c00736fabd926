/** The environments of the editors that we start. */
import { devNull } from 'node:os';

/** Ours, without what npm and a surrounding VS Code put there: an editor started by us would take it for its own. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return without(/^(npm_|VSCODE_|ELECTRON_|NODE_OPTIONS$|TSX_|INIT_CWD$)/i, process.env);
}

/** For tests: also without the AWS configuration of whoever runs them. A test brings its own. */
export function testEnvironment(): NodeJS.ProcessEnv {
  return {
    ...without(/^(AWS_|DOUBLE_LOCK_)/i, plainEnvironment()),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function without(names: RegExp, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.test(name)));
}
