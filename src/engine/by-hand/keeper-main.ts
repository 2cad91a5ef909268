#!/usr/bin/env node
/**
 * The keeper's own program: `node keeper-main.js FOLDER`, its order over IPC, stderr its log. Nobody waits for it once it has said that
 * the target is impaired. See keeper.ts.
 */
import { basename, join } from 'node:path';
import { systemClock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { packError } from '../../core/wire-error.ts';
import { connectDocker } from '../../drivers/docker/connect.ts';
import { createDockerDriver } from '../../drivers/docker/driver.ts';
import { createTcDriver } from '../../drivers/tc/driver.ts';
import { createToolRunner } from '../../exec/network/run-tool.ts';
import type { Follower } from '../containers/watch-engine.ts';
import { serveControl, type ControlRoutes, type ControlServer } from '../control/serve-control.ts';
import { followTarget } from './follow-target.ts';
import { Keeper } from './keeper.ts';
import { KEEPER_ROUTES, parseChange, type FromKeeper, type KeeperOrder } from './messages.ts';

const path = process.argv[2] ?? '';
const folder = { id: basename(path), path, file: (name: string): string => join(path, name) };
const stop = new AbortController();

async function keep(order: KeeperOrder): Promise<void> {
  const { sshConnection, container } = order;
  const createDriver = container === undefined ? createTcDriver : createDockerDriver;
  const keeper = await Keeper.start(order, {
    folder,
    clock: systemClock,
    signal: stop.signal,
    createDriver: (effects) =>
      createDriver({
        run: folder.id,
        folder: folder.path,
        clock: systemClock,
        effects,
        ...(sshConnection !== undefined && { sshConnection }),
      }),
  });
  const server = await serve(keeper);
  let follower: Follower | undefined;
  try {
    await tell({ kind: 'kept', kept: await keeper.impair() });
    if (container !== undefined) follower = follow(keeper, container, order);
    await keeper.ended();
  } finally {
    await follower?.stop();
    await server.close();
  }
}

function follow(
  keeper: Keeper,
  container: NonNullable<KeeperOrder['container']>,
  { dockerHost }: KeeperOrder,
): Follower {
  return followTarget(keeper, container, {
    engine: connectDocker({ host: dockerHost, clock: systemClock }),
    run: createToolRunner({ clock: systemClock, run: folder.id }),
    clock: systemClock,
    signal: stop.signal,
    tell: (message) => void process.stderr.write(`${message}\n`),
  });
}

async function serve(keeper: Keeper): Promise<ControlServer> {
  const routes: ControlRoutes = {
    [KEEPER_ROUTES.state]: async () => keeper.kept,
    [KEEPER_ROUTES.change]: async (body) => {
      const change = parseChange(body);
      if (change === undefined) throw new Error('expected { document, lease? }');
      return await keeper.change(change);
    },
    [KEEPER_ROUTES.clear]: async () => await keeper.clear(),
  };
  return await serveControl(folder.path, routes, systemClock);
}

/** Resolves when it is said, or when nobody listens any more. */
async function tell(message: FromKeeper): Promise<void> {
  await new Promise<void>((said) => {
    if (process.send === undefined || !process.connected) said();
    else process.send(message, () => said());
  });
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => stop.abort(new SquallError('interrupted', `ended by ${name}`)));
}
process.once('message', (order: KeeperOrder) => {
  void keep(order)
    .catch(async (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      await tell({ kind: 'failed', error: packError(error) });
      process.exitCode = 1;
    })
    .finally(() => process.exit());
});
