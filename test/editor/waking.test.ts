import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { once, watchDocuments } from '../../src/editor/waking';
import type { Clock } from '../../src/live';
import { closeAll } from './show';
import { until } from './until';

/** A clock whose pauses end when the test says so. */
class HeldClock implements Clock {
  begun = 0;
  private readonly ends: (() => void)[] = [];

  now(): number {
    return 0;
  }

  pause(_: number, signal: AbortSignal): Promise<void> {
    this.begun++;
    return new Promise(end => {
      this.ends.push(end);
      signal.addEventListener('abort', () => end());
    });
  }

  endPauses(): void {
    this.ends.splice(0).forEach(end => end());
  }
}

/** Writes at the end of a document, and waits until everybody has heard of it. */
async function write({ uri, lineCount }: vscode.TextDocument, text: string): Promise<void> {
  const heard = new Promise<void>(resolve => {
    const listening = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.uri.toString() === uri.toString() && contentChanges.length > 0) {
        listening.dispose();
        resolve();
      }
    });
  });
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
  await heard;
}

const open = (language: string, content: string): Thenable<vscode.TextDocument> =>
  vscode.workspace.openTextDocument({ language, content });
const policy = '{ "Statement": [] }';
const holdsPolicy = (document: vscode.TextDocument): boolean => document.getText().includes('Statement');

describe('waking', () => {
  let clock: HeldClock;
  let watching: vscode.Disposable | undefined;
  beforeEach(() => {
    clock = new HeldClock();
  });
  afterEach(async () => {
    watching?.dispose();
    await closeAll();
  });

  for (const language of ['log', 'json']) {
    it(`is not put off by what is written in another document: ${language}`, async () => {
      const [draft, chatty] = [await open('json', '{}\n'), await open(language, '')];
      let woken = 0;
      watching = watchDocuments(
        document => document === draft && holdsPolicy(document),
        async () => void woken++,
        clock,
      );
      await write(draft, policy);
      await write(chatty, '1\n');
      await write(chatty, '2\n');
      assert.equal(woken, 0);
      clock.endPauses();
      await until('the waking', () => woken > 0);
    });
  }

  it('is not even thought of when a document is written that is no JSON', async () => {
    const log = await open('log', '');
    watching = watchDocuments(holdsPolicy, () => Promise.resolve(), clock);
    const before = clock.begun;
    await write(log, policy);
    assert.equal(clock.begun, before);
  });

  it('is tried again when loading has failed, and each failure is told once', async () => {
    const missing = new Error('the file is not there');
    const failures: unknown[] = [];
    let loads = 0;
    const wake = once(
      async () => {
        loads++;
        if (loads === 1) {
          throw missing;
        }
      },
      error => failures.push(error),
    );
    const tries = await Promise.allSettled([wake(), wake()]);
    assert.deepEqual(
      tries.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.deepEqual([loads, failures], [1, [missing]]);
    await wake();
    await wake();
    assert.deepEqual([loads, failures], [2, [missing]]);
  });

  it('comes with the next change when loading has failed', async () => {
    const draft = await open('json', policy);
    let loads = 0;
    const wake = once(
      async () => {
        loads++;
        throw new Error('the file is not there');
      },
      () => undefined,
    );
    watching = watchDocuments(document => document === draft, wake, clock);
    assert.equal(loads, 1);
    await write(draft, '\n');
    clock.endPauses();
    await until('the second try', () => loads > 1);
  });
});
