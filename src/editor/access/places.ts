import { parseTree } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { Reason } from '../../access';
import { parsePolicy, type Span } from '../../policy';
import { answered, layOut } from '../../diagnosis';
import { caseFile, type CaseStore } from '../caseFiles';
import type { ShownDiagnosis } from '../explain/current';
import { rangeOf } from '../range';

/**
 * Opens the statement or grant of a diagnosis where it stands: among the read-only files of the case, selected. Does
 * nothing for a statement of a policy that was not read.
 */
export async function openReason(store: CaseStore, shown: ShownDiagnosis, reason: Reason): Promise<void> {
  const place = placeOf(shown, reason);
  if (place === undefined) {
    return;
  }
  await store.put(place.uri, place.text);
  const document = await vscode.workspace.openTextDocument(place.uri);
  const span = place.find(document.getText());
  const range = span && rangeOf(document, span);
  await vscode.window.showTextDocument(document, { preview: true, ...(range && { selection: range }) });
}

interface Place {
  readonly uri: vscode.Uri;
  readonly text: string;
  /** Finds the thing in the text as it is now: laid out anew, its offsets are others. */
  readonly find: (text: string) => Span | undefined;
}

function placeOf({ diagnosis: { known, evidence }, files }: ShownDiagnosis, reason: Reason): Place | undefined {
  if (reason.kind === 'grant') {
    const grants = answered(evidence.grants) ?? [];
    return {
      uri: caseFile(files, 'grants.json'),
      text: `${JSON.stringify(grants, undefined, 2)}\n`,
      find: text => parseTree(text)?.children?.[grants.indexOf(reason.grant)],
    };
  }
  const {
    document,
    statement: { index },
  } = reason;
  const find = (text: string): Span | undefined => parsePolicy(text).statements[index];
  if (document === known.keyPolicy) {
    return { uri: files.live, text: layOut(document.text), find };
  }
  if (document === known.boundary) {
    return { uri: caseFile(files, 'permissions-boundary.json'), text: layOut(document.text), find };
  }
  const number = known.identityPolicies?.findIndex(p => p.document === document) ?? -1;
  const name = known.identityPolicies?.[number]?.name;
  return number < 0
    ? undefined
    : {
        uri: caseFile(files, `iam-policy-${number + 1}-${name?.split('/').pop() ?? ''}.json`),
        text: layOut(document.text),
        find,
      };
}
