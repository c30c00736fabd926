import * as vscode from 'vscode';
import type { Host } from '../host';

/** The tools of `contributes.languageModelTools`. */
export const toolNames = ['doubleLock_explainDenial', 'doubleLock_checkPolicy', 'doubleLock_decideAccess'] as const;
/** One of {@link toolNames}. */
export type ToolName = (typeof toolNames)[number];

/** Answers a call of a tool with text for the model. */
export type RunTool = (name: ToolName, input: unknown, token: vscode.CancellationToken) => Promise<string>;

/** Offers the tools to language models, where the editor has such; what they do loads on first use. All of them only read. */
export function registerLanguageModelTools({ context }: Host, load: () => Promise<RunTool>): void {
  const lm = vscode.lm as typeof vscode.lm | undefined;
  if (typeof lm?.registerTool !== 'function') {
    return;
  }
  // Once for all calls: the tools remember what the user agreed to.
  let tools: Promise<RunTool> | undefined;
  context.subscriptions.push(
    ...toolNames.map(name =>
      lm.registerTool<unknown>(name, {
        invoke: async ({ input }, token) =>
          new vscode.LanguageModelToolResult([
            new vscode.LanguageModelTextPart(await (await (tools ??= load()))(name, input, token)),
          ]),
      }),
    ),
  );
}
