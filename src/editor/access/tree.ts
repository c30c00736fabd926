import * as vscode from 'vscode';
import type { Applying } from '../../access';
import { applyingSays, caseTitle, type LockRow, lockRows, reasonName, verdictSays } from '../../explanation';
import type { Diagnosis } from '../../diagnosis';
import { codeBlock } from '../../text/markdown';
import { message, type Message, type Say } from '../../text/message';
import type { CurrentDiagnosis } from '../explain/current';

/** Who wants what; a lock (or what stands beside it); a statement or grant behind it. */
type Node =
  | { readonly kind: 'request'; readonly diagnosis: Diagnosis }
  | { readonly kind: 'row'; readonly row: LockRow }
  | { readonly kind: 'applying'; readonly applying: Applying };

/** The latest diagnosis as a tree: one node a lock, below it what decided. It shows what the explanation's table shows. */
export class AccessTree implements vscode.TreeDataProvider<Node> {
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(
    private readonly current: CurrentDiagnosis,
    private readonly say: Say,
  ) {
    this.onDidChangeTreeData = current.onDidChange;
  }

  getChildren(node?: Node): Node[] {
    if (node === undefined) {
      const diagnosis = this.current.value?.diagnosis;
      return diagnosis === undefined
        ? []
        : [{ kind: 'request', diagnosis }, ...lockRows(diagnosis).map((row): Node => ({ kind: 'row', row }))];
    }
    return node.kind === 'row' ? node.row.applying.map(applying => ({ kind: 'applying', applying })) : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'request':
        return this.requestItem(node.diagnosis);
      case 'row':
        return this.rowItem(node.row);
      case 'applying':
        return this.applyingItem(node.applying);
    }
  }

  private requestItem(diagnosis: Diagnosis): vscode.TreeItem {
    const {
      who,
      keyArn,
      evidence: { denial },
    } = diagnosis;
    const item = new vscode.TreeItem(caseTitle(diagnosis));
    item.tooltip = [who?.arn, denial.action, keyArn ?? denial.resource].filter(Boolean).join('\n');
    item.iconPath = new vscode.ThemeIcon('account');
    item.command = { command: openExplanationCommand, title: this.say(message('Show Explanation')) };
    item.accessibilityInformation = {
      label: `${[who?.arn, denial.action, keyArn ?? denial.resource].filter(Boolean).join(', ')}. ${item.command.title}`,
    };
    return item;
  }

  private rowItem({ id, name, verdict, says, applying }: LockRow): vscode.TreeItem {
    const item = new vscode.TreeItem(
      this.say(name),
      applying.length > 0 ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
    );
    const told = `${this.say(verdictSays(verdict))}: ${this.say(says)}`;
    // Another id once there is something below: a known node would stay folded.
    item.id = `${id}/${applying.length > 0}`;
    item.description = told;
    item.tooltip = `${this.say(name)}: ${told}`;
    item.iconPath = new vscode.ThemeIcon(...verdictIcons[verdict]);
    item.accessibilityInformation = { label: item.tooltip };
    return item;
  }

  private applyingItem(applying: Applying): vscode.TreeItem {
    const { reason, effect, certain } = applying;
    const item = new vscode.TreeItem(this.say(reasonName(applying.reason)));
    const policy = reason.kind === 'statement' ? reason.name : reason.grant.Operations?.join(', ');
    item.description = [this.say(applyingSays(applying)), policy].filter(Boolean).join(' · ');
    item.tooltip = new vscode.MarkdownString(codeBlock(sourceOf(applying), 'json'));
    item.iconPath = new vscode.ThemeIcon(...(certain ? effectIcons[effect] : doubt));
    item.accessibilityInformation = { label: `${this.say(reasonName(applying.reason))}: ${item.description}` };
    item.command = { command: openReasonCommand, title: this.say(message('Open')), arguments: [reason] };
    return item;
  }
}

/** Not in the manifest: these are for the view's own nodes. */
export const openExplanationCommand = 'doubleLock.openExplanation';
/** Opens the statement or grant that a node stands for. */
export const openReasonCommand = 'doubleLock.openReason';

type Icon = [id: string, colour?: vscode.ThemeColor];
const colour = (name: string): vscode.ThemeColor => new vscode.ThemeColor(`charts.${name}`);
const doubt: Icon = ['question', colour('yellow')];

const verdictIcons: Readonly<Record<LockRow['verdict'], Icon>> = {
  open: ['unlock', colour('green')],
  delegated: ['arrow-right', colour('blue')],
  'not-needed': ['circle-slash'],
  none: ['circle-slash'],
  shut: ['lock', colour('red')],
  unknown: doubt,
};

const effectIcons: Readonly<Record<Applying['effect'], Icon>> = {
  allows: ['check', colour('green')],
  'leaves-to-iam': ['arrow-right', colour('blue')],
  denies: ['error', colour('red')],
  unmet: ['filter', colour('red')],
};

function sourceOf({ reason }: Applying): string {
  return reason.kind === 'grant'
    ? JSON.stringify(reason.grant, undefined, 2)
    : reason.document.text.slice(reason.statement.offset, reason.statement.offset + reason.statement.length);
}

/** The view "KMS Access". */
export function createAccessView(current: CurrentDiagnosis, say: Say): vscode.Disposable {
  const view = vscode.window.createTreeView('doubleLock.access', { treeDataProvider: new AccessTree(current, say) });
  const update = (): void => {
    const diagnosis = current.value?.diagnosis;
    const why = diagnosis && whyNoDecision(diagnosis);
    view.message = why === undefined ? '' : say(why);
  };
  return vscode.Disposable.from(view, current.onDidChange(update));
}

function whyNoDecision({ decision, cause }: Diagnosis): Message | undefined {
  if (decision !== undefined) {
    return undefined;
  }
  return cause.kind === 'incomplete'
    ? message('The error does not say enough to judge the locks.')
    : message('This error is not about the locks. The explanation says more.');
}
