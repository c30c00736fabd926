/** A VS Code window, used as a person would: by keyboard, mouse and what is on the screen. */
import { mkdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { quiet, restricted, trusted, type Settings } from '../../.tools/editor/settings.js';
import { makeWorkspace, sharedBrowser, sharedServer, type Environment } from './machinery.js';

const screenshots = resolve(import.meta.dirname, '../../out/screenshots');
const themes = {
  light: { setting: 'Light Modern', name: 'Light Modern', style: 'vs' },
  dark: { setting: 'Dark Modern', name: 'Dark Modern', style: 'vs-dark' },
  'high-contrast': { setting: 'Default High Contrast', name: 'Dark High Contrast', style: 'hc-black' },
} as const;
export type Theme = keyof typeof themes;
/** Long enough for a busy machine of two cores; nobody waits for it where all is well. */
const patience = 45_000;

export interface WorkbenchOptions {
  /** Files by relative path, or a folder to copy. The sample workspace if left out. */
  readonly workspace?: string | Readonly<Record<string, string>>;
  readonly theme?: Theme;
  /** User settings besides those of a quiet window. */
  readonly settings?: Settings;
  /** False opens the window in Restricted Mode. */
  readonly trusted?: boolean;
  /** The display language of extensions, for example `ja`; the workbench itself stays English, for its own translations come from a gallery. */
  readonly language?: string;
  /** Variables for the extension host. Each set of them has a server of its own. */
  readonly env?: Environment;
}

/**
 * A window for the tests of the surrounding `describe`: opened before them, closed after them.
 * @param each gives each test a window of its own: for tests that change what a window keeps, as the sandbox's keys
 */
export function useWorkbench(options: WorkbenchOptions = {}, each = false): () => Workbench {
  let workbench: Workbench | undefined;
  (each ? beforeEach : before)('open the workbench', async () => {
    workbench = await openWorkbench(options);
  });
  beforeEach('start with nothing open and nothing copied', () => workbench?.startAfresh());
  afterEach('keep a picture of a failure', async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench?.screenshot(`failed ${this.currentTest.fullTitle().replace(/[^\w ]+/g, '')}`);
    }
  });
  (each ? afterEach : after)('close the workbench', () => workbench?.close());
  return () => {
    if (!workbench) {
      throw new Error('The workbench is open only while tests run.');
    }
    return workbench;
  };
}

/** Opens a window and waits until it takes commands. Whoever opens it closes it. */
export async function openWorkbench({
  workspace,
  theme = 'dark',
  settings = {},
  trusted: isTrusted = true,
  language,
  env = {},
}: WorkbenchOptions = {}): Promise<Workbench> {
  const server = await sharedServer(env);
  await server.writeSettings({
    ...quiet,
    ...(isTrusted ? trusted : restricted),
    'workbench.colorTheme': themes[theme].setting,
    ...settings,
  });
  const folder = makeWorkspace(workspace);
  const context = await (await sharedBrowser()).newContext({ viewport: { width: 1600, height: 1000 } });
  context.setDefaultTimeout(patience);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  if (language !== undefined) {
    await page.addInitScript(value => {
      Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: value });
    }, language);
  }
  await page.goto(server.address(folder));
  await page.locator('.monaco-workbench .statusbar').waitFor();
  const name = basename(folder).toUpperCase();
  await page.locator('.explorer-folders-view .monaco-list-row, .explorer-viewlet').first().waitFor();
  await page.getByText(name, { exact: false }).first().waitFor();
  return new Workbench(page, context, folder);
}

