import { SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';

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

/** A load cannot go on: nothing more can be judged. */
export class LoadFailed extends SquallError {
  override readonly name: string = 'LoadFailed';

  constructor(load: string, reason: string) {
    super('load-failed', `load \`${load}\` cannot go on: ${reason}`);
  }
}
