import * as vscode from 'vscode';
import { type CompactDescriptions, type Descriptions, readDescriptions } from '../reference/descriptions';
import { type CompactServices, readServiceData, type ServiceData } from '../reference/servicesData';
import type { Host } from './host';

/** Gives the data of all services, read from the extension's folder when it is first asked for; undefined when it cannot be read. */
export const servicesFrom: (host: Host) => () => Promise<ServiceData | undefined> = once(async host =>
  readServiceData((await dataFile(host, 'services.json')) as CompactServices),
);

/** Gives the descriptions of all services' actions in the same way. They are big: ask only where somebody reads them. */
export const descriptionsFrom: (host: Host) => () => Promise<Descriptions | undefined> = once(async host => {
  const [file, services] = await Promise.all([
    dataFile(host, 'descriptions.json') as Promise<CompactDescriptions>,
    servicesFrom(host)(),
  ]);
  return services && readDescriptions(file, services);
});

async function dataFile({ context }: Host, name: string): Promise<unknown> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, 'media', name));
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Reads at most once for a window, however many features ask. */
function once<T>(read: (host: Host) => Promise<T | undefined>): (host: Host) => () => Promise<T | undefined> {
  const readings = new WeakMap<Host, Promise<T | undefined>>();
  const load = async (host: Host): Promise<T | undefined> => {
    try {
      return await read(host);
    } catch (error) {
      host.log.error(`The data of AWS services cannot be read: ${String(error)}`);
      return undefined;
    }
  };
  return host => () => {
    let reading = readings.get(host);
    if (reading === undefined) {
      readings.set(host, (reading = load(host)));
    }
    return reading;
  };
}
