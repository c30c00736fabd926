import * as vscode from 'vscode';
import { type Host, needNode } from '../host';

/** The account ids that the user's AWS profiles name, the default profile's first; none in an untrusted workspace. Makes no call. */
export async function profileAccounts(host: Host): Promise<readonly string[]> {
  if (!vscode.workspace.isTrusted) {
    return [];
  }
  try {
    const { profiles } = await (await needNode(host).aws()).listProfiles();
    return [...new Set(profiles.flatMap(p => p.account ?? []))];
  } catch {
    return []; // a broken AWS configuration is told where it is used
  }
}
