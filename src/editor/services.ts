import * as vscode from 'vscode';
import { type CompactDescriptions, type Descriptions, readDescriptions } from '../reference/descriptions';
import { type CompactServices, readServiceData, type ServiceData } from '../reference/services-data';
import type { Host } from './host';

/** Gives the data of all services, read from the extension's folder when it is first asked for; undefined when it cannot be read. */
export const servicesFrom: (host: Host) => () => Promise<ServiceData | undefined> = dataFile('services.json', json => readServiceData(json as CompactServices));

/** Gives the descriptions of all services' actions in the same way. They are big: ask only where somebody reads them. */
export const descriptionsFrom: (host: Host) => () => Promise<Descriptions | undefined> =
  dataFile('descriptions.json', json => readDescriptions(json as CompactDescriptions));

/** Reads a file of `media/` at most once for a window, however many features ask. */
function dataFile<T>(name: string, read: (json: unknown) => T): (host: Host) => () => Promise<T | undefined> {
  const readings = new WeakMap<Host, Promise<T | undefined>>();
  const load = async ({ context, log }: Host): Promise<T | undefined> => {
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, 'media', name));
      return read(JSON.parse(new TextDecoder().decode(bytes)));
    } catch (error) {
      log.error(`The data of AWS services cannot be read: ${String(error)}`);
      return undefined;
    }
  };
  return host => () => {
    let reading = readings.get(host);
    if (reading === undefined) { readings.set(host, reading = load(host)); }
    return reading;
  };
}
