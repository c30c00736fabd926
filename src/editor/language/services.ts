import * as vscode from 'vscode';
import { type CompactServices, readServiceData, type ServiceData } from '../../reference/services-data';
import type { Host } from '../host';

/** Gives the data of all services, read from the extension's folder when it is first asked for; undefined when it cannot be read. */
export function servicesFrom({ context, log }: Host): () => Promise<ServiceData | undefined> {
  let reading: Promise<ServiceData | undefined> | undefined;
  const read = async (): Promise<ServiceData | undefined> => {
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, 'media', 'services.json'));
      return readServiceData(JSON.parse(new TextDecoder().decode(bytes)) as CompactServices);
    } catch (error) {
      log.error(`The data of AWS services cannot be read: ${String(error)}`);
      return undefined;
    }
  };
  return () => reading ??= read();
}
