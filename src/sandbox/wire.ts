import { AwsError, type Protocol } from './errors';

/** An answer on its way out. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What a request asks for. */
export interface RequestTarget {
  readonly service: Service;
  /** `Decrypt` */
  readonly operation: string;
}

/** A service of AWS that the sandbox stands in for. */
export interface Service {
  readonly name: 'kms' | 'sts' | 'iam' | 'cloudtrail';
  readonly protocol: Protocol;
  readonly namespace: string;
  /** Minutes; the services differ ("15 min." in the texts of STS and IAM, "5 min." elsewhere). */
  readonly tolerance: number;
}

const kms: Service = { name: 'kms', protocol: 'json', namespace: '', tolerance: 5 };
const cloudTrail: Service = { name: 'cloudtrail', protocol: 'json', namespace: '', tolerance: 5 };
const sts: Service = {
  name: 'sts',
  protocol: 'query',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  tolerance: 15,
};
const iam: Service = {
  name: 'iam',
  protocol: 'query',
  namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  tolerance: 15,
};

/**
 * Reads which operation of which service is called: KMS and CloudTrail by the `X-Amz-Target` header of AWS JSON 1.1, STS and IAM
 * by `Action` and `Version` of the query protocol.
 * @returns undefined when it is none of the four. The input is read later: see {@link readInput}.
 */
export function readTarget(target: string | undefined, body: Buffer): RequestTarget | undefined {
  if (target !== undefined) {
    // The CLI puts CloudTrail's package in front.
    const [, name, operation] = /^(TrentService|(?:[\w.]+\.)?CloudTrail_20131101)\.(\w+)$/.exec(target) ?? [];
    return operation === undefined ? undefined : { service: name === 'TrentService' ? kms : cloudTrail, operation };
  }
  const form = new URLSearchParams(body.toString('utf8'));
  const service = [sts, iam].find(s => s.namespace.includes(`/${form.get('Version') ?? '-'}/`));
  return service && { service, operation: form.get('Action') ?? '' };
}

/** Reads the input's named values; in the query protocol all are strings. @throws AwsError SerializationException when a JSON body is not an object. */
export function readInput(service: Service, body: Buffer): Readonly<Record<string, unknown>> {
  if (service.protocol === 'query') {
    return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  }
  const input = parseJson(body.toString('utf8'));
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new AwsError('SerializationException');
  }
  return input as Readonly<Record<string, unknown>>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const jsonType = 'application/x-amz-json-1.1';

/** Writes what an operation returned. */
export function writeResult(service: Service, operation: string, result: object, requestId: string): HttpAnswer {
  if (service.protocol === 'json') {
    return { status: 200, contentType: jsonType, body: JSON.stringify(result) };
  }
  const content = `${element(`${operation}Result`, result)}${element('ResponseMetadata', { RequestId: requestId })}`;
  return {
    status: 200,
    contentType: 'text/xml',
    body: `<${operation}Response xmlns="${service.namespace}">${content}</${operation}Response>`,
  };
}

/** Writes an error; without a service (nothing AWS knows was called) as JSON. */
export function writeError(service: Service | undefined, error: AwsError, requestId: string): HttpAnswer {
  if (service === undefined || service.protocol === 'json') {
    // KMS's own exceptions carry `message`, what the front end says carries `Message`.
    const field = error.code.startsWith('AccessDenied') ? 'Message' : 'message';
    const body = { __type: error.code, ...(error.text !== undefined && { [field]: error.text }) };
    return { status: error.status, contentType: jsonType, body: JSON.stringify(body) };
  }
  const code = error.code === 'ValidationException' ? 'ValidationError' : error.code;
  const content = element('Error', {
    Type: error.status < 500 ? 'Sender' : 'Receiver',
    Code: code,
    Message: error.text ?? '',
  });
  return {
    status: error.status,
    contentType: 'text/xml',
    body: `<ErrorResponse xmlns="${service.namespace}">${content}${element('RequestId', requestId)}</ErrorResponse>`,
  };
}

/** XML of the query protocol: objects by member name, lists as `<member>`s, absent values left out. */
function element(name: string, value: unknown): string {
  if (value === undefined) {
    return '';
  }
  if (Array.isArray(value)) {
    return `<${name}>${value.map(v => element('member', v)).join('')}</${name}>`;
  }
  if (value instanceof Date) {
    return `<${name}>${value.toISOString().replace(/\.\d+/, '')}</${name}>`;
  }
  if (typeof value === 'object' && value !== null) {
    return `<${name}>${Object.entries(value)
      .map(([n, v]) => element(n, v))
      .join('')}</${name}>`;
  }
  return `<${name}>${String(value).replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`)}</${name}>`;
}
