import type { TappedRequest } from '../../traffic/tapped-request.ts';
import type { Palette } from '../console/palette.ts';
import { cutToWidth, padToWidth } from '../display-width.ts';
import { formatMeasured } from '../figures.ts';

/** Longer paths are cut: their whole length is in the JSON. */
const LONGEST_PATH = 120;
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

  line(request: TappedRequest): string {
    const { source, destination, method, path, status, latency_ms, first_byte_ms } = request;
    const begin = this.#columns([
      `${source} -> ${destination}`,
      cutToWidth(method, LONGEST_METHOD),
      cutToWidth(path, LONGEST_PATH),
      status === null ? '-' : `${status}`,
    ]);
    const columns = [`latency ${formatMeasured(latency_ms)}`];
    if (first_byte_ms !== null) columns.push(`first byte ${formatMeasured(first_byte_ms)}`);
    const times = this.#columns(columns, begin.length);
    const told = [...times, ...this.#outcome(request)].join(GAP).trimEnd();
    const line = `${begin.join(GAP)}${GAP}${told}`;
    const { dim, verdict } = this.#palette;
    return `${dim(timeOf(request))}${GAP}${request.ok ? line : verdict('fail', line)}\n`;
  }

  #outcome({ grpc_status, failure, reset, status }: TappedRequest): string[] {
    const said = [];
    if (grpc_status !== null) said.push(`grpc ${grpc_status}`);
    if (reset !== null) said.push(`reset by ${reset}`);
    else if (status === null) said.push(`no answer${failure === null ? '' : `: ${failure}`}`);
    return said;
  }

  #columns(cells: readonly string[], first = 0): string[] {
    return cells.map((cell, index) => {
      const column = first + index;
      const padded = padToWidth(cell, this.#widths[column] ?? 0);
      this.#widths[column] = Math.max(this.#widths[column] ?? 0, Math.min(WIDEST_COLUMN, cell.length));
      return padded;
    });
  }
}

/** `12:03:04.123Z`: the time of day in UTC, as logs of services have it. */
function timeOf({ at }: TappedRequest): string {
  return at.slice(at.indexOf('T') + 1);
}
