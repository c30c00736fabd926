import * as vscode from 'vscode';
import { hoverAt, hoverMarkdown, type HoverOptions, needsServices } from '../../assist/hover';
import { keyOfCase } from '../access/keyPolicies';
import type { CurrentDiagnosis } from '../explain/current';
import { type Host, translate } from '../host';
import { jsonDocuments } from '../jsonDocuments';
import { policiesIn } from '../policies';
import { rangeOf } from '../range';
import { descriptionsFrom, servicesFrom } from '../services';

/** Says what stands under the mouse in a policy. Its Markdown is not trusted: no command runs from it. */
export function provideHovers(host: Host, current: CurrentDiagnosis): vscode.Disposable {
  const [services, descriptions] = [servicesFrom(host), descriptionsFrom(host)];
  const load = async (): Promise<HoverOptions> => {
    const [all, words] = await Promise.all([services(), descriptions()]);
    return { ...(all && { services: all }), ...(words && { descriptions: words }) };
  };
  return vscode.languages.registerHoverProvider(jsonDocuments, {
    async provideHover(document, position) {
      const { version } = document;
      const [policies, offset] = [policiesIn(document), document.offsetAt(position)];
      const data = needsServices(policies, offset) ? await load() : {};
      if (document.version !== version) {
        return undefined;
      }
      const hover = hoverAt(policies, offset, { ...data, keyArn: keyOfCase(document.uri, current) });
      return (
        hover &&
        new vscode.Hover(new vscode.MarkdownString(hoverMarkdown(hover.text, translate)), rangeOf(document, hover))
      );
    },
  });
}
