import { Markup } from '../markup.ts';
import { perSecond, type Block } from './blocks.ts';
import type { TimeAxis, TimeSpan } from './plot.ts';
import type { Chart, Column, Readings } from './readings-data.ts';
import type { TimelineSubject } from './subjects.ts';
import type { UsageBlock } from './usage-blocks.ts';

/** Of the element that holds them. */
export const READINGS_ID = 'timeline-readings';

/** The numbers behind the figures, for the script that tells them where a reader points. */
export function readingsMarkup(subjects: readonly TimelineSubject[], { end }: TimeAxis): Markup {
  const json = JSON.stringify(readingsOf(subjects, end));
  // Names are in there: nothing in them may end the element, nor mean anything to a reader of XML.
  const harmless = json.replaceAll(/[<>&\u2028\u2029]/g, (character) => `\\u${hex(character)}`);
  // No template with a tag: a bundler would change one that holds the end of a script.
  return new Markup(`<script type="application/json" id="${READINGS_ID}">${harmless}</script>`);
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}

export function readingsOf(subjects: readonly TimelineSubject[], end: number): Readings {
  // All subjects of a run are measured in the same blocks, so their times are told once.
  const times = new Map<string, { readonly index: number; readonly starts: readonly number[] }>();
  const charts = subjects.map((subject): Chart => {
    const spans = timesOf(subject.blocks);
    const key = JSON.stringify(spans);
    const known = times.get(key) ?? { index: times.size, starts: spans };
    times.set(key, known);
    return { times: known.index, columns: columnsOf(subject) };
  });
  return { end, times: [...times.values()].map(({ starts }) => starts), charts };
}

/** Begin and end of each block in turn, in whole milliseconds. */
function timesOf(blocks: readonly TimeSpan[]): readonly number[] {
  return blocks.flatMap(({ start, end }) => [Math.round(start), Math.round(end)]);
}

function columnsOf(subject: TimelineSubject): readonly Column[] {
  return subject.kind === 'unread' ? usageColumns(subject.blocks) : measuredColumns(subject.blocks);
}

function measuredColumns(blocks: readonly Block[]): readonly Column[] {
  const latency = (label: 'p50' | 'p95' | 'p99'): Column => ({
    label,
    unit: 'latency',
    values: blocks.map((block) => (block.n === 0 ? null : (short(block[label]) ?? 'none'))),
  });
  return [
    latency('p50'),
    latency('p95'),
    latency('p99'),
    {
      label: 'success',
      unit: 'share',
      values: blocks.map(({ n, ok }) => (n === 0 ? null : Math.floor((ok / n) * 1e5) / 1e5)),
    },
    { label: 'rate', unit: 'rate', values: blocks.map((block) => short(perSecond(block, block.n))) },
  ];
}

function usageColumns(blocks: readonly UsageBlock[]): readonly Column[] {
  const rate = (count: (block: UsageBlock) => number): (number | null)[] =>
    blocks.map((block) => short(perSecond(block, count(block))));
  return [
    { label: 'up', unit: 'bytes', values: rate(({ up }) => up) },
    { label: 'down', unit: 'bytes', values: rate(({ down }) => down) },
    { label: 'new connections', unit: 'rate', values: rate(({ connections }) => connections) },
  ];
}

/** To three digits, as they are shown. */
function short(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(3));
}
