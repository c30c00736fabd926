import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type CompactServices, readServiceData, type ServiceData } from '../reference/servicesData';

let loading: Promise<ServiceData> | undefined;

/** The data of all services, read once. Rejects, with a sentence for people, where it is missing or damaged: rules that need it would be silent. */
export function loadServices(): Promise<ServiceData> {
  return (loading ??= read());
}

async function read(): Promise<ServiceData> {
  try {
    const data = readServiceData(JSON.parse(await text()) as CompactServices);
    if (data.service('kms') === undefined) {
      throw new Error('it does not know KMS');
    }
    return data;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `media/services.json, the data of all AWS services, is missing or damaged; the rules that need it would be silent. Install double-lock again. (${why})`,
    );
  }
}

/** media/ lies beside dist/ in the package, and beside src/ in the sources. */
async function text(): Promise<string> {
  const file = (folder: string): string => resolve(__dirname, folder, 'services.json');
  return readFile(file('../media'), 'utf8').catch((error: unknown) =>
    readFile(file('../../media'), 'utf8').catch(() => {
      throw error;
    }),
  );
}
