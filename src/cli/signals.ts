import { SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';

/** Thrown through everything that waits when the person, or CI, wants the run to end. */
export class Interrupted extends SquallError {
  override readonly name: string = 'Interrupted';
  readonly by: 'SIGINT' | 'SIGTERM';

  constructor(by: 'SIGINT' | 'SIGTERM') {
    super('interrupted', `interrupted by ${by}`, {
      exitCode: by === 'SIGINT' ? EXIT_CODES.sigint : EXIT_CODES.sigterm,
    });
    this.by = by;
  }
}

/**
 * A signal that aborts at the first SIGINT, SIGTERM or SIGHUP. Handlers stay installed, so that a second Ctrl-C
 * cannot cut the undo short.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => controller.abort(new Interrupted(name === 'SIGINT' ? 'SIGINT' : 'SIGTERM')));
  }
  return controller.signal;
}
