/** The parts of an ARN (AWS General Reference, "Amazon Resource Names (ARNs)"). Parts may be empty. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the fifth colon. */
  readonly resource: string;
}

/** Splits an ARN; undefined when the text is none. Values are not checked: they may hold wildcards. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith('arn:')) {
    return undefined;
  }
  const parts = text.split(':');
  if (parts.length < 6) {
    return undefined;
  }
  const [, partition = '', service = '', region = '', account = ''] = parts;
  return { partition, service, region, account, resource: parts.slice(5).join(':') };
}

/** Writes an ARN, `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`; its parts are taken as they are. */
export function formatArn({ partition, service, region, account, resource }: Arn): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** A KMS key or alias ARN taken apart. */
export interface KeyArn extends Arn {
  readonly service: 'kms';
  /** The key id (UUID or `mrk-…`), or undefined for an alias. */
  readonly keyId: string | undefined;
  /** `alias/…`, or undefined for a key. */
  readonly alias: string | undefined;
}

/** Reads `arn:…:kms:REGION:ACCOUNT:key/ID` or `…:alias/NAME`; undefined for anything else. */
export function parseKeyArn(text: string): KeyArn | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 'kms') {
    return undefined;
  }
  if (arn.resource.startsWith('key/')) {
    return { ...arn, service: 'kms', keyId: arn.resource.slice(4), alias: undefined };
  }
  if (arn.resource.startsWith('alias/')) {
    return { ...arn, service: 'kms', keyId: undefined, alias: arn.resource };
  }
  return undefined;
}
