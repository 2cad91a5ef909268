import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Address } from '../../../../src/drivers/driver.ts';

export interface CurlResult {
  readonly code: number | null;
  readonly out: Buffer;
}

/** Runs curl on paths of one server, over one connection where it can. */
export async function curl(
  { host, port }: Address,
  paths: readonly string[],
  options: readonly string[] = [],
): Promise<CurlResult> {
  const urls = paths.map((path) => `http://${host}:${port}${path}`);
  const child = spawn('curl', ['-q', '-sS', '--noproxy', '*', ...options, ...urls], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  child.stderr.resume();
  const [code]: (number | null)[] = await once(child, 'close');
  return { code: code ?? null, out: Buffer.concat(pieces) };
}
