import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request, type Dispatcher } from 'undici';
import type { Masker } from '../core/mask.ts';
import type { Clock, EpochMilliseconds, Milliseconds } from '../core/clock.ts';
import { baseUrlProblem } from '../core/base-url.ts';
import { SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import { fileReason } from '../core/file-reason.ts';
import { parseAnswer, type Answer } from './answer.ts';
import { failureOf, PrometheusFailure } from './failure.ts';

/** Where a server of Prometheus' HTTP API is, and how it is asked. */
export interface PrometheusServer {
  /** With a path prefix where it has one. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A file of certificates in PEM that are trusted beside none of the system's. */
  readonly ca?: string;
  /** How long one answer may take. */
  readonly timeout: Milliseconds;
  /** Of what a server may repeat. */
  readonly mask?: Masker;
}

/** More than a dependency table of thousands of rows; less than what would hurt the run. */
const LARGEST_ANSWER = 16 * 1024 * 1024;
const LARGEST_TEXT = '16 MiB';

/**
 * Asks a server of Prometheus' HTTP API. What keeps it from an answer is thrown as a `PrometheusFailure`, with the query.
 * See https://prometheus.io/docs/prometheus/latest/querying/api/.
 */
export class PrometheusClient {
  readonly #server: PrometheusServer;
  readonly #clock: Clock;
  readonly #agent: Agent;

  /**
   * @throws SquallError `prometheus-ca`, exit code 3, where the certificates cannot be read; `prometheus-url`, exit code 2, where the
   * address is none, or holds credentials
   */
  constructor(server: PrometheusServer, clock: Clock) {
    const problem = baseUrlProblem(server.url);
    if (problem !== undefined) {
      throw new SquallError('prometheus-url', `the address of Prometheus: ${problem.message}`, {
        exitCode: EXIT_CODES.usage,
        hint: problem.hint,
      });
    }
    this.#server = server;
    this.#clock = clock;
    this.#agent = new Agent({
      connections: 4,
      // A step lasts longer than servers keep an idle connection, and who asks just then would be cut off.
      pipelining: 0,
      // The one limit is that of the whole answer.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: 0, ...(server.ca !== undefined && { ca: readCertificates(server.ca) }) },
    });
  }

  get url(): string {
    return this.#server.url;
  }

  /** The value of an expression at an instant of the server's time. */
  async query(promql: string, at: EpochMilliseconds, signal: AbortSignal): Promise<Answer> {
    const form = new URLSearchParams({ query: promql, time: (at / 1000).toFixed(3) });
    const reply = await this.#ask('/api/v1/query', promql, { signal, form });
    return parseAnswer(reply, { query: promql, ...this.#server });
  }

  /** How often targets are asked unless they say otherwise; undefined where the server does not tell. */
  async scrapeInterval(signal: AbortSignal): Promise<string | undefined> {
    try {
      const { body } = await this.#ask('/api/v1/status/config', 'its configuration', { signal });
      return /scrape_interval:\s*([0-9a-z]+)/.exec(body)?.[1];
    } catch (error) {
      if (error instanceof PrometheusFailure) return undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #ask(path: string, asked: string, { signal, form }: Question): Promise<Reply> {
    const { headers, timeout, url } = this.#server;
    const waiting = new AbortController();
    const either = AbortSignal.any([signal, waiting.signal]);
    const late = this.#clock.sleep(timeout, either).then(
      () => waiting.abort(),
      () => {},
    );
    try {
      const response = await request(`${url.replace(/\/+$/, '')}${path}`, {
        dispatcher: this.#agent,
        signal: either,
        method: form === undefined ? 'GET' : 'POST',
        headers: {
          ...headers,
          accept: 'application/json',
          ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(form !== undefined && { body: form.toString() }),
      });
      return { status: response.statusCode, headers: response.headers, body: await textOf(response.body) };
    } catch (error) {
      signal.throwIfAborted();
      if (waiting.signal.aborted) throw failureOf({ kind: 'timeout', timeout }, asked, url);
      if (error instanceof TooLarge) throw failureOf({ kind: 'too-large', limit: LARGEST_TEXT }, asked, url);
      throw failureOf({ kind: 'thrown', error }, asked, url);
    } finally {
      waiting.abort();
      await late;
    }
  }
}

interface Question {
  readonly signal: AbortSignal;
  /** Sent by POST, which has no limit of length. */
  readonly form?: URLSearchParams;
}

/** What came back, not looked at yet. */
export interface Reply {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData['headers'];
  readonly body: string;
}

class TooLarge extends Error {}

async function textOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readCertificates(file: string): string {
  try {
    const ca = readFileSync(file, 'utf8');
    // TLS skips what is no certificate, and trusts nobody then.
    void new X509Certificate(ca);
    return ca;
  } catch (error) {
    throw new SquallError('prometheus-ca', `cannot read the certificates \`${file}\`: ${fileReason(error)}`, {
      exitCode: EXIT_CODES.environment,
      hint: 'name a file in PEM format, relative to the scenario',
      cause: error,
    });
  }
}
