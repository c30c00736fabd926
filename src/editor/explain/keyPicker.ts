import * as vscode from 'vscode';
import { readKeyName } from '../../denial';
import { parseKeyArn } from '../../policy';
import { failureSentence, type Session } from '../../ports';
import { message } from '../../text/message';
import { type Host, tell } from '../host';

interface KeyItem extends vscode.QuickPickItem {
  /** Absent: to be typed. */
  readonly arn?: string;
}

// Descriptions cost a call each: enough for a screenful and a search, not for an account with thousands of keys.
const mostDescribed = 100;
const atOnce = 8;

/**
 * Lets the user pick a key of the session's account and Region by alias, description or ARN, or type an ARN.
 * @returns the key's ARN; undefined when the user backs out
 */
export async function pickKey(host: Host, session: Session, typed = ''): Promise<string | undefined> {
  const cancelled = new AbortController();
  const listed = await listKeys(host, session, cancelled);
  if (cancelled.signal.aborted) {
    return undefined;
  }
  if (listed === undefined) {
    return typeKey(host, typed);
  }
  const picked = await show(host, session, listed, cancelled);
  return picked === undefined ? undefined : (picked.arn ?? typeKey(host, typed));
}

/**
 * Lets the user type an ARN, id or alias of a key; `value` stands there already.
 * @returns what was typed; undefined when the user backs out
 */
export async function typeKey(host: Host, value: string): Promise<string | undefined> {
  return vscode.window
    .showInputBox({
      title: host.say(message('ARN, id or alias of the key')),
      value,
      placeHolder: 'arn:aws:kms:eu-west-1:111122223333:key/…',
      ignoreFocusOut: true,
      validateInput: text =>
        (parseKeyArn(text.trim()) ?? readKeyName(text.trim()).keyId)
          ? undefined
          : host.say(message('A key or alias ARN such as arn:aws:kms:REGION:ACCOUNT:key/ID, a key id, or alias/NAME')),
    })
    .then(text => text?.trim());
}

async function listKeys(host: Host, session: Session, cancelled: AbortController): Promise<KeyItem[] | undefined> {
  const [keys, aliases] = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: host.say(message('Listing keys and aliases …')),
    },
    (_, token) => {
      token.onCancellationRequested(() => cancelled.abort());
      return Promise.all([session.listKeys(cancelled.signal), session.aliases(undefined, cancelled.signal)]);
    },
  );
  if (!keys.ok) {
    void tell(host, message('The keys could not be listed: {why}', { why: failureSentence(keys.failure) }));
    return undefined;
  }
  const names = new Map<string, string[]>();
  for (const alias of aliases.ok ? aliases.value : []) {
    if (alias.keyId !== undefined) {
      names.set(alias.keyId, [...(names.get(alias.keyId) ?? []), alias.name]);
    }
  }
  return keys.value
    .map(k => ({ label: `$(key) ${names.get(k.keyId)?.join(', ') ?? k.keyId}`, detail: k.arn, arn: k.arn }))
    .sort((a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label));
}

// Named keys first; those of AWS, whose policies nobody can change, last.
function rank({ label }: KeyItem): number {
  if (label.includes(' alias/aws/')) {
    return 2;
  }
  return label.includes(' alias/') ? 0 : 1;
}

async function show(
  host: Host,
  session: Session,
  listed: readonly KeyItem[],
  cancelled: AbortController,
): Promise<KeyItem | undefined> {
  const picker = vscode.window.createQuickPick<KeyItem>();
  picker.title = host.say(message('Which key?'));
  picker.matchOnDescription = picker.matchOnDetail = picker.keepScrollPosition = true;
  const other: KeyItem = { label: `$(edit) ${host.say(message('Type a key ARN, id or alias …'))}`, alwaysShow: true };
  const items = [...listed];
  picker.items = [...items, other];
  const picked = new Promise<KeyItem | undefined>(resolve => {
    picker.onDidAccept(() => {
      const [item] = picker.selectedItems.length > 0 ? picker.selectedItems : picker.activeItems;
      if (item !== undefined) {
        resolve(item);
      } // none until the list has been drawn
    });
    picker.onDidHide(() => resolve(undefined));
  });
  picker.show();
  const describe = (item: KeyItem): Promise<KeyItem> => described(host, session, item, cancelled.signal);
  const describing = describeKeys(items, describe, cancelled.signal, () => {
    const [active] = picker.activeItems; // none until the list has been drawn
    picker.items = [...items, other];
    if (active !== undefined) {
      picker.activeItems = picker.items.filter(i => (active === other ? i === other : i.arn === active.arn));
    }
  }).catch(() => undefined); // cancelled
  const item = await picked;
  cancelled.abort();
  picker.dispose();
  await describing;
  return item;
}

/** Fills in descriptions and states as they come. */
async function describeKeys(
  items: KeyItem[],
  describe: (item: KeyItem) => Promise<KeyItem>,
  signal: AbortSignal,
  changed: () => void,
): Promise<void> {
  for (let from = 0; from < Math.min(items.length, mostDescribed) && !signal.aborted; from += atOnce) {
    await Promise.all(
      items.slice(from, from + atOnce).map(async (item, n) => {
        items[from + n] = await describe(item);
      }),
    );
    if (!signal.aborted) {
      changed();
    }
  }
}

/** What cannot be described stays as it is. */
async function described(host: Host, session: Session, item: KeyItem, signal: AbortSignal): Promise<KeyItem> {
  const key = await session.describeKey(item.arn ?? '', signal);
  if (!key.ok) {
    return item;
  }
  const { description, state, manager } = key.value;
  const says = [
    description,
    ...(manager === 'AWS' ? [host.say(message('AWS managed'))] : []),
    ...(state === 'Enabled' ? [] : [state]),
  ]
    .filter(Boolean)
    .join(' · ');
  return { ...item, ...(says !== '' && { description: says }) };
}
