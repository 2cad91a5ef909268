import type { Milliseconds } from '../../../core/clock.ts';
import type { ResetBy } from '../../driver.ts';
import type { MeteredSample } from './meter.ts';

/** One request, and what is known of its response. */
export interface Exchange {
  readonly at: Milliseconds;
  method: string;
  path: string;
  /** 0 until the head of the response is complete. */
  status: number;
  firstByte: Milliseconds | undefined;
  /** Of a gRPC call that was answered with one. */
  grpcStatus: number | undefined;
}

export function createExchange(at: Milliseconds): Exchange {
  return { at, method: '', path: '', status: 0, firstByte: undefined, grpcStatus: undefined };
}

/** The exchange as it was when the last byte of its response had been handed over. */
export function completeSample(exchange: Exchange, now: Milliseconds): MeteredSample {
  const { at, method, path, status, firstByte = now, grpcStatus } = exchange;
  return {
    at,
    firstByte: firstByte - at,
    latency: now - at,
    method,
    path,
    status,
    grpcStatus,
    reset: undefined,
  };
}

/** The exchange as it was when it ended without a complete response; `by` where somebody reset it. */
export function brokenSample(exchange: Exchange, now: Milliseconds, by: ResetBy | undefined): MeteredSample {
  const { at, method, path, firstByte = now } = exchange;
  const [status, grpcStatus] = [0, undefined];
  return { at, firstByte: firstByte - at, latency: now - at, method, path, status, grpcStatus, reset: by };
}

export const LONGEST_TARGET = 2048;

/** The path of a request target in origin or absolute form, without the query (RFC 9112, section 3.2). */
export function pathOf(target: string): string {
  const query = target.indexOf('?');
  const whole = query < 0 ? target : target.slice(0, query);
  if (whole.startsWith('/')) return whole;
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(whole);
  return absolute === null ? whole : whole.slice(absolute[0].length) || '/';
}