export class Workbench {
  constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    /** The workspace's path on disk. */ readonly folder: string,
  ) {}

  async close(): Promise<void> {
    await this.context.close();
  }

  /** Leaves nothing of the test before: no question, no editor, and nothing in the clipboard, which all windows share. */
  async startAfresh(): Promise<void> {
    if (await this.page.locator('.monaco-dialog-box').isVisible()) {
      await this.page.keyboard.press('Escape');
    }
    if ((await this.page.locator('.tabs-container .tab').count()) > 0) {
      await this.closeAll();
    }
    await this.setClipboard('');
  }

  /** Saves a picture as `out/screenshots/<name>.png`. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(screenshots, { recursive: true });
    await this.page.screenshot({ path: resolve(screenshots, `${name}.png`) });
  }

  /** Changes the window's colour theme. */
  async theme(theme: Theme): Promise<void> {
    const { name, style } = themes[theme];
    const row = this.pickRows().filter({ hasText: name }).first();
    await this.eventually(`the theme ${name}`, async () => {
      await this.run('Preferences: Color Theme');
      // In a window that has just been opened the list may still be empty.
      if (
        await row.waitFor({ timeout: 3000 }).then(
          () => true,
          () => false,
        )
      ) {
        return true;
      }
      await this.page.keyboard.press('Escape');
      return false;
    });
    await row.click();
    await this.page.locator(`.monaco-workbench.${style}`).waitFor();
    await this.quickInput().waitFor({ state: 'hidden' });
  }

  /** Saves a picture of what is on the screen in each theme, the dark one last, as `<name>-<theme>.png`. With something to look at, looks in each. */
  async inEveryTheme(name: string, look?: (theme: Theme) => Promise<void>): Promise<void> {
    for (const theme of ['high-contrast', 'light', 'dark'] as const) {
      await this.theme(theme);
      await look?.(theme);
      await this.screenshot(`${name}-${theme}`);
    }
  }

  // Commands and picks

  /** Runs a command by its title in the palette, for example `Double Lock: Show Log`. */
  async run(title: string): Promise<void> {
    const row = this.pickRows()
      .filter({ has: this.page.getByText(title, { exact: true }) })
      .first();
    await this.eventually(`"${title}" to be run`, async () => {
      await this.openPalette(title, row);
      return row.click({ timeout: 3000 }).then(
        () => true,
        () => false,
      ); // what a quick pick before leaves behind may close the palette
    });
    await this.page.waitForFunction(
      () =>
        ![...document.querySelectorAll<HTMLInputElement>('.quick-input-widget input')].some(
          input => input.checkVisibility() && input.value.startsWith('>'),
        ),
    );
  }

  /** The titles that the palette shows for a text. */
  async commands(text: string): Promise<string[]> {
    await this.openPalette(text, this.pickRows().filter({ hasText: text }).first());
    const titles = await this.pickRows().locator('.label-name').allInnerTexts();
    await this.page.keyboard.press('Escape');
    return titles.map(plain);
  }

  /** Chooses the entry of the open quick pick that contains a text. */
  async pick(text: string): Promise<void> {
    await this.pickRows().filter({ hasText: text }).first().click();
  }

  /** The entries of the open quick pick, each with its description and detail. */
  async picks(): Promise<string[]> {
    await this.pickRows().first().waitFor();
    return (await this.pickRows().allInnerTexts()).map(plain);
  }

  /** Types into the open input box or quick pick and confirms. */
  async enter(text: string): Promise<void> {
    await this.quickInput().locator('input').first().fill(text);
    await this.accept();
  }

  /** Takes what is marked in the open input box or quick pick, which may have lost the keyboard to a preview that has just loaded. */
  async accept(): Promise<void> {
    await this.quickInput().locator('input').first().press('Enter');
  }

  /** Opens the palette with a text until it shows a row: the commands of an extension that is just being loaded come late. */
  private async openPalette(text: string, row: Locator): Promise<void> {
    await this.eventually(`"${text}" in the command palette`, async () => {
      await this.page.keyboard.press('F1');
      if (!(await this.fill(`>${text}`))) {
        return false;
      }
      await row.waitFor({ timeout: 1500 }).catch(() => undefined);
      if (await row.isVisible()) {
        return true;
      }
      await this.page.keyboard.press('Escape');
      return false;
    });
  }

  /** Fills the quick pick that a key has just opened. False when there is none: a window that is being set up may not open it, or close it again. */
  private fill(text: string): Promise<boolean> {
    return this.quickInput()
      .locator('input')
      .first()
      .fill(text, { timeout: 3000 })
      .then(
        () => true,
        () => false,
      );
  }

  private quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  private pickRows(): Locator {
    return this.quickInput().locator('.quick-input-list .monaco-list-row');
  }

  // Editors

  /** Opens a file of the workspace. */
  async openFile(path: string): Promise<void> {
    const tab = this.page
      .locator('.tab.active')
      .filter({ hasText: basename(path) })
      .first();
    // A file that was just written, or a list that is just being sorted, may make Enter take another row.
    await this.eventually(`a tab with ${path}`, async () => {
      await this.page.keyboard.press('ControlOrMeta+P');
      if (!(await this.fill(path))) {
        return false;
      } // else the text would go into the editor
      await this.pickRows()
        .filter({ hasText: basename(path) })
        .first()
        .click({ timeout: 10_000 })
        .catch(() => this.page.keyboard.press('Escape'));
      return tab.waitFor({ timeout: 10_000 }).then(
        () => true,
        () => false,
      );
    });
    await this.focusEditor();
  }

  /** Opens an untitled document with a text. */
  async newDocument(text: string): Promise<void> {
    await this.run('File: New Untitled Text File');
    await this.focusEditor();
    await this.paste(text);
    // A paste arrives late: a selection made before it would be gone.
    const line = text
      .split('\n')
      .find(l => l.trim() !== '')
      ?.trim()
      .slice(0, 40);
    if (line !== undefined) {
      await this.eventually('the pasted text', () => this.page.evaluate(locateInEditor, line));
    }
  }

  /** Puts the keyboard into the active text editor. */
  async focusEditor(): Promise<void> {
    await this.run('View: Focus Active Editor Group');
    await this.page.locator('.editor-group-container.active .monaco-editor.focused').first().waitFor();
  }

  /** Closes every editor and throws away what is not saved. */
  async closeAll(): Promise<void> {
    const dontSave = this.page.locator('.monaco-dialog-box').getByRole('button', { name: "Don't Save" });
    await this.run('View: Close All Editors');
    await this.eventually('no editor', async () => {
      if (await dontSave.isVisible()) {
        await dontSave.click();
      }
      return (await this.page.locator('.tabs-container .tab').count()) === 0;
    });
  }

  async selectAll(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+A');
  }

  /** Pastes where the keyboard is; the text stays in the clipboard. */
  async paste(text: string): Promise<void> {
    await this.setClipboard(text);
    await this.page.keyboard.press('ControlOrMeta+V');
  }

  async setClipboard(text: string): Promise<void> {
    await this.page.evaluate(content => {
      if (!document.hasFocus()) {
        window.focus(); // a preview that has just been closed takes it along, and without it there is no clipboard
      }
      return navigator.clipboard.writeText(content);
    }, text);
  }

  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** The titles of all open tabs. */
  async tabs(): Promise<string[]> {
    return (await this.page.locator('.tabs-container .tab .label-name').allInnerTexts()).map(plain);
  }

  /** Brings a tab to the front. */
  async tab(title: string): Promise<void> {
    await this.page.locator('.tabs-container .tab').filter({ hasText: title }).first().click();
  }

  /** The whole text of the focused editor. */
  async editorText(): Promise<string> {
    return this.copyFrom(this.page.locator('.monaco-editor.focused').first());
  }

  /** The whole texts of the diff editor on the screen. */
  async diffTexts(): Promise<{ left: string; right: string }> {
    const diff = this.page.locator('.monaco-diff-editor:visible').first();
    const left = await this.copyFrom(diff.locator('.editor.original'));
    const right = await this.copyFrom(diff.locator('.editor.modified'));
    return { left, right };
  }

  /** Copies everything, as a person would, and gives the clipboard back what it held. */
  private async copyFrom(editor: Locator): Promise<string> {
    const before = await this.clipboard();
    await editor.click();
    await this.selectAll();
    await this.setClipboard('');
    await this.page.keyboard.press('ControlOrMeta+C');
    const text = await this.eventually('copied text', async () => (await this.clipboard()) || undefined);
    await this.setClipboard(before);
    await this.page.keyboard.press('ArrowLeft');
    return text;
  }

  /** Presses a button in the title bar of the active editor group. */
  async titleButton(label: string): Promise<void> {
    await this.page
      .locator(`.editor-group-container.active .title .action-label[aria-label^=${JSON.stringify(label)}]`)
      .first()
      .click();
  }

  /** Presses a code lens. */
  async lens(title: string): Promise<void> {
    await this.page.locator('.codelens-decoration a').filter({ hasText: title }).first().click();
  }

  // Policies under the cursor

  /** Points at a text in the focused editor and returns what the hover says. */
  async hover(text: string): Promise<string> {
    const { x, y } = await this.placeOf(text);
    const hover = this.page.locator('.monaco-hover:visible .monaco-hover-content');
    return this.eventually(`a hover on "${text}"`, async () => {
      await this.page.mouse.move(x - 200, y + 200);
      await this.page.mouse.move(x, y, { steps: 3 });
      await hover
        .first()
        .waitFor({ timeout: 3000 })
        .catch(() => undefined);
      const shown = (await hover.allInnerTexts()).map(plain).join('\n').trim();
      return shown === '' || shown === 'Loading...' ? undefined : shown;
    });
  }

  /** Opens the lightbulb menu on a text and returns its entries. With a title, takes that entry. */
  async quickFix(text: string, title?: string): Promise<string[]> {
    const entries = this.page.locator('.action-widget:visible .monaco-list-row.action');
    const wanted = (title === undefined ? entries : entries.filter({ hasText: title })).first();
    return this.eventually(`the quick fix "${title ?? ''}" on "${text}"`, async () => {
      const { x, y } = await this.placeOf(text); // again each time: a lens that arrives moves the lines
      await this.page.mouse.click(x, y);
      await this.page.keyboard.press('ControlOrMeta+.');
      await wanted.waitFor({ timeout: 3000 }).catch(() => undefined);
      const offered = (await entries.allInnerTexts()).map(plain);
      const found =
        (await wanted.isVisible()) &&
        (title === undefined ||
          (await wanted.click({ timeout: 3000, force: true }).then(
            () => true,
            async () => !(await wanted.isVisible()),
          )));
      if (!found || title === undefined) {
        await this.page.keyboard.press('Escape');
      }
      return found && offered;
    });
  }

  /** The rows of the Problems view: files, and below each its messages. */
  async problems(): Promise<string[]> {
    await this.run('Problems: Focus on Problems View');
    const panel = this.page.locator('.markers-panel');
    await panel.waitFor();
    return (await panel.locator('.monaco-list-row').allInnerTexts()).map(plain);
  }

  /** The middle of the first occurrence of a text in the focused editor, scrolled into view by searching for it. */
  private async placeOf(text: string): Promise<{ x: number; y: number }> {
    const visible = (): Promise<{ x: number; y: number } | undefined> => this.page.evaluate(locateInEditor, text);
    const found = await visible();
    if (found) {
      return found;
    }
    await this.page.keyboard.press('ControlOrMeta+F');
    await this.page.locator('.find-widget.visible textarea').first().fill(text);
    await this.page.keyboard.press('Enter');
    await this.page.keyboard.press('Escape');
    return this.eventually(`"${text}" in the editor`, visible);
  }

  // What the window says

  /** The texts of the notifications on the screen. */
  async notifications(): Promise<string[]> {
    return (await this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts()).map(
      plain,
    );
  }

  /** Waits for a notification with a text and returns all of it. With a button, presses that. */
  async notification(text: string, button?: string): Promise<string> {
    const toast = this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
    await toast.waitFor();
    const message = plain(await toast.locator('.notification-list-item-message').innerText());
    if (button !== undefined) {
      await toast.getByRole('button', { name: button }).click();
    }
    return message;
  }

  /** The text of the Markdown preview on the screen, once it contains some words. */
  async preview(words = ''): Promise<string> {
    const { text } = await this.previewThatSays(words);
    return text;
  }

  /** The body of the Markdown preview on the screen that contains some words, for pressing its links and buttons. */
  async previewBody(words: string): Promise<Locator> {
    const { body } = await this.previewThatSays(words);
    return body;
  }

  private previewThatSays(words: string): Promise<{ body: Locator; text: string }> {
    return this.eventually(`a Markdown preview with "${words}"`, async () => {
      for (const body of await this.previews()) {
        // Only a body that can be seen is read: reading would wait for one that is being drawn.
        const text = (await body.isVisible()) ? await body.innerText() : '';
        if (text.trim() !== '' && text.includes(words)) {
          return { body, text };
        }
      }
      return undefined;
    });
  }

  /**
   * The bodies of the Markdown previews on the screen. VS Code draws a preview in a new frame when it wants it whole: at first, and
   * whenever the setting of the colour theme changes (its Mermaid support asks for that), which an extension host hears of a second
   * after the eye. So nobody may keep a frame. These locators find the present one with each use; a new one is drawn out of sight
   * until it takes the place of the old.
   */
  private async previews(): Promise<Locator[]> {
    const webviews = await this.page.locator('iframe.webview.ready').all();
    return webviews.map(webview =>
      webview.contentFrame().locator('iframe#active-frame').contentFrame().locator('body.vscode-body'),
    );
  }

  /** Asks again and again until the answer is neither undefined nor false. */
  async eventually<T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T> {
    const deadline = Date.now() + patience;
    for (;;) {
      const answer = await ask();
      if (answer !== undefined && answer !== false) {
        return answer;
      }
      if (Date.now() > deadline) {
        throw new Error(`Waited ${patience / 1000} s for ${what}.`);
      }
      await this.atRest();
    }
  }

  /** Waits until the window has nothing left to do at the moment: before that there is nothing new to be seen. */
  private atRest(): Promise<void> {
    return this.page.evaluate(() => new Promise<void>(done => requestIdleCallback(() => done())));
  }
}

/** Text on the screen has no-break spaces and marks of its own. */
function plain(text: string): string {
  return text
    .replace(/\u00a0/g, ' ')
    .replace(/[\u200b-\u200f\u202a-\u202e]/g, '')
    .trim();
}

/** Runs in the page: the place of a text in the focused editor, else in any, if it is drawn. */
function locateInEditor(text: string): { x: number; y: number } | undefined {
  const editors = [
    ...document.querySelectorAll('.monaco-editor.focused'),
    ...document.querySelectorAll('.editor-group-container.active .monaco-editor'),
  ];
  for (const line of editors.flatMap(editor => [...editor.querySelectorAll('.view-lines .view-line')])) {
    const content = (line.textContent ?? '').replace(/\u00a0/g, ' ');
    const start = content.indexOf(text);
    if (start < 0) {
      continue;
    }
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let left = start + Math.floor(text.length / 2);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { length } = node.textContent ?? '';
      if (left < length) {
        const range = document.createRange();
        range.setStart(node, left);
        range.setEnd(node, left + 1);
        const { x, y, width, height } = range.getBoundingClientRect();
        return height > 0 ? { x: x + width / 2, y: y + height / 2 } : undefined;
      }
      left -= length;
    }
  }
  return undefined;
}
