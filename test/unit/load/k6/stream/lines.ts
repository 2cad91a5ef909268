/** One line as k6 writes it. */
export interface PointLine {
  readonly metric: string;
  readonly time: string;
  readonly value: number;
  readonly tags: Readonly<Record<string, string>>;
}

export function pointLine({ metric, time, value, tags }: PointLine): string {
  return `{"metric":"${metric}","type":"Point","data":{"time":"${time}","value":${value},"tags":${JSON.stringify(tags)}}}`;
}

export interface RequestLines {
  readonly time?: string;
  readonly duration?: number;
  readonly blocked?: number;
  readonly tags?: Readonly<Record<string, string>>;
}

export const END = '2026-11-22T01:38:02.5Z';
export const END_MS: number = Date.parse(END);
const TAGS = { expected_response: 'true', method: 'GET', name: 'cart', scenario: 's', status: '200' };

/** The points of one request in k6's order. */
export function requestLines(request: RequestLines = {}): string[] {
  const { time = END, duration = 100, blocked = 20 } = request;
  const tags = { ...TAGS, ...request.tags };
  const values = {
    http_reqs: 1,
    http_req_duration: duration,
    http_req_blocked: blocked,
    http_req_connecting: blocked / 2,
    http_req_tls_handshaking: 0,
    http_req_sending: duration / 10,
    http_req_waiting: duration / 2,
    http_req_receiving: duration * 0.4,
    http_req_failed: tags.expected_response === 'true' ? 0 : 1,
  };
  return Object.entries(values).map(([metric, value]) => pointLine({ metric, time, value, tags }));
}
