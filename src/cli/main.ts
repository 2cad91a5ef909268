import { EXIT_CODES } from '../core/exit-code.ts';
import { processIo } from './io.ts';
import { presentError } from './present-error.ts';
import { runProgram } from './program/program.ts';
import { interruption } from './signals.ts';

/** Long enough for pipes to drain, short enough that a stray handle cannot hang a CI job. */
const LINGER = 2_000;

const io = processIo();
const crash = (error: unknown): void => {
  presentError(error, io);
  // The reaper puts back what this process no longer can.
  process.exit(EXIT_CODES.bug);
};
process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);

void main();

async function main(): Promise<void> {
  try {
    process.exitCode = await runProgram(process.argv.slice(2), io, interruption());
  } catch (error) {
    process.exitCode = presentError(error, io);
  }
  setTimeout(() => process.exit(), LINGER).unref();
}
