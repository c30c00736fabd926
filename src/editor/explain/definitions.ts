import * as vscode from 'vscode';
import { cluesOf } from '../../explanation';
import { definitionFiles, type Diagnosis, type KeyDefinition, keyDefinitionsIn } from '../../diagnosis';
import { previewLink } from '../preview';

// Enough for a big repository of infrastructure code, and never a burden for any other.
const mostFiles = 1000;
const mostBytes = 1_000_000;
const mostFound = 50;
const atOnce = 16;
const outside = '**/{node_modules,.git,.terraform,.venv,venv,dist,build,out,target}/**';

/**
 * Looks for code in the workspace that defines KMS keys: then a live edit does not last. Bounded in files and bytes; what cannot be
 * read is passed over.
 */
export async function findDefinitions(diagnosis: Diagnosis, signal: AbortSignal): Promise<readonly KeyDefinition[]> {
  if (!vscode.workspace.workspaceFolders?.length) {
    return [];
  }
  const stop = new vscode.CancellationTokenSource();
  signal.addEventListener('abort', () => stop.cancel(), { once: true });
  const files = await vscode.workspace.findFiles(`**/*.{${definitionFiles.join(',')}}`, outside, mostFiles, stop.token);
  const clues = cluesOf(diagnosis);
  const found: KeyDefinition[] = [];
  for (let n = 0; n < files.length && found.length < mostFound && !signal.aborted; n += atOnce) {
    found.push(...(await Promise.all(files.slice(n, n + atOnce).map(uri => definitionsIn(uri, clues)))).flat());
  }
  return found
    .slice(0, mostFound)
    .sort((a, b) => Number(b.likely) - Number(a.likely) || a.path.localeCompare(b.path) || a.line - b.line);
}

async function definitionsIn(uri: vscode.Uri, clues: readonly string[]): Promise<readonly KeyDefinition[]> {
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > mostBytes) {
      return [];
    }
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const href = previewLink(uri);
    return keyDefinitionsIn(text, vscode.workspace.asRelativePath(uri), clues).map(d =>
      href === undefined ? d : { ...d, href: `${href}#L${d.line}` },
    );
  } catch {
    return [];
  }
}
