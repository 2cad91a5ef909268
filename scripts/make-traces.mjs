// Makes the traces that ship, from a model of each and one seed. With --check: writes nothing, fails where a file is not as made. Needs a build.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../dist/parts/core/random.js';

const SEED = 20261122;
const FOLDER = join(import.meta.dirname, '..', 'scenarios', 'traces');
const STEP = 0.5;

/** A value that wanders about 0 with a standard deviation of about `width`, remembering `memory` of itself. */
function createWander(random, width, memory) {
  let value = 0;
  return () => {
    const draw = (random() + random() + random() - 1.5) * 2;
    value = memory * value + Math.sqrt(1 - memory ** 2) * width * draw;
    return value;
  };
}

/** 1 outside [from, to), `depth` in the middle of it, and a cosine in between. */
function dip(t, from, to, depth) {
  if (t < from || t >= to) return 1;
  const share = (1 - Math.cos((2 * Math.PI * (t - from)) / (to - from))) / 2;
  return 1 - (1 - depth) * share;
}

const MODELS = {
  tram: {
    about:
      'A tram through a city: the rate wanders, and falls where houses stand between the tram and the mast.',
    seconds: 120,
    row: (random) => {
      const wander = createWander(random, 0.35, 0.9);
      const shadows = [2, 37, 68, 99].map((at) => [
        at + 3 * random(),
        5 + 4 * random(),
        0.08 + 0.1 * random(),
      ]);
      return (t) => {
        const open = Math.min(...shadows.map(([at, long, depth]) => dip(t, at, at + long, depth)));
        const quality = open * Math.exp(wander());
        return {
          down: 9000 * quality,
          up: 3000 * quality,
          delay: 22 + 35 * (1 - open) + 6 * random(),
          loss: open < 0.5 ? 1.5 * (1 - open) : 0,
        };
      };
    },
  },
  tunnel: {
    about: 'A train into a tunnel: four seconds of fading, nothing at all for twelve, and a slow return.',
    seconds: 60,
    row: (random) => {
      const wander = createWander(random, 0.2, 0.8);
      return (t) => {
        const fade =
          t < 16 ? 1 : t < 20 ? 1 - (t - 16) / 4.2 : t < 32 ? 0.05 : Math.min(1, 0.1 + (t - 32) / 9);
        const quality = fade * Math.exp(wander());
        return {
          down: 14_000 * quality,
          up: 5000 * quality,
          delay: 20 + 60 * (1 - fade) + 4 * random(),
          loss: fade < 0.6 ? 3 * (1 - fade) : 0,
          partition: t >= 20 && t < 32,
        };
      };
    },
  },
  lift: {
    about: 'A ride in a lift: the doors close, and what is left is slow, late and lossy until they open.',
    seconds: 45,
    row: (random) => {
      const wander = createWander(random, 0.25, 0.7);
      return (t) => {
        const shut = t >= 12 && t < 31;
        const quality = (shut ? 0.025 : 1) * Math.exp(wander());
        return {
          down: 20_000 * quality,
          up: 8000 * quality,
          delay: (shut ? 140 : 18) + (shut ? 60 : 4) * random(),
          loss: shut ? 2 + 2 * random() : 0,
        };
      };
    },
  },
  handover: {
    about: 'A car from cell to cell: half a second of nothing, then another rate and another delay.',
    seconds: 60,
    row: (random) => {
      const wander = createWander(random, 0.15, 0.8);
      const cells = [0, 14, 27, 43].map((at) => ({
        at: at === 0 ? 0 : at + Math.round(4 * random()) / 2,
        down: 3000 + 12_000 * random(),
        delay: 18 + 40 * random(),
      }));
      return (t) => {
        const cell = cells.findLast(({ at }) => at <= t);
        const quality = Math.exp(wander());
        return {
          down: cell.down * quality,
          up: 0.35 * cell.down * quality,
          delay: cell.delay + 5 * random(),
          loss: 0,
          partition: cell.at > 0 && t === cell.at,
        };
      };
    },
  },
  'satellite-pass': {
    about:
      'Two satellites in low orbit, one after the other: nearest and fastest in the middle of a pass, a second of nothing between them.',
    seconds: 120,
    row: (random) => {
      const wander = createWander(random, 0.12, 0.85);
      return (t) => {
        const high = Math.sin((Math.PI * (t % 60)) / 60);
        const quality = (0.25 + 0.75 * high) * Math.exp(wander());
        return {
          down: 60_000 * quality,
          up: 8000 * quality,
          delay: 34 - 14 * high + 8 * random(),
          loss: high < 0.15 ? 0.8 : 0.1,
          partition: t >= 59 && t < 60,
        };
      };
    },
  },
};

function render({ about, seconds, row }, index) {
  const rowAt = row(seededRandom(SEED + index));
  const lines = Array.from({ length: seconds / STEP + 1 }, (_, number) => {
    const t = number * STEP;
    const { down, up, delay, loss, partition = false } = rowAt(t);
    const rates = [down, up].map((rate) => Math.max(24, Math.round(rate)));
    return [t.toFixed(1), ...rates, delay.toFixed(1), loss.toFixed(1), partition].join(', ');
  });
  return [
    `# Synthetic: made by scripts/make-traces.mjs with seed ${SEED + index}. Nobody has measured this.`,
    `# ${about}`,
    'at (s), down.rate (kbit/s), up.rate (kbit/s), delay (ms), loss (%), partition',
    ...lines,
    '',
  ].join('\n');
}

const { values: options } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const stale = [];
for (const [index, [name, model]] of Object.entries(MODELS).entries()) {
  const file = join(FOLDER, `${name}.csv`);
  const text = render(model, index);
  if (existsSync(file) && (await readFile(file, 'utf8')) === text) continue;
  stale.push(name);
  if (!options.check) await writeFile(file, text);
}
if (options.check && stale.length > 0) {
  console.error(`not as scripts/make-traces.mjs makes them: ${stale.join(', ')}`);
  process.exitCode = 1;
}
