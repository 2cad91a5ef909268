// HAProxy on one thread: in TCP mode in front of a server, or as a server that answers each request with the same small response.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startServer } from '../harness/processes.mjs';

const BODY = 'x'.repeat(128);

export async function startHaproxy(peer, originPort, core) {
  return await start(peer, core, {
    mode: 'tcp',
    frontend: 'default_backend out',
    backend: `backend out\n  server origin 127.0.0.1:${originPort}`,
  });
}

/** A server that costs little, so that it is not what limits the others: Node's answers half as many requests. */
export async function startOrigin(peer, core) {
  return await start(peer, core, {
    mode: 'http',
    frontend: `http-request return status 200 content-type text/plain string "${BODY}"`,
    backend: '',
  });
}

async function start(peer, core, { mode, frontend, backend }) {
  const folder = mkdtempSync(join(tmpdir(), 'squall-bench-'));
  const port = await freePort();
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(
    file,
    `global
  nbthread 1
  maxconn 4096
defaults
  mode ${mode}
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend in
  bind 127.0.0.1:${port}
  ${frontend}
${backend}
`,
  );
  try {
    return { port, ...(await startServer([peer.file, '-f', file, '-db'], port, { core })) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
