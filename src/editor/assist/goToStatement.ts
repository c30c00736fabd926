import * as vscode from 'vscode';
import { listStatements } from '../../assist/statements';
import { message } from '../../text/message';
import { type Host, registerCommand, tell } from '../host';
import { isJson } from '../jsonDocuments';
import { policiesIn } from '../policies';
import { rangeOf } from '../range';

interface StatementItem extends vscode.QuickPickItem {
  readonly range: vscode.Range;
}

/** "Go to Statement…": the statements of the active document by name and by what they do; the editor follows the list. */
export function registerGoToStatement(host: Host): vscode.Disposable {
  return registerCommand(host, 'doubleLock.goToStatement', async () => {
    const editor = vscode.window.activeTextEditor;
    const statements = editor && isJson(editor.document) ? listStatements(policiesIn(editor.document)) : [];
    if (editor === undefined || statements.length === 0) {
      await tell(host, message('The active editor shows no policy.'));
      return;
    }
    const items = statements.map((s): StatementItem => ({
      label: plain(host.say(s.name)),
      detail: plain(host.say(s.says)),
      description: s.pointer,
      range: rangeOf(editor.document, s),
    }));
    await pickAndFollow(host, editor, items);
  });
}

async function pickAndFollow(host: Host, editor: vscode.TextEditor, items: readonly StatementItem[]): Promise<void> {
  const before = { selection: editor.selection, visible: editor.visibleRanges[0] };
  const pick = vscode.window.createQuickPick<StatementItem>();
  const highlight = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
  });
  pick.items = items;
  pick.placeholder = host.say(message('Statement to go to'));
  pick.matchOnDetail = true;
  pick.activeItems = items.filter(item => item.range.contains(before.selection.active)).slice(0, 1);
  const chosen = await new Promise<StatementItem | undefined>(resolve => {
    pick.onDidChangeActive(([item]) => {
      if (item === undefined) {
        return;
      }
      editor.revealRange(item.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      editor.setDecorations(highlight, [item.range]);
    });
    pick.onDidAccept(() => resolve(pick.activeItems[0]));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  pick.dispose();
  highlight.dispose();
  if (chosen === undefined) {
    if (before.visible) {
      editor.revealRange(before.visible, vscode.TextEditorRevealType.AtTop);
    }
    return;
  }
  await vscode.window.showTextDocument(editor.document, {
    ...(editor.viewColumn && { viewColumn: editor.viewColumn }),
    selection: new vscode.Range(chosen.range.start, chosen.range.start),
  });
}

/** `$(` would begin an icon. */
function plain(text: string): string {
  return text.replaceAll('$(', '\\$(');
}
