import * as vscode from 'vscode';
import { complete, type Completion, type Knowledge } from '../../assist/completion';
import { isEmptyJson, mayHoldPolicy } from '../../policy';
import type { Say } from '../../text/message';
import { markdown } from '../../text/markdown';
import { sayer } from '../../text/say';
import { keyOfCase } from '../access/keyPolicies';
import type { CurrentDiagnosis } from '../explain/current';
import { type Host, translate } from '../host';
import { isWritten, jsonDocuments } from '../jsonDocuments';
import { policiesIn, policiesOf } from '../policies';
import { rangeOf } from '../range';
import { descriptionsFrom, servicesFrom } from '../services';
import { profileAccounts } from '../credentials/profileAccounts';
import { WorkspaceNames } from './workspaceNames';

class Item extends vscode.CompletionItem {
  constructor(
    readonly completion: Completion,
    say: Say,
  ) {
    super(labelOf(completion, say), kinds[completion.kind]);
  }
}

const kinds: Readonly<Record<Completion['kind'], vscode.CompletionItemKind>> = {
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
function labelOf({ label, title }: Completion, say: Say): string | vscode.CompletionItemLabel {
  const description = title && say(title);
  return description === undefined || description === label ? label : { label, description };
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

/** Completion in policies, and whole policies in empty JSON documents. */
export function registerCompletion(host: Host, current: CurrentDiagnosis): vscode.Disposable {
  const knowledge = new KnowledgeBase(host, current);
  const provider: vscode.CompletionItemProvider<Item> = {
    async provideCompletionItems(document, position, token) {
      if (!canComplete(document)) {
        return undefined;
      }
      const { version } = document;
      const known = await knowledge.of(document);
      if (token.isCancellationRequested || document.version !== version) {
        return undefined;
      }
      const completions = complete(
        { text: document.getText(), policies: policiesIn(document), locate: text => policiesOf(document, text) },
        document.offsetAt(position),
        known,
      );
      return new vscode.CompletionList(
        completions.map((c, i) => itemOf(document, c, i, host.say)),
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
  return policiesIn(document).length > 0 || isEmptyJson(text) || mayHoldPolicy(text);
}

function itemOf(document: vscode.TextDocument, completion: Completion, order: number, say: Say): Item {
  const item = new Item(completion, say);
  item.range = rangeOf(document, completion.span);
  item.insertText = new vscode.SnippetString(completion.insert);
  item.filterText = completion.filter;
  item.sortText = String(order).padStart(5, '0');
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

function documentationOf({ about, source }: Completion): vscode.MarkdownString | undefined {
  const paragraphs = (about?.() ?? []).map(inMarkdown);
  const link = source?.startsWith('https://') === true ? [`[AWS](${source})`] : [];
  return paragraphs.length + link.length === 0
    ? undefined
    : new vscode.MarkdownString([...paragraphs, ...link].join('\n\n'));
}
