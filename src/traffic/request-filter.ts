/** One request on an edge, as far as it is known when it has ended. */
export interface RequestFacts {
  /** The load or service that asked. */
  readonly source: string;
  /** The service that was asked. */
  readonly destination: string;
  readonly edge: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** 0 where no answer came. */
  readonly status: number;
  readonly ok: boolean;
}

/** Which requests are meant: those for which all that is said holds. */
export interface RequestFilter {
  readonly from?: string;
  readonly to?: string;
  readonly edge?: string;
  readonly method?: string;
  /** What the path begins with. */
  readonly path?: string;
  /** As `isStatusPattern` has it. */
  readonly status?: string;
  readonly failed?: boolean;
}

const STATUS_PATTERN = /^(?:[1-5]xx|[1-5]\d\d|none)$/;

/** `503`, `5xx`, or `none` for no answer. */
export function isStatusPattern(text: string): boolean {
  return STATUS_PATTERN.test(text);
}

export function isMeant(request: RequestFacts, filter: RequestFilter): boolean {
  const { from, to, edge, method, path, status, failed } = filter;
  return (
    isSame(from, request.source) &&
    isSame(to, request.destination) &&
    isSame(edge, request.edge) &&
    isSame(method, request.method) &&
    (path === undefined || request.path.startsWith(path)) &&
    (status === undefined || hasStatus(request.status, status)) &&
    (failed !== true || !request.ok)
  );
}

function isSame(wanted: string | undefined, found: string): boolean {
  return wanted === undefined || wanted === found;
}

function hasStatus(status: number, pattern: string): boolean {
  if (pattern === 'none') return status === 0;
  return pattern.endsWith('xx') ? `${Math.floor(status / 100)}xx` === pattern : `${status}` === pattern;
}
