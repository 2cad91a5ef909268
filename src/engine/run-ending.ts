import type { Milliseconds } from '../core/clock.ts';
import { SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import { formatDuration } from '../core/units/duration.ts';
import type { PlannedGuard } from '../plan/plan.ts';

/** A started service ended by itself: the system under test failed. */
export class ServiceDied extends SquallError {
  override readonly name: string = 'ServiceDied';
  readonly service: string;

  constructor(service: string, cause: SquallError) {
    super('service-died', cause.message, {
      cause,
      exitCode: EXIT_CODES.fail,
      ...(cause.hint !== undefined && { hint: cause.hint }),
    });
    this.service = service;
  }
}

/** A step failed and the scenario says `stop-on: fail`. */
export class StoppedOnFail extends SquallError {
  override readonly name: string = 'StoppedOnFail';

  constructor(step: string) {
    super('stopped-on-fail', `stopped after step \`${step}\` failed`, { exitCode: EXIT_CODES.fail });
  }
}

/** A guard of the scenario holds. */
export class GuardTripped extends SquallError {
  override readonly name: string = 'GuardTripped';

  /** @param t when, from the start of the first step. */
  constructor({ name, that, because }: PlannedGuard, why: string, t: Milliseconds) {
    const which = name === that ? `\`${name}\`` : `\`${name}\` (${that})`;
    const reason = because === undefined ? '' : `; ${because}`;
    super(
      'guard-tripped',
      `guard ${which} stopped the run after ${(t / 1000).toFixed(1)}s: ${why}${reason}`,
      {
        exitCode: EXIT_CODES.fail,
      },
    );
  }
}

/** The run takes longer than its scenario allows. */
export class RanTooLong extends SquallError {
  override readonly name: string = 'RanTooLong';

  constructor(most: Milliseconds) {
    super('max-duration', `the run was not over after ${formatDuration(most)}, its \`max-duration\``, {
      hint: 'look for what took so long in `events.jsonl`, or allow more',
    });
  }
}

/** Somebody has asked the run to stop. */
export class StoppedByCommand extends SquallError {
  override readonly name: string = 'StoppedByCommand';

  constructor() {
    super('interrupted', 'stopped by `scenario stop`', { exitCode: EXIT_CODES.sigterm });
  }
}

/** A load cannot go on: nothing more can be judged. */
export class LoadFailed extends SquallError {
  override readonly name: string = 'LoadFailed';

  constructor(load: string, reason: string) {
    super('load-failed', `load \`${load}\` cannot go on: ${reason}`);
  }
}
