import { AwsError, broken, missingParameter } from './errors';

/** Typed access to an operation's input. Each reader throws the AwsError that KMS answers for a value of the wrong type. */
export class Input {
  constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  /** Whether a parameter is given; null counts as left out. */
  has(name: string): boolean {
    return this.values[name] !== undefined && this.values[name] !== null;
  }

  /** A string; undefined when it is left out. */
  string(name: string): string | undefined {
    return this.#read(name, 'a String', v => (typeof v === 'string' ? v : undefined));
  }

  /**
   * A string.
   * @throws AwsError when it is left out
   */
  required(name: string): string {
    const value = this.string(name);
    if (value === undefined) {
      throw missingParameter(name);
    }
    return value;
  }

  /** False when it is left out. */
  flag(name: string): boolean {
    return this.#read(name, 'a Boolean', readFlag) ?? false;
  }

  /**
   * A whole number; undefined when it is left out.
   * @throws AwsError when it is below `least` or above `most`, which are allowed themselves
   */
  number(name: string, least: number, most: number): number | undefined {
    const value = this.#read(name, 'an Integer', v =>
      Number.isInteger(Number(v)) && v !== '' ? Number(v) : undefined,
    );
    if (value === undefined || (value >= least && value <= most)) {
      return value;
    }
    const [bound, limit] = value < least ? ['greater', least] : ['less', most];
    throw broken(name, `Value '${value}'`, `Member must have value ${bound} than or equal to ${limit}`);
  }

  /** A time in seconds since 1970, as milliseconds; undefined when it is left out. */
  time(name: string): number | undefined {
    const seconds = this.#read(name, 'a Timestamp', v => (typeof v === 'number' ? v : undefined));
    return seconds === undefined ? undefined : seconds * 1000;
  }

  /** Empty when it is left out. */
  objects(name: string): readonly Input[] {
    const isList = (v: unknown): v is Record<string, unknown>[] => Array.isArray(v) && v.every(isObject);
    return (this.#read(name, 'a List', v => (isList(v) ? v : undefined)) ?? []).map(values => new Input(values));
  }

  /** Empty when it is left out. */
  strings(name: string): readonly string[] {
    const isList = (v: unknown): v is string[] => Array.isArray(v) && v.every(s => typeof s === 'string');
    return this.#read(name, 'a List', v => (isList(v) ? v : undefined)) ?? [];
  }

  /** Empty when it is left out. */
  map(name: string): Readonly<Record<string, string>> {
    return (
      this.#read(name, 'a Map', v =>
        isObject(v) && Object.values(v).every(s => typeof s === 'string') ? (v as Record<string, string>) : undefined,
      ) ?? {}
    );
  }

  /** Without parameters when it is left out. */
  object(name: string): Input {
    return new Input(this.#read(name, 'a Structure', v => (isObject(v) ? v : undefined)) ?? {});
  }

  /**
   * Bytes, which are base64 on the wire; undefined when they are left out.
   * @throws AwsError when they are no base64, none, or more than `most`
   */
  bytes(name: string, most: number): Buffer | undefined {
    const value = this.string(name);
    if (value === undefined) {
      return undefined;
    }
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) {
      throw new AwsError('SerializationException');
    }
    const bytes = Buffer.from(value, 'base64');
    if (bytes.length >= 1 && bytes.length <= most) {
      return bytes;
    }
    const constraint = bytes.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${most}`;
    throw broken(name, 'Value', `Member must have length ${constraint}`);
  }

  #read<T>(name: string, type: string, read: (value: unknown) => T | undefined): T | undefined {
    if (!this.has(name)) {
      return undefined;
    }
    const value = read(this.values[name]);
    if (value === undefined) {
      throw new AwsError('SerializationException', `${wireType(this.values[name])} can not be converted to ${type}`);
    }
    return value;
  }
}

/** The query protocol has flags as texts. */
function readFlag(value: unknown): boolean | undefined {
  switch (value) {
    case true:
    case 'true':
      return true;
    case false:
    case 'false':
      return false;
    default:
      return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wireType(value: unknown): string {
  if (typeof value === 'object') {
    return Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT';
  }
  return typeof value === 'boolean' ? `${value ? 'TRUE' : 'FALSE'}_VALUE` : `${typeof value}_VALUE`.toUpperCase();
}
