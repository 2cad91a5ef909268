import type { TappedRequest } from '../../traffic/tapped-request.ts';
import type { Palette } from '../console/palette.ts';
import { cutToWidth, displayWidth, padToWidth } from '../display-width.ts';
import { formatMeasured } from '../figures.ts';

/** Longer paths and names are cut: their whole length is in the JSON. */
const LONGEST_PATH = 120;
const LONGEST_NAME = 63;
const LONGEST_METHOD = 12;
/** A column grows with what comes, and no longer for the sake of one long path. */
const WIDEST_COLUMN = 40;
const GAP = '  ';

/** Requests as lines, one after the other, whose columns are as wide as the widest so far. Its texts are clean lines already. */
export class TapLines {
  readonly #palette: Palette;
  readonly #widths: number[] = [];

  constructor(palette: Palette) {
    this.#palette = palette;
  }

  /** Of some that come together. */
  lines(requests: readonly TappedRequest[]): string {
    const all = requests.map((request) => ({ request, cells: cellsOf(request) }));
    for (const { cells } of all) {
      for (const [column, cell] of cells.entries()) this.#widen(column, displayWidth(cell));
    }
    return all.map(({ request, cells }) => this.#line(request, cells)).join('');
  }

  #line(request: TappedRequest, cells: readonly string[]): string {
    const { dim, verdict } = this.#palette;
    const padded = cells.map((cell, column) => padToWidth(cell, this.#widths[column] ?? 0));
    const text = [...padded, ...outcomeOf(request)].join(GAP).trimEnd();
    return `${dim(timeOf(request))}${GAP}${request.ok ? text : verdict('fail', text)}\n`;
  }

  #widen(column: number, width: number): void {
    this.#widths[column] = Math.max(this.#widths[column] ?? 0, Math.min(WIDEST_COLUMN, width));
  }
}

function cellsOf(request: TappedRequest): readonly string[] {
  const { source, destination, method, path, status, latency_ms, first_byte_ms } = request;
  return [
    `${cutToWidth(source, LONGEST_NAME)} -> ${cutToWidth(destination, LONGEST_NAME)}`,
    cutToWidth(method, LONGEST_METHOD),
    cutToWidth(path, LONGEST_PATH),
    status === null ? '-' : `${status}`,
    `latency ${formatMeasured(latency_ms)}`,
    first_byte_ms === null ? '' : `first byte ${formatMeasured(first_byte_ms)}`,
  ];
}

function outcomeOf({ grpc_status, failure, reset, status }: TappedRequest): string[] {
  const said = [];
  if (grpc_status !== null) said.push(`grpc ${grpc_status}`);
  if (reset !== null) said.push(`reset by ${reset}`);
  else if (status === null)
    said.push(`no answer${failure === null ? '' : `: ${cutToWidth(failure, LONGEST_PATH)}`}`);
  return said;
}

/** `12:03:04.123Z`: the time of day in UTC, as logs of services have it. */
function timeOf({ at }: TappedRequest): string {
  return at.slice(at.indexOf('T') + 1);
}
