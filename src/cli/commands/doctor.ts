import { systemClock } from '../../core/clock.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { cleanStrings } from '../../report/console/clean-strings.ts';
import { doctorText } from '../doctor/doctor-text.ts';
import { examine } from '../doctor/examine.ts';
import type { Io } from '../io.ts';

export interface DoctorOptions {
  readonly out?: string;
  readonly output?: 'text' | 'json';
}

/** Says what this machine can do and what is left behind. Whatever that is, the exit code is 0: it is a report, not a gate. */
export async function doctorCommand(options: DoctorOptions, io: Io, signal: AbortSignal): Promise<ExitCode> {
  const { out = 'runs', output = 'text' } = options;
  const examination = await examine({ clock: systemClock, signal, out, env: io.env });
  io.out(
    output === 'json' ? `${JSON.stringify(cleanStrings(examination), null, 2)}\n` : doctorText(examination),
  );
  return EXIT_CODES.pass;
}
