import { SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';

const BROWSER_HINT =
  'install Chromium or Chrome so that it is on PATH, or name its file in `SQUALL_CHROMIUM`; it is never downloaded';

export function browserMissing(message: string): SquallError {
  return new SquallError('browser-missing', message, {
    hint: BROWSER_HINT,
    exitCode: EXIT_CODES.environment,
  });
}

export function clientMissing(cause: unknown): SquallError {
  return new SquallError(
    'browser-client-missing',
    'the client of the browser, `playwright-core`, is not installed',
    {
      hint: 'it is an optional dependency: install Squall again without `--omit=optional`',
      exitCode: EXIT_CODES.environment,
      cause,
    },
  );
}

/** @param said what the browser or its client said */
export function notStarted(program: string, said: string, cause: unknown): SquallError {
  return new SquallError('browser-not-started', `the browser \`${program}\` could not be started: ${said}`, {
    hint: `try \`${program} --headless --dump-dom about:blank\`; in a container that forbids user namespaces it starts for root only`,
    exitCode: EXIT_CODES.environment,
    cause,
  });
}

export function badSelector(selector: string, cause: unknown): SquallError {
  return new SquallError('browser-selector', `\`${selector}\` is no CSS selector`, {
    hint: 'write one that `document.querySelector` takes, as `#cart [role=status]`',
    exitCode: EXIT_CODES.usage,
    cause,
  });
}
