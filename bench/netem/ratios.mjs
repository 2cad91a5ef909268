// From times to ratios, and what they may be.
import { median } from '../harness/statistics.mjs';
import { table as markdown } from '../harness/table.mjs';
import { PHASES } from './measure.mjs';

/**
 * Most that the driver may take, as a multiple of the shell loop, in its best round: generous, for a busy machine. It reads what is there
 * before it changes anything and verifies what it has undone, where the loop does neither.
 */
const MOST = { impair: 4, change: 6, clear: 8 };

/**
 * Most tools for so many namespaces with one interface each, and another namespace that has the other ends: no noise changes them. What is
 * asked of the common one goes there in two, or three where it comes late: the first by itself, and all others.
 */
const MOST_TOOLS = {
  impair: (count) => 3 * count + 7,
  change: (count) => count + 1,
  clear: (count) => 2 * count + 5,
};

/** By count and phase: the medians in milliseconds, and the medians of each round's ratio, which a slow moment spoils less. */
export function ratios(rows, phases = PHASES) {
  const counts = [...new Set(rows.map(({ count }) => count))];
  return counts.flatMap((count) => {
    const [squall, loop, batch] = ['squall', 'shell loop', 'tc -batch'].map((name) =>
      rows.find((row) => row.count === count && row.name === name),
    );
    return phases.map((phase) => {
      const of = (peer) => squall.times[phase].map((time, round) => time / peer.times[phase][round]);
      return {
        count,
        phase,
        squall: median(squall.times[phase]),
        loop: median(loop.times[phase]),
        ofLoop: median(of(loop)),
        ofLoopAtBest: Math.min(...of(loop)),
        tools: Math.max(...squall.tools[phase]),
        ...(batch && { batch: median(batch.times[phase]), ofBatch: median(of(batch)) }),
      };
    });
  });
}

/** What is slower than it may be, or does more. */
export function judge(found) {
  return found.flatMap(({ count, phase, ofLoopAtBest, tools }) => {
    const most = MOST[phase];
    const mostTools = MOST_TOOLS[phase](count);
    return [
      ...(tools > mostTools ? [`to ${phase} ${count} starts ${tools} tools, at most ${mostTools}`] : []),
      ...(ofLoopAtBest > most
        ? [`to ${phase} ${count} takes ${ofLoopAtBest.toFixed(2)} times the shell loop, at most ${most}`]
        : []),
    ];
  });
}

export function table(found) {
  const withBatch = found.every(({ batch }) => batch !== undefined);
  const columns = [
    ['namespaces', ({ count }) => count],
    ['', ({ phase }) => phase],
    ['squall ms', ({ squall }) => Math.round(squall)],
    ['shell loop ms', ({ loop }) => Math.round(loop)],
    ...(withBatch ? [['tc -batch ms', ({ batch }) => Math.round(batch)]] : []),
    ['squall ms each', ({ squall, count }) => Math.round(squall / count)],
    ['of the loop', ({ ofLoop }) => ofLoop.toFixed(2)],
    ...(withBatch ? [['of tc -batch', ({ ofBatch }) => ofBatch.toFixed(2)]] : []),
    ['tools', ({ tools }) => tools],
  ];
  return markdown(columns, found);
}
