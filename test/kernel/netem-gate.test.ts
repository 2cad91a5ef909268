import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

import { testEnvironment } from '../helpers/processes.ts';

const GATE = fileURLToPath(new URL('../../bench/netem/gate.mjs', import.meta.url));

it('impairs and clears namespaces with few tools and within a few times of a shell loop, and notices slow ones', async () => {
  const child = spawn(process.execPath, [GATE], { env: testEnvironment, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'close');
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await exited;
  console.log(out);
  expect({ status: child.exitCode, errors }).toEqual({ status: 0, errors: '' });
}, 300_000);
