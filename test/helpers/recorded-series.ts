import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './processes.ts';

export type RecordedLabels = Readonly<Record<string, string>>;

/** A counter that rises evenly, or a value that stays. */
export interface RecordedSeries {
  readonly name: string;
  readonly labels: RecordedLabels;
  readonly perMinute?: number;
  readonly value?: number;
}

const STEP = 5;
const BEFORE = 600;
const AFTER = 300;

/** What a histogram counts for each minute: so many up to each bound, which is cumulative, in the metric's own unit. */
export function histogram(
  name: string,
  labels: RecordedLabels,
  perMinute: Readonly<Record<string, number>>,
): RecordedSeries[] {
  const total = Math.max(...Object.values(perMinute));
  return [
    ...Object.entries({ ...perMinute, '+Inf': total }).map(([le, count]) => ({
      name: `${name}_bucket`,
      labels: { ...labels, le },
      perMinute: count,
    })),
    { name: `${name}_count`, labels, perMinute: total },
  ];
}

/**
 * A data folder for a Prometheus that holds these series from ten minutes ago to five minutes from now, a sample every 5 s, as if
 * they had been scraped.
 */
export function recordSeries(series: readonly RecordedSeries[]): string {
  const folder = temporaryFolder();
  const now = Math.floor(Date.now() / 1000);
  const lines = series.flatMap(({ name, labels, perMinute, value }) => {
    const inner = Object.entries(labels).map(([key, text]) => `${key}=${JSON.stringify(text)}`);
    const samples: string[] = [];
    for (let at = now - BEFORE; at <= now + AFTER; at += STEP) {
      const count = value ?? 1000 + ((at - now + BEFORE) * (perMinute ?? 0)) / 60;
      samples.push(`${name}{${inner.join(',')}} ${count} ${at}`);
    }
    return samples;
  });
  const text = join(folder, 'series.om');
  writeFileSync(text, `${lines.join('\n')}\n# EOF\n`);
  const data = join(folder, 'data');
  const { status, stderr, error } = spawnSync(
    'promtool',
    ['tsdb', 'create-blocks-from', 'openmetrics', text, data],
    {
      encoding: 'utf8',
    },
  );
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`promtool: ${stderr}`);
  return data;
}
