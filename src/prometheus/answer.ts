import { isRecord } from '../core/is-record.ts';
import type { Masker } from '../core/mask.ts';
import type { Reply } from './client.ts';
import { askedOf, PrometheusFailure, shortUrl } from './failure.ts';

/** One series of an instant vector. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  /** NaN and the infinities are values of PromQL. */
  readonly value: number;
}

const LONGEST_WORDS = 500;

/** Who was asked what. */
export interface Asked {
  readonly query: string;
  readonly url: string;
  readonly mask?: Masker;
}

export type Answer =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'vector'; readonly samples: readonly Sample[] };

/**
 * Reads the answer to an instant query.
 * @throws PrometheusFailure where there is none, with the server's own words
 */
export function parseAnswer({ status, headers, body }: Reply, { query, url, mask }: Asked): Answer {
  const where = askedOf(url, query);
  const noAnswer = (side: 'query' | 'server', words: string, hint: string): PrometheusFailure =>
    new PrometheusFailure(side, `${where}: ${words}`, hint);
  if (status === 401 || status === 403) {
    throw noAnswer(
      'server',
      `it refuses who asks (${status})`,
      'give it credentials with `headers`, from `${env.NAME}`',
    );
  }
  if (status >= 300 && status < 400) {
    const to = typeof headers['location'] === 'string' ? ` to ${shortUrl(headers['location'], url)}` : '';
    throw noAnswer(
      'server',
      `it sends elsewhere${to} (${status})`,
      'write that address as `url`: redirects are not followed',
    );
  }
  const value = jsonOf(body);
  if (!isRecord(value) || (value['status'] !== 'success' && value['status'] !== 'error')) {
    const words = `that is no answer of Prometheus (status ${status}, ${kindOf(headers)})`;
    throw noAnswer('server', words, foreignHint(status, body));
  }
  if (value['status'] === 'error') {
    const words = wordsOf(value['error'], mask);
    const isQuery = status === 400 || status === 422;
    const hint = isQuery
      ? "correct the query: the words are the server's"
      : 'look at the server: the words are its own';
    throw noAnswer(isQuery ? 'query' : 'server', `${words} (${status})`, hint);
  }
  const read = readData(value['data']);
  if (read === undefined) {
    throw noAnswer(
      'query',
      'it gives neither a number nor an instant vector of numbers',
      'wrap a range in `rate(...)`, a histogram in `histogram_quantile(...)`',
    );
  }
  return read;
}

/** Where something else answered than Prometheus. */
function foreignHint(status: number, body: string): string {
  // nginx and servers in Go say so in plain HTTP to whom speaks plain HTTP to their port of TLS.
  if (status === 400 && body.includes('HTTPS')) return 'it wants TLS: use `https://`';
  if (status >= 500) return 'look at the server, and at the proxy before it where there is one';
  return 'correct the `url`: it is what comes before `/api/v1/query`';
}

/**
 * A server may say anything: a reason is read by people. What is masked in it is masked before it is cut, because half of a secret is not
 * found.
 */
function wordsOf(error: unknown, mask: (text: string) => string = String): string {
  if (typeof error !== 'string') return 'no words';
  const words = mask(error);
  return words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS)}...` : words;
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function kindOf(headers: Reply['headers']): string {
  const type = headers['content-type'];
  return typeof type === 'string' ? type.split(';')[0]! : 'no content type';
}

function readData(data: unknown): Answer | undefined {
  if (!isRecord(data)) return undefined;
  const { resultType, result } = data;
  if (resultType === 'scalar') {
    const value = readValue(result);
    return value === undefined ? undefined : { kind: 'scalar', value };
  }
  if (resultType !== 'vector' || !Array.isArray(result)) return undefined;
  const samples = result.map((item: unknown) => readSample(item));
  const whole = samples.filter((sample) => sample !== undefined);
  return whole.length === samples.length ? { kind: 'vector', samples: whole } : undefined;
}

function readSample(item: unknown): Sample | undefined {
  if (!isRecord(item) || !isRecord(item['metric'])) return undefined;
  const value = readValue(item['value']);
  if (value === undefined) return undefined;
  const labels = Object.entries(item['metric']).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  );
  return { labels: Object.fromEntries(labels), value };
}

/** `[1435781451.781, "1"]`: numbers are text, because JSON has neither NaN nor infinity. */
function readValue(pair: unknown): number | undefined {
  const text: unknown = Array.isArray(pair) ? pair[1] : undefined;
  if (typeof text !== 'string') return undefined;
  if (text === 'NaN') return Number.NaN;
  if (text === '+Inf' || text === 'Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  return /^[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
