import { describe, expect, it } from 'vitest';
import type { LoadResult, MetricSummary, RunResult, StepResult } from '../../../src/core/result.gen.ts';
import { renderHtml } from '../../../src/report/html/page.ts';
import { renderJunit } from '../../../src/report/junit/render.ts';
import { formatFigure, metricName, scriptLines } from '../../../src/report/own-metrics.ts';
import { passingResult } from '../../helpers/results.ts';

const WAITING: MetricSummary = {
  metric: 'http_req_waiting',
  tags: { name: 'cart' },
  type: 'trend',
  contains: 'time',
  n: 900,
  value: null,
  mean: 321.4,
  p50: 310.2,
  p95: 412.6,
  max: 700,
};

const CHECKOUT: LoadResult = {
  name: 'shoppers',
  through: 'last-mile',
  engine: 'k6',
  policy: 'server-errors',
  requests: [],
  program: 'k6 v2.3.0',
  source: 'load/checkout.js',
  exit: 'exited with code 0',
  thresholds: [{ metric: 'checks', text: 'rate>0.99', ok: false }],
  checks: [{ name: 'cart / <b>has come</b>', passes: 899, fails: 1 }],
  metrics: [WAITING],
};

function resultOfK6(): RunResult {
  const result = passingResult({ loads: [CHECKOUT] });
  const roundTrips = { rtt: 300, predicted: 1.2, observed: 1.4, text: '900 requests opened 180 connections' };
  const steps = result.steps.map((step): StepResult => {
    const subjects = step.subjects.map((subject) =>
      subject.kind === 'load' ? { ...subject, metrics: [WAITING], roundTrips } : subject,
    );
    return { ...step, subjects };
  });
  return { ...result, steps };
}

describe('a metric of a load', () => {
  it('is named as an expectation names it', () => {
    expect(metricName('checkout', WAITING)).toBe('checkout.http_req_waiting{name=cart}');
    expect(metricName('checkout', { metric: 'checks', tags: {} })).toBe('checkout.checks');
  });

  it.each([
    ['trend', 'time', 'p95', '413ms'],
    ['trend', 'default', 'p95', '412.6'],
    ['trend', 'data', 'mean', '321 B'],
    ['trend', 'time', 'value', '–'],
    ['counter', 'default', 'p95', '–'],
  ] as const)('of type %s that contains %s has a %s that reads %s', (type, contains, figure, text) => {
    expect(formatFigure({ ...WAITING, type, contains }, figure)).toBe(text);
  });

  it('has a share where it is a rate, and a sum where it is a counter', () => {
    expect(formatFigure({ ...WAITING, type: 'rate', contains: 'default', value: 0.995 }, 'value')).toBe(
      '99.5%',
    );
    expect(formatFigure({ ...WAITING, type: 'counter', contains: 'default', value: 1418 }, 'value')).toBe(
      '1418',
    );
  });
});

describe('a report of a k6 load', () => {
  it('has its thresholds and checks in their words, in JUnit as properties', () => {
    expect(scriptLines(CHECKOUT)).toEqual([
      'threshold checks rate>0.99: crossed',
      'check cart / <b>has come</b>: 899 of 900 passed',
    ]);
    const junit = renderJunit([resultOfK6()]);
    expect(junit).toContain('<property name="load.shoppers" value="k6 v2.3.0"/>');
    expect(junit).toContain(
      '<property name="load.shoppers.1" value="threshold checks rate&gt;0.99: crossed"/>',
    );
  });

  it('shows in HTML what the load measured itself, and explains its round trips', () => {
    const page = renderHtml(resultOfK6());
    expect(page).toContain('What the loads themselves measured');
    expect(page).toContain('shoppers.http_req_waiting{name=cart}');
    expect(page).toContain('900 requests opened 180 connections');
    expect(page).toContain('k6 v2.3.0');
    expect(page).not.toContain('<b>has come</b>');
  });

  it('shows nothing of it for other loads', () => {
    expect(renderHtml(passingResult())).not.toContain('What the loads themselves measured');
    expect(renderJunit([passingResult()])).not.toContain('load.shoppers');
  });
});
