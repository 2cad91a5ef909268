// From what was measured in each round to the rows of the tables. Pure.
import { median, quantile } from '../harness/statistics.mjs';

/** One for each thing that was asked and each contender, with the medians of its rounds, each way by itself. */
export function figures(rows, kind, of) {
  const groups = new Map();
  for (const row of rows.filter((each) => each.kind === kind)) {
    const key = JSON.stringify([row.asked, row.name]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  // All contenders below what they were asked for.
  const order = [...new Set([...groups.values()].map(([{ asked }]) => JSON.stringify(asked)))];
  const rank = ([{ asked }]) => order.indexOf(JSON.stringify(asked));
  const sorted = [...groups.values()].toSorted((a, b) => rank(a) - rank(b));
  return sorted.map((group) => {
    const [{ name, asked }] = group;
    const way = (direction) => mediansOf(group.filter((row) => row.way === direction).map(of));
    return { name, asked, up: way('up'), down: way('down') };
  });
}

/** By how many milliseconds the transits are off. */
export function delayErrors({ asked, times }) {
  const errorAt = (share) => quantile(times, share) - asked.delay;
  return {
    least: errorAt(0),
    p50: errorAt(0.5),
    p90: errorAt(0.9),
    p99: errorAt(0.99),
    arrived: times.length,
  };
}

/** How far the transits are spread, and what lies in their middle. */
export function spread({ times }) {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const squares = times.reduce((sum, time) => sum + (time - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / times.length) };
}

/** By contender, by how many milliseconds echo requests are later than where nothing is impaired. */
export function servicesAdded(rows) {
  const pings = rows.filter(({ kind }) => kind === 'service');
  const names = [...new Set(pings.map(({ name }) => name))];
  const of = (name) => mediansOf(pings.filter((row) => row.name === name).map(pingsOf));
  const nothing = of('nothing');
  return names
    .filter((name) => name !== 'nothing')
    .map((name) => ({
      name,
      ...Object.fromEntries(Object.entries(of(name)).map(([key, ms]) => [key, ms - nothing[key]])),
    }));
}

function pingsOf({ meant, others }) {
  return { ...prefixed('meant', meant), ...prefixed('others', others) };
}

function prefixed(prefix, record) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [`${prefix} ${key}`, value]));
}

function mediansOf(records) {
  const keys = Object.keys(records[0] ?? {});
  return Object.fromEntries(keys.map((key) => [key, median(records.map((record) => record[key]))]));
}
