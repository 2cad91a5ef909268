import * as grpc from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';
import type { Address } from '../../../../src/drivers/driver.ts';
import { count, type Tally } from './http-servers.ts';

export interface GrpcServer {
  readonly address: Address;
  /** The calls that it has answered, with their status. */
  readonly served: Tally;
  /** How many calls have ended because their client wanted no answer any more. */
  readonly cancelled: () => number;
  /** Ends every connection at once. */
  readonly shutDown: () => void;
}

/** How a call ended for its client. */
export interface Outcome {
  readonly code: number;
  readonly bytes: Buffer;
}

export const MESSAGES = 20;

const asIs = (bytes: Buffer): Buffer => bytes;

export function pathOf(name: string): string {
  return `/squall.Test/${name}`;
}

function method(
  name: string,
  requestStream: boolean,
  responseStream: boolean,
): grpc.MethodDefinition<Buffer, Buffer> {
  return {
    path: pathOf(name),
    requestStream,
    responseStream,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

/** A server of all four kinds of calls, which answers with the status that the first byte of a request asks for. Taken down after the test. */
export async function startGrpc(): Promise<GrpcServer> {
  const served: Tally = new Map();
  let cancelled = 0;
  const answer = (name: string, message: Buffer): { readonly code: number; readonly details: string } => {
    const code = message[0] ?? 0;
    count(served, `${pathOf(name)} ${code}`);
    return { code, details: `asked for ${code}` };
  };
  const server = new grpc.Server();
  const service = {
    unary: method('Unary', false, false),
    download: method('Download', false, true),
    upload: method('Upload', true, false),
    chat: method('Chat', true, true),
    hang: method('Hang', false, false),
  };
  server.addService(service, {
    unary: ({ request }: grpc.ServerUnaryCall<Buffer, Buffer>, done: grpc.sendUnaryData<Buffer>) => {
      const status = answer('Unary', request);
      if (status.code === 0) done(null, request);
      else done(status);
    },
    download: (call: grpc.ServerWritableStream<Buffer, Buffer>) => {
      for (let turn = 0; turn < MESSAGES; turn += 1) call.write(call.request);
      const status = answer('Download', call.request);
      if (status.code === 0) call.end();
      else call.emit('error', status);
    },
    upload: (call: grpc.ServerReadableStream<Buffer, Buffer>, done: grpc.sendUnaryData<Buffer>) => {
      const pieces: Buffer[] = [];
      call.on('data', (piece: Buffer) => pieces.push(piece));
      call.on('end', () => {
        const status = answer('Upload', pieces[0] ?? Buffer.alloc(1));
        if (status.code === 0) done(null, Buffer.concat(pieces));
        else done(status);
      });
    },
    chat: (call: grpc.ServerDuplexStream<Buffer, Buffer>) => {
      call.on('data', (piece: Buffer) => call.write(piece));
      call.on('end', () => {
        answer('Chat', Buffer.alloc(1));
        call.end();
      });
    },
    hang: (call: grpc.ServerUnaryCall<Buffer, Buffer>) => {
      call.on('cancelled', () => (cancelled += 1));
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  const shutDown = (): void => {
    server.forceShutdown();
  };
  onTestFinished(shutDown);
  return { address: { host: '127.0.0.1', port }, served, cancelled: () => cancelled, shutDown };
}

/** A client with a connection of its own, closed after the test. */
export function grpcClient({ host, port }: Address): grpc.Client {
  const client = new grpc.Client(`${host}:${port}`, grpc.credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
  });
  onTestFinished(() => {
    client.close();
  });
  return client;
}

export interface Call {
  readonly outcome: Promise<Outcome>;
  cancel(): void;
}

export function callUnary(
  client: grpc.Client,
  name: string,
  message: Buffer,
  options: grpc.CallOptions = {},
): Call {
  const stop = new AbortController();
  const outcome = new Promise<Outcome>((resolve) => {
    const call = client.makeUnaryRequest(pathOf(name), asIs, asIs, message, options, once(resolve));
    stop.signal.addEventListener('abort', () => {
      call.cancel();
    });
  });
  return {
    outcome,
    cancel: () => {
      stop.abort();
    },
  };
}

export async function upload(client: grpc.Client, message: Buffer): Promise<Outcome> {
  return await new Promise((resolve) => {
    send(client.makeClientStreamRequest(pathOf('Upload'), asIs, asIs, once(resolve)), message);
  });
}

export async function download(client: grpc.Client, message: Buffer): Promise<Outcome> {
  return await collect(client.makeServerStreamRequest(pathOf('Download'), asIs, asIs, message));
}

export async function chat(client: grpc.Client, message: Buffer): Promise<Outcome> {
  const call = client.makeBidiStreamRequest(pathOf('Chat'), asIs, asIs);
  const outcome = collect(call);
  send(call, message);
  return await outcome;
}

function once(resolve: (outcome: Outcome) => void): grpc.requestCallback<Buffer> {
  return (error, bytes = Buffer.alloc(0)) => {
    resolve({ code: error?.code ?? 0, bytes });
  };
}

function send(call: grpc.ClientWritableStream<Buffer>, message: Buffer): void {
  for (let turn = 0; turn < MESSAGES; turn += 1) call.write(message);
  call.end();
}

async function collect(call: grpc.ClientReadableStream<Buffer>): Promise<Outcome> {
  const pieces: Buffer[] = [];
  return await new Promise((resolve) => {
    call
      .on('error', () => undefined)
      .on('data', (piece: Buffer) => pieces.push(piece))
      .on('status', ({ code }) => {
        resolve({ code, bytes: Buffer.concat(pieces) });
      });
  });
}
