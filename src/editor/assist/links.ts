import * as vscode from 'vscode';
import { linksIn } from '../../assist/links';
import { message, type Say } from '../../text/message';
import { jsonDocuments } from '../jsonDocuments';
import { policiesIn } from '../policies';
import { rangeOf } from '../range';

/** Makes the ARNs of keys, roles, users and policies links into the AWS console, in policies only. */
export function provideLinks(say: Say): vscode.Disposable {
  return vscode.languages.registerDocumentLinkProvider(jsonDocuments, {
    provideDocumentLinks(document) {
      return linksIn(document.getText(), policiesIn(document)).map(found => {
        const link = new vscode.DocumentLink(rangeOf(document, found), vscode.Uri.parse(found.url, true));
        link.tooltip = say(message('Open in the AWS console'));
        return link;
      });
    },
  });
}
