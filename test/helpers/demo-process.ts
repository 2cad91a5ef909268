import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface DemoExit {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DemoProcess {
  /** Of the service that was waited for. */
  readonly url: string;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly exited: Promise<DemoExit>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** Starts an entry of a demo, as `shop/main.js`, on a free port, and waits until `service` says where it listens. */
export async function startDemo(
  entry: string,
  service: string,
  env: Readonly<Record<string, string>> = {},
): Promise<DemoProcess> {
  const { child, exited } = spawnDemo(entry, { PORT: '0', ...env });
  const url = await Promise.race([listeningUrl(child.stdout, service), exited.then(rejectExit)]);
  return {
    url,
    signal: (signal) => void child.kill(signal),
    exited,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Runs an entry that is expected to end by itself. */
export async function runDemo(
  entry: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<DemoExit> {
  return await spawnDemo(entry, env, args).exited;
}

function spawnDemo(entry: string, env: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const path = fileURLToPath(new URL(`../../demo/${entry}`, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = once(child, 'close').then(([code]): DemoExit => ({
    code: typeof code === 'number' ? code : null,
    stdout,
    stderr,
  }));
  return { child, exited };
}

function listeningUrl(stdout: NodeJS.ReadableStream, service: string): Promise<string> {
  const line = new RegExp(`^${service} listening on (\\S+)$`, 'm');
  let text = '';
  return new Promise((resolve) => {
    stdout.on('data', (chunk) => {
      text += String(chunk);
      const url = line.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

function rejectExit({ code, stderr }: DemoExit): never {
  throw new Error(`the demo ended with ${String(code)}: ${stderr}`);
}
