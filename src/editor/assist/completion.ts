import * as vscode from 'vscode';
import { complete, hasSchemaFor, type Knowledge, type Ordered, type Surroundings } from '../../assist/completion';
import { isEmptyJson, isPolicyPath, mayHoldPolicy } from '../../policy';
import type { Say } from '../../text/message';
import { markdown } from '../../text/markdown';
import { sayer } from '../../text/say';
import { keyOfCase } from '../access/keyPolicies';
import type { CurrentDiagnosis } from '../explain/current';
import { type Host, translate } from '../host';
import { isWritten, jsonDocuments } from '../jsonDocuments';
import { policiesIn, policiesOf, settledKind } from '../policies';
import { rangeOf } from '../range';
import { descriptionsFrom, servicesFrom } from '../services';
import { profileAccounts } from '../credentials/profileAccounts';
import { WorkspaceNames } from './workspaceNames';

class Item extends vscode.CompletionItem {
  constructor(
    readonly completion: Ordered,
    say: Say,
  ) {
    super(labelOf(completion, say), kinds[completion.kind]);
  }
}

const kinds: Readonly<Record<Ordered['kind'], vscode.CompletionItemKind>> = {
  element: vscode.CompletionItemKind.Property,
  action: vscode.CompletionItemKind.Method,
  wildcard: vscode.CompletionItemKind.Constant,
  service: vscode.CompletionItemKind.Module,
  operator: vscode.CompletionItemKind.Operator,
  key: vscode.CompletionItemKind.Field,
  value: vscode.CompletionItemKind.Value,
  principal: vscode.CompletionItemKind.User,
  snippet: vscode.CompletionItemKind.Snippet,
};

/** What is typed, and beside it its translation. */
function labelOf({ label, shown, title }: Ordered, say: Say): string | vscode.CompletionItemLabel {
  const description = title && say(title);
  return description === undefined || description === label ? shown : { label: shown, description };
}

/** What completion may know besides the document: the workspace's names, the profiles' accounts, all services. */
class KnowledgeBase implements vscode.Disposable {
  readonly #names = new WorkspaceNames();
  readonly #services: ReturnType<typeof servicesFrom>;
  readonly #descriptions: ReturnType<typeof descriptionsFrom>;
  #accounts: Promise<readonly string[]> | undefined;

  constructor(
    readonly host: Host,
    readonly current: CurrentDiagnosis,
  ) {
    this.#services = servicesFrom(host);
    this.#descriptions = descriptionsFrom(host);
  }

  /** What is known for a document. */
  async of(document: vscode.TextDocument): Promise<Knowledge> {
    this.#accounts ??= profileAccounts(this.host);
    const others = policiesIn(document).some(p => p.kind !== 'key');
    const [seen, accounts, services, descriptions] = await Promise.all([
      this.#names.seenFrom(document),
      this.#accounts,
      this.#services(),
      others ? this.#descriptions() : undefined,
    ]);
    const keyArn = keyOfCase(document.uri, this.current);
    return {
      seen,
      accounts,
      ...(services && { services }),
      ...(descriptions && { descriptions }),
      ...(keyArn !== undefined && { keyArn }),
    };
  }

  /** The profiles' accounts are read again: a profile that is new shows after the workspace was trusted. */
  forgetAccounts(): void {
    this.#accounts = undefined;
  }

  dispose(): void {
    this.#names.dispose();
  }
}

