/** For what runs inside the extension host: documents with policies, and the memory they leave. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Megabytes of the extension host's heap that are in use. */
export async function heap(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    collect();
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return process.memoryUsage().heapUsed / 1e6;
}

/** A key policy with a mistake, of about so many bytes; `salt` makes it another one. */
export function policyText(bytes: number, salt: number): string {
  const statements: object[] = [
    {
      Sid: `salt ${salt}`,
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Action: ['kms:*', 'kms:Decript'],
      Resource: '*',
    },
  ];
  while (statements.length * 330 < bytes) {
    statements.push({
      Sid: `s${salt}-${statements.length}`,
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::111122223333:role/team-${statements.length}` },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
    });
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, 2);
}

/** Our findings in a document. */
export function findingsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Double Lock');
}

/** Waits until a document has findings of ours. */
export async function checked({ uri }: vscode.TextDocument): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (findingsOf(uri).length === 0) {
    if (Date.now() > deadline) {
      throw new Error(`No findings in ${uri.toString()}`);
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
