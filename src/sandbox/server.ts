import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { denied } from './authorize';
import type { Callers } from './callers';
import { runCloudTrail, type Trail } from './cloudTrail';
import { AwsError, authenticationError } from './errors';
import type { Fault, FaultSwitches } from './faults';
import { runIam } from './iam';
import { Input } from './input';
import { runKms } from './kms';
import { verifySignature } from './sigv4';
import { runSts } from './sts';
import {
  type HttpAnswer,
  readInput,
  readTarget,
  type Service,
  type RequestTarget,
  writeError,
  writeResult,
} from './wire';
import type { World } from './world';

/** What a server serves. */
export interface Backend {
  readonly world: World;
  readonly callers: Callers;
  readonly faults: FaultSwitches;
  readonly trail: Trail;
  /** How often each operation was called, refused calls included: `kms:PutKeyPolicy`. */
  readonly calls: Map<string, number>;
}

/** Starts serving on a free port of 127.0.0.1. Rejects when there is none to listen on. */
export async function listen(backend: Backend): Promise<{ readonly server: Server; readonly endpoint: string }> {
  const server = createServer((request, response) => {
    // What still fails here is a connection that the client has given up.
    serve(backend, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function serve(backend: Backend, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  const body = await readBody(request);
  const target = body && readTarget(request.headers['x-amz-target']?.toString(), body);
  const faults = target === undefined ? [] : countAndTakeFaults(backend, `${target.service.name}:${target.operation}`);
  await slowDown(backend.faults.latency, faults);
  if (has(faults, 'reset')) {
    request.socket.destroy();
    return;
  }

  const answer = answerTo(backend, { request, target, body, faults, requestId });
  if (has(faults, 'lost-answer')) {
    request.socket.destroy();
    return;
  }
  send(response, has(faults, 'malformed-answer') ? cutOff(answer) : answer, requestId, Date.now() + skew(faults));
}

/** Counts a call, and takes the faults that were ordered for it. */
function countAndTakeFaults({ calls, faults }: Backend, operation: string): readonly Fault[] {
  calls.set(operation, (calls.get(operation) ?? 0) + 1);
  return faults.take(operation);
}

/** Waits as long as the sandbox's latency and the faults want; it does not hold the process when the sandbox is closed meanwhile. */
async function slowDown(latency: number, faults: readonly Fault[]): Promise<void> {
  const wait = faults.reduce((sum, f) => sum + (f.kind === 'slow' ? f.milliseconds : 0), latency);
  if (wait > 0) {
    await delay(wait, undefined, { ref: false });
  }
}

/** What came in, before it is known whether it is a call. */
interface IncomingRequest {
  readonly request: IncomingMessage;
  /** Undefined when there is no such service or operation. */
  readonly target: RequestTarget | undefined;
  /** Undefined when it is too large. */
  readonly body: Buffer | undefined;
  readonly faults: readonly Fault[];
  readonly requestId: string;
}

/** Answers a request as AWS does, also one that is no call. Never throws. */
function answerTo(backend: Backend, incoming: IncomingRequest): HttpAnswer {
  const { request, target, body, requestId } = incoming;
  try {
    if (body === undefined) {
      throw new AwsError('RequestEntityTooLargeException', undefined, 413);
    }
    if (target === undefined || request.method !== 'POST') {
      throw new AwsError('UnknownOperationException');
    }
    const result = run(backend, { ...incoming, target, body });
    return writeResult(target.service, target.operation, result, requestId);
  } catch (error) {
    return writeError(target?.service, error instanceof AwsError ? error : internal(target?.service), requestId);
  }
}

/** One call, before it is known who makes it. */
interface IncomingCall extends IncomingRequest {
  readonly target: RequestTarget;
  readonly body: Buffer;
}

/** Proves who calls, then runs the operation. @throws AwsError */
function run(backend: Backend, { request, target, body, faults, requestId }: IncomingCall): object {
  const { method = '', url = '/', headers } = request;
  const { service, operation } = target;
  refuseOnPurpose(service, faults);
  const now = Date.now() + skew(faults);
  const { accessKeyId, region } = verifySignature(
    { method, url, headers, body },
    service,
    id => backend.callers.credentials(id),
    now,
  );
  const caller = backend.callers.caller(accessKeyId);
  if (has(faults, 'access-denied')) {
    throw denied(caller, `${service.name}:${operation}`, '', '');
  }
  const { DryRun, DryRunModifiers, ...values } = readInput(service, body);
  const input = new Input(has(faults, 'dry-run-ignored') ? values : { ...values, DryRun, DryRunModifiers });
  const call = { ...backend, caller, region, input };
  const record = (error?: AwsError): void =>
    backend.trail.record({
      caller,
      accessKeyId,
      region,
      service: service.name,
      operation,
      input: { ...values, DryRun, DryRunModifiers },
      requestId,
      userAgent: headers['user-agent'] ?? '',
      error,
    });
  const result = recorded(
    () => ({ kms: runKms, sts: runSts, iam: runIam, cloudtrail: runCloudTrail })[service.name](operation, call),
    record,
  );
  for (const fault of faults) {
    if (fault.kind === 'policy-change') {
      changePolicy(backend.world, fault.keyArn, fault.policy);
    }
  }
  return result;
}

function recorded(work: () => object, record: (error?: AwsError) => void): object {
  try {
    const result = work();
    record();
    return result;
  } catch (error) {
    if (error instanceof AwsError) {
      record(error);
    }
    throw error;
  }
}

/** The whole body; undefined when it is larger than any AWS request of ours (1 MB). */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= 1_048_576) {
      chunks.push(chunk);
    }
  }
  return size <= 1_048_576 ? Buffer.concat(chunks) : undefined;
}

const has = (faults: readonly Fault[], kind: Fault['kind']): boolean => faults.some(f => f.kind === kind);

function refuseOnPurpose(service: Service, faults: readonly Fault[]): void {
  const query = service.protocol === 'query';
  if (has(faults, 'throttling')) {
    throw new AwsError(query ? 'Throttling' : 'ThrottlingException', 'Rate exceeded');
  }
  if (has(faults, 'internal-error')) {
    throw internal(service);
  }
  if (has(faults, 'expired-token')) {
    throw authenticationError('expired', service.protocol);
  }
}

function internal(service: Service | undefined): AwsError {
  return new AwsError(
    service === undefined || service.name === 'kms' ? 'KMSInternalException' : 'InternalFailure',
    'Internal Failure',
    500,
  );
}

function changePolicy(world: World, keyArn: string, policy: string): void {
  const key = world.key(keyArn);
  if (key !== undefined) {
    key.policy = policy;
  }
}

function cutOff(answer: HttpAnswer): HttpAnswer {
  return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) };
}

/** How far the service's clock is ahead, in milliseconds. */
function skew(faults: readonly Fault[]): number {
  return faults.reduce((sum, f) => sum + (f.kind === 'clock-skew' ? f.minutes * 60_000 : 0), 0);
}

function send(
  response: ServerResponse,
  { status, contentType, body }: HttpAnswer,
  requestId: string,
  now: number,
): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': requestId,
    'cache-control': 'no-cache, no-store, must-revalidate, private',
    date: new Date(now).toUTCString(),
  });
  response.end(body);
}