/** Completion in policies and in documents that are to be one. */
export function registerCompletion(host: Host, current: CurrentDiagnosis): vscode.Disposable {
  const knowledge = new KnowledgeBase(host, current);
  const provider: vscode.CompletionItemProvider<Item> = {
    async provideCompletionItems(document, position, token, { triggerKind }) {
      if (!canComplete(document)) {
        return undefined;
      }
      // What is typed while the knowledge comes is filtered by VS Code: the answer is about the text that was asked about.
      const written = {
        text: document.getText(),
        policies: policiesIn(document),
        locate: (text: string) => policiesOf(document, text),
        surroundings: surroundingsOf(document, triggerKind),
      };
      const offset = document.offsetAt(position);
      const known = await knowledge.of(document);
      if (token.isCancellationRequested) {
        return undefined;
      }
      const completions = complete(written, offset, known);
      return new vscode.CompletionList(
        completions.map(c => itemOf({ document, position, offset }, c, host.say)),
        completions.some(c => c.kind === 'service'),
      );
    },
    resolveCompletionItem(item) {
      const documentation = documentationOf(item.completion);
      if (documentation) {
        item.documentation = documentation;
      }
      return item;
    },
  };
  return vscode.Disposable.from(
    knowledge,
    vscode.workspace.onDidGrantWorkspaceTrust(() => knowledge.forgetAccounts()),
    vscode.languages.registerCompletionItemProvider([...jsonDocuments], provider, '"', ':'),
  );
}

/** Whether there is something to complete: a policy, the beginning of one, or an empty document that may become one. */
function canComplete(document: vscode.TextDocument): boolean {
  if (!isWritten(document)) {
    return false;
  }
  const text = document.getText();
  return (
    policiesIn(document).length > 0 ||
    isEmptyJson(text) ||
    mayHoldPolicy(text) ||
    isPolicyPath(pathInWorkspace(document))
  );
}

function surroundingsOf(document: vscode.TextDocument, triggerKind: vscode.CompletionTriggerKind): Surroundings {
  const { uri } = document;
  return {
    path: pathInWorkspace(document),
    settled: settledKind(document),
    schema:
      hasSchemaFor(uri, vscode.workspace.getConfiguration('json', document).get('schemas')) ||
      vscode.extensions.all.some(({ packageJSON }) => hasSchemaFor(uri, contributedSchemas(packageJSON))),
    invoked: triggerKind === vscode.CompletionTriggerKind.Invoke,
  };
}

function contributedSchemas(packageJson: unknown): unknown {
  return (packageJson as { readonly contributes?: { readonly jsonValidation?: unknown } }).contributes?.jsonValidation;
}

/** With the name of the workspace's folder; of a document outside of the workspace its folder and name alone, for those above are not about it. */
function pathInWorkspace({ uri }: vscode.TextDocument): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return folder === undefined ? uri.path.split('/').slice(-2).join('/') : vscode.workspace.asRelativePath(uri, true);
}

/** Where completion was asked for; behind the position the document may have become longer since. */
interface Asked {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
  readonly offset: number;
}

function itemOf({ document, position, offset }: Asked, completion: Ordered, say: Say): Item {
  const item = new Item(completion, say);
  const { span } = completion;
  item.range = new vscode.Range(
    position.translate(0, span.offset - offset),
    position.translate(0, span.offset + span.length - offset),
  );
  item.insertText = new vscode.SnippetString(completion.insert);
  item.filterText = completion.filter;
  item.sortText = completion.sort;
  if (completion.preselect) {
    item.preselect = true;
  }
  if (completion.detail) {
    item.detail = say(completion.detail);
  }
  if (completion.deprecated) {
    item.tags = [vscode.CompletionItemTag.Deprecated];
  }
  if (completion.besides.length > 0) {
    item.additionalTextEdits = completion.besides.map(e => new vscode.TextEdit(rangeOf(document, e), e.newText));
  }
  if (completion.goesOn) {
    item.command = { title: '', command: 'editor.action.triggerSuggest' };
  }
  return item;
}

const inMarkdown = sayer(markdown, translate);

function documentationOf({ about, source }: Ordered): vscode.MarkdownString | undefined {
  const paragraphs = (about?.() ?? []).map(inMarkdown);
  const link = source?.startsWith('https://') === true ? [`[AWS](${source})`] : [];
  return paragraphs.length + link.length === 0
    ? undefined
    : new vscode.MarkdownString([...paragraphs, ...link].join('\n\n'));
}
