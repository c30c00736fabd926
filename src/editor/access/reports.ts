import * as vscode from 'vscode';
import { compareAccess, type Reason } from '../../access';
import { parsePolicy, type PolicyDocument, type Span, spanInDocument } from '../../policy';
import { keyOfPolicy, type StatementLine, whatChangesReport, whoCanUseReport } from '../../explanation';
import { answered, layOut } from '../../diagnosis';
import { message } from '../../text/message';
import { caseFile, type CaseFiles, caseOf, type CaseStore, reportFile } from '../caseFiles';
import type { CurrentDiagnosis, ShownDiagnosis } from '../explain/current';
import { showExplanation } from '../explain/show';
import type { Host } from '../host';
import { openPreview, previewLink } from '../preview';
import { rangeOf } from '../range';
import type { KeyPolicyInDocument } from './keyPolicies';

const whoCanUseName = 'Who can use this key.md';
const whatChangesName = 'What would change.md';

/** Opens **Who Can Use This Key?** for the live key of a diagnosis. False when its key policy was not read. */
export async function reportLiveKey(
  host: Host,
  store: CaseStore,
  { diagnosis, files }: ShownDiagnosis,
): Promise<boolean> {
  const { known, keyArn } = diagnosis;
  if (known.keyPolicy === undefined) {
    return false;
  }
  // Offsets are those of the file that people see: the policy laid out.
  const policy = parsePolicy(layOut(known.keyPolicy.text));
  await store.put(files.live, policy.text);
  const live = await vscode.workspace.openTextDocument(files.live);
  const report = whoCanUseReport({
    policy,
    name: keyArn ?? nameOf(files.live),
    ...(keyArn !== undefined && { keyArn }),
    ...(known.grants && { grants: known.grants }),
    placeOf: reason => (reason.kind === 'grant' ? undefined : placeIn(live, reason.statement, nameOf(files.live))),
  });
  await show(store, caseFile(files, whoCanUseName), host.inPreview(report));
  return true;
}

/** Opens **Who Can Use This Key?** for a key policy in a document. */
export async function reportDocument(
  host: Host,
  store: CaseStore,
  { document, located, keyArn }: KeyPolicyInDocument,
): Promise<void> {
  const href = previewLink(document.uri);
  const placeOf = (reason: Reason): StatementLine | undefined =>
    reason.kind === 'grant' ? undefined : placeIn(document, spanInDocument(located, reason.statement), href);
  const name = vscode.workspace.asRelativePath(document.uri);
  const report = whoCanUseReport({
    policy: located.document,
    name,
    ...(keyArn !== undefined && { keyArn }),
    placeOf,
  });
  await show(store, reportFile(name, whoCanUseName), host.inPreview(report));
}

/** Opens **What Would Change** for the proposal of a case, as it stands in its editor. */
export async function reportProposal(
  host: Host,
  store: CaseStore,
  files: CaseFiles,
  current: CurrentDiagnosis,
): Promise<void> {
  const [live, proposed] = await Promise.all(
    [files.live, files.proposed].map(uri => vscode.workspace.openTextDocument(uri)),
  );
  const shown = current.value?.files.live.toString() === files.live.toString() ? current.value : undefined;
  const markdown = changes(
    host,
    {
      before: parsePolicy(live?.getText() ?? ''),
      after: parsePolicy(proposed?.getText() ?? ''),
      name: nameOf(files.proposed),
    },
    shown,
  );
  const uri = caseFile(files, whatChangesName);
  await store.put(uri, markdown);
  await showExplanation(uri, true);
}

/** Opens **What Would Change** for a key policy in a document against the live one of a diagnosis. False when that was not read. */
export async function reportAgainstLive(
  host: Host,
  store: CaseStore,
  { document, located }: KeyPolicyInDocument,
  shown: ShownDiagnosis,
): Promise<boolean> {
  const { keyPolicy } = shown.diagnosis.known;
  if (keyPolicy === undefined) {
    return false;
  }
  const name = vscode.workspace.asRelativePath(document.uri);
  const markdown = changes(host, { before: keyPolicy, after: located.document, name }, shown);
  await show(store, caseFile(shown.files, whatChangesName), markdown);
  return true;
}

interface Change {
  readonly before: PolicyDocument;
  readonly after: PolicyDocument;
  /** What the policy after the change is called. */
  readonly name: string;
}

function changes(host: Host, { before, after, name }: Change, shown: ShownDiagnosis | undefined): string {
  const caller = shown?.diagnosis.evidence.caller;
  const keyArn = shown?.diagnosis.keyArn;
  const live = host.say(message('live key policy'));
  return host.inPreview(
    whatChangesReport({
      change: compareAccess(before, after, keyOfPolicy(before, keyArn), answered(caller)?.arn),
      before: keyArn === undefined ? live : `${live} (${keyArn})`,
      after: name,
      broken: after.node === undefined || after.errors.length > 0,
    }),
  );
}

async function show(store: CaseStore, uri: vscode.Uri, markdown: string): Promise<void> {
  await store.put(uri, markdown);
  await openPreview(uri);
}

/** `href` without its line; undefined = no link. */
function placeIn(document: vscode.TextDocument, span: Span, href: string | undefined): StatementLine {
  const line = rangeOf(document, span).start.line + 1;
  return href === undefined ? { line } : { line, href: `${href}#L${line}` };
}

function nameOf(uri: vscode.Uri): string {
  return caseOf(uri) === undefined
    ? vscode.workspace.asRelativePath(uri)
    : uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
