import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type CompactServices, readServiceData, type ServiceData } from '../reference/services-data';

let loading: Promise<ServiceData | undefined> | undefined;

/** The data of all services, read once; undefined when the file is not there, and then the rules that need it are skipped. */
export function loadServices(): Promise<ServiceData | undefined> {
  return (loading ??= read());
}

// media/ lies beside dist/ in the package, and beside src/ in the sources.
async function read(): Promise<ServiceData | undefined> {
  for (const folder of ['../media', '../../media']) {
    const text = await readFile(resolve(__dirname, folder, 'services.json'), 'utf8').catch(() => undefined);
    if (text !== undefined) {
      return readServiceData(JSON.parse(text) as CompactServices);
    }
  }
  return undefined;
}
