import type * as Editor from './editor';
import { registerCaseFiles } from './editor/caseFiles';
import type { Host } from './editor/host';
import { registerRulePages } from './editor/language/rulePages';
import { registerLanguageModelTools } from './editor/languageModel/register';
import { wakeOnUse } from './editor/waking';

/**
 * Wiring only: what tabs and documents need at once. The features are listed in `editor/index.ts`, which loads on first use.
 * @param editor loads it
 */
export function wire(host: Host, editor: () => Promise<typeof Editor>): void {
  const store = registerCaseFiles(host);
  registerRulePages(host, async code => {
    const page = (await editor()).rulePage(code);
    return page && host.inMarkdown(page);
  });
  registerLanguageModelTools(host, async () => (await editor()).languageModelTools(host));
  wakeOnUse(host, async () => {
    const { registerFeatures } = await editor();
    return { register: () => registerFeatures(host, store) };
  });
}
