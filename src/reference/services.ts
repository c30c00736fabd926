import data from './data/services.json';

/** How a service comes to call KMS; `services.json` describes each. */
export type ServiceModel = 'forwarded' | 'service-principal' | 'service-linked-role' | 'service-role' | 'grant';

/** A permission that a service's use of a key needs, with what the list says about when. */
export interface ServiceAction {
  /** `kms:Decrypt`, or a pattern such as `kms:ReEncrypt*`. */
  readonly action: string;
  readonly remark: string | undefined;
}

/** One way in which an AWS service uses customer managed keys: who calls KMS, and with which permissions. */
export interface ServiceUse {
  readonly id: string;
  readonly service: string;
  readonly models: readonly ServiceModel[];
  /** Who really calls KMS, in a sentence. */
  readonly whoCallsKms: string;
  /** `s3.<region>.amazonaws.com`, possibly with remarks; undefined when the calls carry no kms:ViaService. */
  readonly viaService: string | undefined;
  readonly servicePrincipal: string | undefined;
  readonly actions: Readonly<Partial<Record<'read' | 'write' | 'setup', readonly ServiceAction[]>>>;
  /** Encryption context key → what its value is. */
  readonly encryptionContext: Readonly<Record<string, string>>;
  readonly recommendedConditions: readonly string[];
  readonly typicalErrors: readonly string[];
  /** The AWS page. */
  readonly source: string;
  /** True when all of it was read on AWS's pages. What is not must never be shown as a fact. */
  readonly documented: boolean;
  readonly notes: readonly string[];
}

interface Row {
  readonly id: string;
  readonly service: string;
  readonly model: readonly ServiceModel[];
  readonly whoCallsKms: string;
  readonly viaService: string | null;
  readonly servicePrincipal: string | null;
  readonly actions: Readonly<Record<string, readonly string[]>>;
  readonly encryptionContext: Readonly<Record<string, string>>;
  readonly recommendedConditions: readonly string[];
  readonly typicalErrors: readonly string[];
  readonly docPage: string;
  readonly confidence: string;
  readonly notes: readonly string[];
}

/** Every use, documented or not. */
export const serviceUses: readonly ServiceUse[] = (data.services as unknown as readonly Row[]).map(row => ({
  id: row.id,
  service: row.service,
  models: row.model,
  whoCallsKms: row.whoCallsKms,
  viaService: row.viaService ?? undefined,
  servicePrincipal: row.servicePrincipal ?? undefined,
  actions: Object.fromEntries(Object.entries(row.actions).map(([when, list]) => [when, list.flatMap(readAction)])),
  encryptionContext: row.encryptionContext,
  recommendedConditions: row.recommendedConditions,
  typicalErrors: row.typicalErrors,
  source: row.docPage,
  documented: row.confidence.startsWith('doc') && !row.confidence.includes('memory'),
  notes: row.notes,
}));

// `kms:Decrypt (multipart upload)` and `kms:Decrypt on the source key`; rows like "none for subscribers" name no permission.
function readAction(text: string): readonly ServiceAction[] {
  const match = /^(kms:[A-Za-z]+\*?)\s*(.*)$/.exec(text);
  return match === null
    ? []
    : [{ action: match[1] ?? text, remark: match[2] === '' ? undefined : match[2]?.replace(/^\((.*)\)$/, '$1') }];
}

/**
 * The uses whose calls carry a `kms:ViaService` value such as `s3.eu-west-1.amazonaws.com`. In `services.json` the Region stands as
 * `<region>`.
 */
export function serviceUsesVia(viaService: string): readonly ServiceUse[] {
  const name = viaService.split('.')[0] ?? '';
  return serviceUses.filter(use =>
    new RegExp(String.raw`(^|[\s/])${escapeRegExp(name)}\.<region>\.`).test(use.viaService ?? ''),
  );
}

/** The uses in which a service principal such as `logs.eu-west-1.amazonaws.com` calls KMS as itself. */
export function serviceUsesBy(principal: string): readonly ServiceUse[] {
  // `.cn` in China; in opt-in Regions services call under a name with the Region in it.
  const name = principal.replace(/\.cn$/, '');
  const as = (region: string): string => name.replace(/\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\./, `${region}.amazonaws.`);
  const names = [name, as('.<region>'), as('')];
  return serviceUses.filter(use => (use.servicePrincipal ?? '').split(/[\s,|]+/).some(p => names.includes(p)));
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
