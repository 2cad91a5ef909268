// Squall in two ways: the driver as a run uses it, and the commands that a person types.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../dist/parts/core/clock.js';
import { connectDocker } from '../../dist/parts/drivers/docker/connect.js';
import { createDockerDriver } from '../../dist/parts/drivers/docker/driver.js';
import { findWays } from '../../dist/parts/drivers/docker/way.js';
import { askOnce } from '../../dist/parts/exec/network/ask-once.js';
import { createToolRunner } from '../../dist/parts/exec/network/run-tool.js';
import { openJournal } from '../../dist/parts/journal/journal.js';
import { effectLog } from '../harness/effect-log.mjs';
import { DELAY } from './impairment.mjs';

const SCENARIO = join(import.meta.dirname, '../../bin/scenario.js');
const DELAYED = { up: { delay: DELAY }, down: {}, connection: {} };

/** The containers found in the engine, their interfaces, guards, trial, journal synced before each effect, verified undo. */
export function driver(containers) {
  const folder = mkdtempSync('/tmp/bench-');
  const signal = new AbortController().signal;
  let journal;
  let installed;
  return {
    name: 'squall, driver',
    impair: async () => {
      const run = askOnce(createToolRunner({ clock: systemClock }));
      const specs = await linkSpecs(containers, run, signal);
      journal = await openJournal(join(folder, `journal-${Math.random()}.jsonl`), systemClock);
      installed = createDockerDriver({
        run: 'bench',
        effects: effectLog(journal),
        clock: systemClock,
        folder,
      });
      const links = await installed.install(specs, signal);
      await Promise.all(links.map((link) => link.change(DELAYED)));
    },
    clear: async () => {
      await installed.revert();
      await journal.close();
    },
    end: () => rmSync(folder, { recursive: true }),
  };
}

async function linkSpecs(containers, run, signal) {
  const engine = connectDocker({ host: undefined, clock: systemClock });
  return await Promise.all(
    containers.map(async ({ name }) => {
      const [way] = await findWays(await engine.find({ kind: 'name', name }, signal), run);
      return {
        edge: name,
        protocol: 'tcp',
        per: 'edge',
        listeners: [],
        seed: 1,
        place: { up: way.up, down: way.down, onForeign: 'refuse', allow: false },
      };
    }),
  );
}

/** `scenario impair` for each container, one after the other, and one `scenario clear` for all. */
export function byHand(containers) {
  const folder = mkdtempSync('/tmp/bench-');
  const targets = containers.map(({ name }) => `container:${name}`);
  return {
    name: 'squall, by hand',
    impair: () => {
      for (const target of targets)
        scenario(folder, 'impair', target, `up.delay=${DELAY}ms`, '--out', folder);
    },
    clear: () => scenario(folder, 'clear', ...targets),
    end: () => rmSync(folder, { recursive: true }),
  };
}

function scenario(cwd, ...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCENARIO, ...words], {
    cwd,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`scenario ${words.join(' ')} exited with ${status}: ${stdout}${stderr}`);
}
