import { describe, expect, it } from 'vitest';
import { blockAt, readingAt } from '../../../../../src/report/html/timeline/browser/reading.ts';
import { timeAxis } from '../../../../../src/report/html/timeline/plot.ts';
import { readingsMarkup, readingsOf } from '../../../../../src/report/html/timeline/readings.ts';
import { timelineSubjects } from '../../../../../src/report/html/timeline/subjects.ts';
import { failingResult, passingResult, RESULTS } from '../../../../helpers/results.ts';

const END = 60_000;
const failing = readingsOf(timelineSubjects(failingResult()), END);

function textAt(moment: number, chart = 0): string {
  return readingAt(failing, chart, moment)
    .map(({ label, text }) => `${label} ${text}`.trim())
    .join(', ');
}

describe('readingAt', () => {
  it('tells the figures of the block that holds a moment', () => {
    expect(textAt(1500)).toMatch(
      /^1s to 2s, p50 [\d.]+ms, p95 [\d.]+ms, p99 [\d.]+ms, success 100%, rate 50\/s$/,
    );
  });

  it('keeps no answer apart from no data', () => {
    expect(textAt(30_500)).toMatch(/p95 no answer, p99 no answer/);
    expect(textAt(8500)).toBe('8.5s no data');
  });

  it('tells the bytes of an edge that cannot be read', () => {
    expect(textAt(20_000, 1)).toBe('17s to 45s, up 7 kB/s, down 190 kB/s, new connections 1.1/s');
  });

  it('has nothing to tell of a chart that is not there', () => {
    expect(readingAt(failing, 9, 0)).toEqual([]);
  });
});

describe('blockAt', () => {
  it('is the last block that began, or the first', () => {
    const times = [0, 10, 10, 20, 30, 40];
    expect([-5, 0, 9, 10, 25, 30, 99].map((moment) => blockAt(times, moment))).toEqual([0, 0, 0, 1, 1, 2, 2]);
  });
});

describe('readingsOf', () => {
  it('tells the times of subjects that share them once', () => {
    const [shoppers] = passingResult().series;
    const twice = passingResult({ series: [shoppers!, { ...shoppers!, subject: 'others' }] });
    const { times, charts } = readingsOf(timelineSubjects(twice), END);
    expect(charts.map((chart) => chart.times)).toEqual([0, 0, 1]);
    expect(times).toHaveLength(2);
  });
});

describe('readingsMarkup', () => {
  it.each(Object.entries(RESULTS))('is JSON without markup for the %s result', (_name, result) => {
    const subjects = timelineSubjects(result);
    const { text } = readingsMarkup(subjects, timeAxis(END));
    const [, json = ''] =
      /^<script type="application\/json" id="[\w-]+">([^<>&]*)<\/script>$/.exec(text) ?? [];
    expect(JSON.parse(json)).toEqual(readingsOf(subjects, END));
  });
});
