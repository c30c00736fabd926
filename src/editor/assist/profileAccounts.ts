import * as vscode from 'vscode';

/** The account ids that the user's AWS profiles name, the default profile's first; none in an untrusted workspace. Makes no call. */
export async function profileAccounts(): Promise<readonly string[]> {
  if (!vscode.workspace.isTrusted) { return []; }
  try {
    const { profiles } = await (await import('../../aws')).listProfiles();
    return [...new Set(profiles.flatMap(p => p.account ?? []))];
  } catch {
    return []; // a broken AWS configuration is told where it is used
  }
}
