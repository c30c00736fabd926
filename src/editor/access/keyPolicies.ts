import type * as vscode from 'vscode';
import { type LocatedPolicy, spanInDocument } from '../../policy';
import { keyOfPolicy } from '../../explanation';
import type { CurrentDiagnosis } from '../explain/current';
import { keyOfLivePolicy } from '../caseFiles';
import { policiesIn } from '../policies';
import { rangeOf } from '../range';

/** A key policy in a document. */
export interface KeyPolicyInDocument {
  readonly document: vscode.TextDocument;
  readonly located: LocatedPolicy;
  /** The key it belongs to, as far as can be told. */
  readonly keyArn: string | undefined;
}

/** The key policies of a document, in order. */
export function keyPoliciesIn(document: vscode.TextDocument, current: CurrentDiagnosis): KeyPolicyInDocument[] {
  return policiesIn(document)
    .filter(p => p.kind === 'key')
    .map(located => ({ document, located, keyArn: keyOfPolicy(located.document, keyOfCase(document.uri, current)) }));
}

/** The key policy at a position of a document, else its first one; undefined when it holds none. */
export function keyPolicyAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  current: CurrentDiagnosis,
): KeyPolicyInDocument | undefined {
  const policies = keyPoliciesIn(document, current);
  return policies.find(p => policyRange(p)?.contains(position)) ?? policies[0];
}

function policyRange({ document, located }: KeyPolicyInDocument): vscode.Range | undefined {
  const { node } = located.document;
  return node && rangeOf(document, spanInDocument(located, node));
}

/**
 * The ARN of the exact key, for the files of the case on show and for live key policies. Undefined for other documents,
 * and where the case does not know its key.
 */
export function keyOfCase(uri: vscode.Uri, { value }: CurrentDiagnosis): string | undefined {
  const live = keyOfLivePolicy(uri);
  if (live !== undefined) {
    return live;
  }
  const isOfCase = [value?.files.live, value?.files.proposed].some(file => file?.toString() === uri.toString());
  return isOfCase ? value?.diagnosis.keyArn : undefined;
}
