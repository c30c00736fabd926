import type { ServiceData, ServiceFacts } from './servicesData';

/** What the Service Authorization Reference says in words about all services' actions and condition keys, for hovers and completion. */
export interface Descriptions {
  /** The service with this action prefix, in lower case; undefined when there is none. */
  service(prefix: string): ServiceDescriptions | undefined;
}

/** What the Service Authorization Reference says of one service. */
export interface ServiceDescriptions {
  /** `Amazon S3` */
  readonly name: string;
  /** The service's page in the Service Authorization Reference. */
  readonly page: string;
  /** Every action, in alphabetical order. */
  readonly actions: readonly ActionDescription[];
  /** An action by its name without the prefix, whatever its case. */
  action(name: string): ActionDescription | undefined;
  /** What a condition key tells, a sentence; the key as AWS writes it (`s3:ExistingObjectTag/<key>`). */
  conditionKey(key: string): string | undefined;
}

/** What the Service Authorization Reference says of one action. */
export interface ActionDescription {
  /** `GetObject` */
  readonly name: string;
  readonly accessLevel: AccessLevel;
  /** A sentence, mostly one that says what the action lets you do: `Retrieve objects from Amazon S3.` */
  readonly description: string;
}

/** Access levels (IAM User Guide, "Access levels in policy summaries"), the least risky first. */
export const accessLevels = ['List', 'Read', 'Tagging', 'Write', 'Permissions management'] as const;
/** One of {@link accessLevels}. */
export type AccessLevel = (typeof accessLevels)[number];

/** The file that `.tools/iamData.ts` writes beside {@link CompactServices}, whose names of actions and condition keys it does not repeat. */
export type CompactDescriptions = Readonly<
  Record<
    string,
    {
      readonly name: string;
      /** For each action of the service, in their order there: the first letter of its access level, and its description. */
      readonly actions: readonly string[];
      /** For each condition key in the same way: its description; empty where global keys have theirs. */
      readonly keys: readonly string[];
    }
  >
>;

/** Makes the compact file answer questions; each service is unfolded when it is first asked for. `services` was written together with it. */
export function readDescriptions(file: CompactDescriptions, services: ServiceData): Descriptions {
  const unfolded = new Map<string, ServiceDescriptions>();
  return {
    service(prefix) {
      const compact = Object.hasOwn(file, prefix) ? file[prefix] : undefined;
      const facts = services.service(prefix);
      if (compact === undefined || facts === undefined) {
        return undefined;
      }
      let service = unfolded.get(prefix);
      if (service === undefined) {
        unfolded.set(prefix, (service = unfold(compact, facts)));
      }
      return service;
    },
  };
}

function unfold({ name, actions, keys }: CompactDescriptions[string], facts: ServiceFacts): ServiceDescriptions {
  const all = facts.actions
    .map((action, i): ActionDescription => ({
      name: action,
      accessLevel: accessLevels.find(level => level.charAt(0) === actions[i]?.charAt(0)) ?? 'Write',
      description: sentence(actions[i]?.slice(1) ?? ''),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const byName = new Map(all.map(action => [action.name.toLowerCase(), action]));
  const byKey = new Map(facts.conditionKeys.map(({ key }, i) => [key, keys[i]]));
  return {
    name,
    page: servicePage(name),
    actions: all,
    action: action => byName.get(action.toLowerCase()),
    conditionKey: key => (byKey.get(key) ? sentence(byKey.get(key) ?? '') : undefined),
  };
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? '' : '.'}`;
}

/** A service's page in the Service Authorization Reference: pages are named after the service, in lower case without spaces. */
export function servicePage(name: string): string {
  return `https://docs.aws.amazon.com/service-authorization/latest/reference/list_${name.toLowerCase().replace(/[^a-z0-9.-]/g, '')}.html`;
}
