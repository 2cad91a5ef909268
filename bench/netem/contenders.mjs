// Three ways to do the same to the same interfaces: each can impair, change and clear, and leaves nothing.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { systemClock } from '../../dist/parts/core/clock.js';
import { createTcDriver } from '../../dist/parts/drivers/tc/driver.js';
import { previewChange, previewInstall } from '../../dist/parts/drivers/tc/preview.js';
import { openJournal } from '../../dist/parts/journal/journal.js';
import { effectLog } from '../harness/effect-log.mjs';
import { linkSpecs } from './network.mjs';

const FIRST = impairment(50);
const SECOND = impairment(80);

/** The driver as a run uses it: guards, look at what is there, trial, journal synced before each effect, verified undo. */
export function squall(names, path) {
  const specs = linkSpecs(names);
  const folder = mkdtempSync('/tmp/bench-');
  let journal;
  let driver;
  let links;
  return {
    name: 'squall',
    impair: async () => {
      journal = await openJournal(join(folder, `journal-${Math.random()}.jsonl`), systemClock);
      driver = createTcDriver({
        run: 'bench',
        effects: effectLog(journal),
        clock: systemClock,
        folder,
        ...(path !== undefined && { path }),
      });
      links = await driver.install(specs, new AbortController().signal);
      await Promise.all(links.map((link) => link.change(FIRST)));
    },
    change: async () => void (await Promise.all(links.map((link) => link.change(SECOND)))),
    clear: async () => {
      await driver.revert();
      await journal.close();
    },
    end: () => rmSync(folder, { recursive: true }),
  };
}

/** The same commands, as `scenario plan` prints them, typed one after the other: a process for each, no check, no undo but a delete. */
export function shellLoop(names) {
  const { impair, change, clear } = commandsFor(names);
  return {
    name: 'shell loop',
    impair: () => shell(impair.map(typedLine)),
    change: () => shell(change.map(typedLine)),
    clear: () => shell(clear.map(typedLine)),
    end: () => {},
  };
}

/** The same commands with one `tc -batch` for each namespace, started by a shell, nothing else: the least that `tc` can need. */
export function batch(names) {
  const folder = mkdtempSync('/tmp/bench-');
  const { impair, change, clear } = commandsFor(names);
  const scripts = { impair, change, clear };
  const lines = {};
  for (const [phase, commands] of Object.entries(scripts)) {
    lines[phase] = Array.from(groupByNamespace(commands), ([namespace, words]) => {
      const file = join(folder, `${phase}-${namespace}`);
      writeFileSync(file, words.map((each) => `${each.join(' ')}\n`).join(''));
      return `nsenter --net=/run/netns/${namespace} tc -batch ${file}`;
    });
  }
  return {
    name: 'tc -batch',
    impair: () => shell(lines.impair),
    change: () => shell(lines.change),
    clear: () => shell(lines.clear),
    end: () => rmSync(folder, { recursive: true }),
  };
}

function impairment(delay) {
  const way = { delay: delay / 2, loss: { average: 0.01, burst: 1 }, rate: 20_000_000, buffer: 300 };
  return { up: way, down: way, connection: {} };
}

/** Each as its namespace and the words behind `tc`. */
function commandsFor(names) {
  const specs = linkSpecs(names);
  const changes = (to) => names.flatMap((edge) => previewChange(specs, edge, to)).map(parse);
  const clear = specs
    .flatMap(({ place }) => [place.up, place.down])
    .map(({ netns, device }) => ({
      namespace: netns.name,
      words: ['qdisc', 'del', 'dev', device, 'root'],
    }));
  return {
    impair: [...previewInstall(specs).map(parse), ...changes(FIRST)],
    change: changes(SECOND),
    clear,
  };
}

/** `tc -n NAMESPACE WORDS...` */
function parse(command) {
  const [, , namespace, ...words] = command.split(' ');
  return { namespace, words };
}

function typedLine({ namespace, words }) {
  return `ip netns exec ${namespace} tc ${words.join(' ')}`;
}

function groupByNamespace(commands) {
  const groups = new Map();
  for (const { namespace, words } of commands) {
    groups.set(namespace, [...(groups.get(namespace) ?? []), words]);
  }
  return groups;
}

function shell(lines) {
  const { status, stderr } = spawnSync('sh', ['-e'], { input: lines.join('\n'), encoding: 'utf8' });
  if (status !== 0) throw new Error(`the shell said: ${stderr}`);
}
