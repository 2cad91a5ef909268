import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { renderJunit } from '../../../src/report/junit/render.ts';
import type { NotStarted } from '../../../src/report/not-started.ts';
import { FAIL_ON } from '../../../src/core/fail-on.ts';
import { HOSTILE_NAMES, hostileRun } from '../../helpers/hostile-names.ts';
import { RECORDED_RESULTS } from '../../helpers/recorded-results.ts';
import { HOSTILE, RESULTS as MADE } from '../../helpers/results.ts';

const RESULTS = { ...MADE, ...RECORDED_RESULTS };
const SCHEMA = path.resolve(import.meta.dirname, '../../fixtures/junit.xsd');
const folder = mkdtempSync(path.join(tmpdir(), 'squall-junit-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Throws with xmllint's words when the file breaks the schema, or when there is no xmllint. */
function validate(xml: string): void {
  const file = path.join(folder, 'junit.xml');
  writeFileSync(file, xml);
  execFileSync('xmllint', ['--noout', '--nonet', '--schema', SCHEMA, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('the JUnit file', () => {
  it.each(Object.entries(RESULTS))('is valid for the %s result', (_name, result) => {
    expect(() => {
      validate(renderJunit([result], { hostname: 'ci-7' }));
    }).not.toThrow();
  });

  it.each(Object.entries(HOSTILE_NAMES))('is valid for names that attack by %s', (_kind, name) => {
    const left: NotStarted = {
      scenario: name,
      file: name,
      why: { kind: 'fail-fast', after: name },
      at: '2026-11-21T21:31:04.223Z',
    };
    const xml = renderJunit([hostileRun(name)], { hostname: name, notStarted: [left] });
    expect(() => {
      validate(xml);
    }).not.toThrow();
  });

  it('is valid for several results, and for none', () => {
    expect(() => {
      validate(renderJunit(Object.values(RESULTS)));
      validate(renderJunit([]));
    }).not.toThrow();
  });

  it('is valid with scenarios that were not started', () => {
    const why = { kind: 'fail-fast', after: HOSTILE } as const;
    const left = { scenario: HOSTILE, file: HOSTILE, why, at: '2026-11-21T21:31:04.223Z' };
    const xml = renderJunit(Object.values(RESULTS), { notStarted: [left] });
    expect(xml).toContain('<skipped message="not started: ');
    expect(() => {
      validate(xml);
    }).not.toThrow();
  });

  it.each(FAIL_ON)('is valid with --fail-on %s', (failOn) => {
    expect(() => {
      validate(renderJunit(Object.values(RESULTS), { failOn }));
    }).not.toThrow();
  });
});

describe('the schema', () => {
  const good = renderJunit(Object.values(RESULTS));
  const planted: readonly (readonly [string, string, string])[] = [
    ['an attribute that Jenkins does not know', '<testcase ', '<testcase status="run" '],
    ['a count that it refuses', '<testsuites ', '<testsuites skipped="0" '],
    ['a decimal comma', 'time="15.000"', 'time="15,000"'],
    ['a time that is no time', 'timestamp="2026-11-21T21:30:00.123Z"', 'timestamp="yesterday"'],
    ['a second outcome', '</failure>', '</failure><error message="" type="x"/>'],
    [
      'cases before the properties',
      '<properties>',
      '<testcase name="x" classname="x" time="0.000"/><properties>',
    ],
    [
      'two cases of one name',
      'name="the step itself" classname="last-mile.3g"',
      'name="the step itself" classname="last-mile.baseline"',
    ],
    ['a control character', 'shop stayed', 'shop \u0001 stayed'],
  ];

  it.each(planted)('rejects %s', (_what, from, to) => {
    expect(good).toContain(from);
    expect(() => {
      validate(good.replace(from, to));
    }).toThrow(/junit\.xml/);
  });
});
