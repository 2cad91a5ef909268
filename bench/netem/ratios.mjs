// From times to ratios, and what they may be.
const PHASES = ['impair', 'change', 'clear'];

/**
 * Most that the driver may take, as a multiple of the shell loop: generous, for a busy machine. It reads what is there before it
 * changes anything and verifies what it has undone, where the loop does neither. One namespace pays alone for what is done once.
 */
const MOST = {
  impair: { one: 6, many: 2 },
  change: { one: 3, many: 1.5 },
  clear: { one: 8, many: 5 },
};

/** By count and phase: the medians in milliseconds, and the medians of each round's ratio, which a slow moment spoils less. */
export function ratios(rows) {
  const counts = [...new Set(rows.map(({ count }) => count))];
  return counts.flatMap((count) => {
    const [squall, loop, batch] = ['squall', 'shell loop', 'tc -batch'].map((name) =>
      rows.find((row) => row.count === count && row.name === name),
    );
    return PHASES.map((phase) => ({
      count,
      phase,
      squall: median(squall[phase]),
      loop: median(loop[phase]),
      batch: median(batch[phase]),
      ofLoop: median(squall[phase].map((time, round) => time / loop[phase][round])),
      ofBatch: median(squall[phase].map((time, round) => time / batch[phase][round])),
    }));
  });
}

/** What is slower than it may be. */
export function judge(found) {
  return found.flatMap(({ count, phase, ofLoop }) => {
    const most = MOST[phase][count === 1 ? 'one' : 'many'];
    return ofLoop <= most
      ? []
      : [`to ${phase} ${count} takes ${ofLoop.toFixed(2)} times the shell loop, at most ${most}`];
  });
}

export function table(found) {
  const rows = found.map(({ count, phase, squall, loop, batch, ofLoop, ofBatch }) => [
    count,
    phase,
    ...[squall, loop, batch, squall / count].map((ms) => Math.round(ms)),
    ofLoop.toFixed(2),
    ofBatch.toFixed(2),
  ]);
  const head = [
    'namespaces',
    '',
    'squall ms',
    'shell loop ms',
    'tc -batch ms',
    'squall ms each',
    'of the loop',
    'of tc -batch',
  ];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2)];
  return (sorted[low] + sorted[high]) / 2;
}
