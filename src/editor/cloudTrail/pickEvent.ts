import * as vscode from 'vscode';
import {
  type Clock,
  type FoundEvent,
  type KmsEvent,
  searchEvents,
  type SearchProgress,
  type SearchResult,
  type WantedEvent,
} from '../../live';
import { eventLines } from '../../explanation';
import type { Session } from '../../ports';
import { message } from '../../text/message';
import type { Host } from '../host';

type Item = vscode.QuickPickItem & { readonly event: KmsEvent };

/** What came of a list of events. */
export type Picked =
  | { readonly kind: 'event'; readonly event: KmsEvent }
  | { readonly kind: 'nothing'; readonly result: SearchResult }
  /** The list was closed. */
  | { readonly kind: 'backed-out' };

/**
 * Lists events as they are found; one can be chosen while the search still goes on, and closing the list ends it. A list that stays empty
 * closes by itself. The event that carries the error's request id is marked.
 */
export async function pickEvent(host: Host, session: Session, wanted: WantedEvent, clock: Clock): Promise<Picked> {
  const search = new AbortController();
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = host.say(message('Looking through CloudTrail …'));
  pick.placeholder = host.say(message('Which event is to be explained?'));
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = pick.matchOnDetail = true;
  pick.busy = true;
  pick.show();
  const chosen = new Promise<Picked>(resolve => {
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item) {
        resolve({ kind: 'event', event: item.event });
      }
    });
    pick.onDidHide(() => resolve({ kind: 'backed-out' }));
    pick.onDidTriggerItemButton(({ item }) => void showEvent(item.event));
  });
  const show = ({ found, read }: SearchProgress): void => {
    pick.title = host.say(message('CloudTrail: {read} events read, {found} found', { read, found: found.length }));
    pick.items = [...found].sort((a, b) => Number(b.certain) - Number(a.certain)).map(f => itemOf(host, f));
  };
  try {
    const options = { clock, signal: search.signal, progress: show };
    const searched = searchEvents(session, wanted, options).then((result): Promise<Picked> => {
      pick.busy = false;
      if (result.failure !== undefined || result.found.length === 0) {
        return Promise.resolve({ kind: 'nothing', result });
      }
      return chosen;
    });
    return await Promise.race([chosen, searched]);
  } finally {
    search.abort();
    pick.dispose();
  }
}

function itemOf(host: Host, { event, certain }: FoundEvent): Item {
  const { label, description, detail } = eventLines(event, host.say);
  // `$(` would begin an icon.
  const plain = (text: string): string => text.replaceAll('$(', '$ (');
  return {
    label: `$(${certain ? 'pass-filled' : 'error'}) ${plain(label)}`,
    description: plain(certain ? `${description} · ${host.say(message('the error’s own request id'))}` : description),
    detail: plain(detail),
    buttons: [{ iconPath: new vscode.ThemeIcon('json'), tooltip: host.say(message('Show the Event')) }],
    alwaysShow: true,
    event,
  };
}

/** The whole event as a document, where it has its lens. */
export async function showEvent({ text }: KmsEvent): Promise<void> {
  const content = JSON.stringify(JSON.parse(text), undefined, 2);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'json', content }), {
    preview: false,
  });
}
