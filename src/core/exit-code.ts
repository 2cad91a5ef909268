/** What each exit code of `scenario` means; the same table is in `--help` and docs/exit-codes.md. */
export const EXIT_CODES = {
  pass: 0,
  fail: 1,
  usage: 2,
  environment: 3,
  runError: 4,
  undoFailed: 5,
  inconclusive: 6,
  bug: 70,
  sigint: 130,
  sigterm: 143,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** Worst first: when several scenarios ran, or several things went wrong, the first one listed wins. */
const PRECEDENCE: readonly ExitCode[] = [5, 70, 130, 143, 4, 3, 2, 1, 6, 0];

/** The one code that stands for all of `codes`; pass for none. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  return PRECEDENCE.find((code) => codes.includes(code)) ?? EXIT_CODES.pass;
}
