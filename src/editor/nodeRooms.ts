import type * as Aws from '../aws';
import type * as Sandbox from '../sandbox';
import { type Host, notInBrowser, NotPossible } from './host';

/** The room of the AWS SDK, loaded on first use. @throws NotPossible in a browser's worker */
export async function awsRoom(host: Host): Promise<typeof Aws> {
  needNode(host);
  return import('../aws');
}

/** The room of the sandbox, loaded on first use. @throws NotPossible in a browser's worker */
export async function sandboxRoom(host: Host): Promise<typeof Sandbox> {
  needNode(host);
  return import('../sandbox');
}

/** For a command that ends in a call: whoever asks is told at once, not after a question or two. @throws NotPossible in a browser's worker */
export function needNode({ inBrowser }: Host): void {
  if (inBrowser) {
    throw new NotPossible(notInBrowser);
  }
}
