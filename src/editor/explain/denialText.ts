import * as vscode from 'vscode';
import { mayHoldDenial } from '../../denial';
import type { PasteDocuments } from './pasteDocument';

/**
 * Finds the text the user means: editor selection, terminal selection, our own paste document, clipboard, whole active document.
 * @param fromTerminal the command came from a place that saw a terminal selection
 * @returns undefined when nothing of it holds a KMS error; a selection is returned whatever it holds, for the user pointed at it
 */
export async function findDenialText(paste: PasteDocuments, fromTerminal: boolean): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const selected = fromTerminal ? await terminalSelection() : editorSelection(editor);
  if (selected !== undefined) {
    return selected;
  }
  const whole = editor?.document.getText();
  if (editor && whole?.trim() && paste.of(editor.document)?.what === 'error') {
    return whole;
  }
  const clipboard = await readClipboard();
  if (clipboard !== undefined && mayHoldDenial(clipboard)) {
    return clipboard;
  }
  return whole !== undefined && mayHoldDenial(whole) ? whole : undefined;
}

/** The selected text, several selections one below the other; undefined when nothing but white space is selected. */
function editorSelection(editor: vscode.TextEditor | undefined): string | undefined {
  if (editor === undefined) {
    return undefined;
  }
  const selected = editor.selections.map(s => editor.document.getText(s)).filter(text => text.trim() !== '');
  return selected.length === 0 ? undefined : selected.join('\n');
}

// There is no stable API for a terminal's selection: it is copied by the terminal's own command, and the clipboard put back.
async function terminalSelection(): Promise<string | undefined> {
  const before = await readClipboard();
  if (before === undefined) {
    return undefined;
  }
  await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  const selected = await readClipboard();
  await vscode.env.clipboard.writeText(before);
  return selected?.trim() ? selected : undefined;
}

/** The clipboard's text; undefined where the browser or the system refuses it. */
async function readClipboard(): Promise<string | undefined> {
  try {
    return await vscode.env.clipboard.readText();
  } catch {
    return undefined;
  }
}
