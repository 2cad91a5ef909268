import { text } from 'node:stream/consumers';
import { askInTime, connectControl, resultOf, type AskOptions } from './connect-control.ts';

/**
 * Asks what is under way in a folder, as `POST /change`. What it throws there is thrown here.
 * @returns undefined when nobody listens
 * @throws SquallError `control-denied` or `control-failed`, exit code 3, where it cannot be asked.
 */
export async function askControl(
  folder: string,
  route: string,
  body: unknown,
  options: AskOptions,
): Promise<unknown> {
  const answer = await askInTime(folder, options, async (signal) => {
    return await text(await connectControl(folder, route, { body, signal }));
  });
  return answer === undefined ? undefined : resultOf(JSON.parse(answer));
}
