import type { FailureKind, Sample } from '../metrics/sample.ts';

/** The kinds whose name does not say what to do about them. */
const PUZZLING: ReadonlyMap<FailureKind | undefined, string> = new Map([
  ['tls', 'TLS failed'],
  ['protocol', 'no HTTP came back'],
  ['other', 'a request failed'],
]);

const CERTIFICATE = /certificate|altnames/;

/** Notices with the words of the first failure of each kind that puzzles, for each load. */
export class FailureLog {
  readonly #seen = new Set<string>();
  #untold: string[] = [];

  add(load: string, { failure, detail }: Sample): void {
    const what = PUZZLING.get(failure);
    if (what === undefined || detail === undefined) return;
    const key = `${failure} ${load}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const advice = CERTIFICATE.test(detail)
      ? '; if the certificate is right, name its authority in NODE_EXTRA_CA_CERTS'
      : '';
    this.#untold.push(`load ${load}: ${what}: ${detail}${advice}`);
  }

  /** What was not taken before. */
  take(): readonly string[] {
    const untold = this.#untold;
    this.#untold = [];
    return untold;
  }
}
