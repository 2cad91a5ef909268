import { describe, expect, it } from 'vitest';

import type {
  ExpectationResult,
  FrameResult,
  RunResult,
  StepResult,
} from '../../../../../src/core/result.gen.ts';
import { chooseImages } from '../../../../../src/report/html/filmstrip/choose-images.ts';
import { filmstripsMarkup } from '../../../../../src/report/html/filmstrip/filmstrip.ts';
import { filmstrips, verdictOf } from '../../../../../src/report/html/filmstrip/visits.ts';
import { renderHtml } from '../../../../../src/report/html/page.ts';
import { passingResult } from '../../../../helpers/results.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';

function frame(asked: number, step: string, changes: Partial<FrameResult> = {}): FrameResult {
  return {
    asked,
    at: asked + 12,
    file: `frames/${step}-${asked}ms.jpg`,
    text: 'Your cart\n0 items',
    seen: [],
    unwanted: [],
    ...changes,
  };
}

function sighting(verdict: ExpectationResult['verdict']): ExpectationResult {
  return {
    name: 'the cart never looks empty',
    that: 'never "0 items"',
    kind: 'sighting',
    gate: 'expect',
    verdict,
    reason: '"0 items" was visible from 4.1s to 10.3s',
    expected: 'not visible',
    observed: 'visible from 4.1s to 10.3s',
    n: 1,
    window: { start: 9000, end: 22_000 },
    because: 'a shopper leaves',
  };
}

function visited(
  name: string,
  frames: readonly FrameResult[],
  verdict: ExpectationResult['verdict'],
  page = 'cart',
): StepResult {
  const [step] = passingResult().steps;
  if (step === undefined) throw new Error('a passing result has steps');
  return {
    ...step,
    name,
    expectations: [sighting(verdict)],
    visit: {
      open: `http://127.0.0.1:40123/${page}`,
      name: page,
      browser: 'Chromium 156.0',
      start: 9000,
      watched: 12_000,
      opened: 4100,
      size: { width: 360, height: 560 },
      marks: [{ label: '"0 items"', role: 'never', spans: [[4100, 10_300]] }],
      frames,
    },
  };
}

function resultOf(...steps: readonly StepResult[]): RunResult {
  return passingResult({ steps });
}

const CLEAR = visited('clear', [frame(500, 'clear'), frame(2000, 'clear')], 'pass');
const SLOW = visited(
  'slow',
  [
    frame(2000, 'slow', { text: '' }),
    frame(5000, 'slow', { unwanted: ['"0 items"'], seen: ['"Your cart"'] }),
    frame(7000, 'slow', { problem: 'the browser gave no picture in time' }),
  ],
  'fail',
);

function pageOf(result: RunResult, images: ReadonlyMap<string, string> = new Map()): string {
  return filmstripsMarkup(result, images)?.text ?? '';
}

describe('a filmstrip', () => {
  it('is not there where no step visits a page', () => {
    expect(filmstripsMarkup(passingResult(), new Map())).toBeUndefined();
  });

  it('has the steps of one page under each other, along the times of all', () => {
    const strips = filmstrips(resultOf(CLEAR, SLOW, visited('home', [frame(500, 'home')], 'pass', 'home')));
    expect(
      strips.map(({ name, times, visits }) => [name, times, visits.map(({ number }) => number)]),
    ).toEqual([
      ['cart', [500, 2000, 5000, 7000], [1, 2]],
      ['home', [500], [3]],
    ]);
    expect(strips.flatMap(({ visits }) => visits.map(verdictOf))).toEqual(['pass', 'fail', 'pass']);
  });

  it('tells of each picture when it was taken and what was seen, also where none can be shown', () => {
    const page = pageOf(resultOf(SLOW), new Map([['frames/slow-5000ms.jpg', 'data:image/jpeg;base64,AAAA']]));
    expect(page).toContain(
      '<img src="data:image/jpeg;base64,AAAA" width="240" height="373" alt="After 5s: Your cart, 0 items"',
    );
    expect(page).toMatch(/<figure class="frame unwanted">/);
    expect(page).toMatch(/<strong>2s<\/strong> <span class="nothing">nothing yet<\/span>/);
    expect(page).toContain('the browser gave no picture in time');
    expect(page).toContain('aria-label="should not be seen"');
    expect(page).toContain('4.1s to 10.3s');
    expect(page).toContain('a shopper leaves');
  });

  it('lets nothing run that a page says of itself', () => {
    const hostile = visited(
      HOSTILE,
      [frame(500, 'x', { text: HOSTILE, unwanted: [HOSTILE] })],
      'fail',
      HOSTILE,
    );
    const page = renderHtml(
      resultOf(hostile),
      new Map([['frames/x-500ms.jpg', 'data:image/jpeg;base64,AA"AA']]),
    );
    expect(page).not.toContain('<img src=x');
    expect(page).not.toContain('AA"AA');
  });

  it('has a page that lets in pictures which it holds itself, and no other', () => {
    expect(renderHtml(resultOf(SLOW))).toMatch(/content="default-src 'none';[^"]* img-src data:;/);
  });
});

describe('the pictures of a page', () => {
  const images = new Map(
    [CLEAR, SLOW].flatMap(({ visit }) => visit?.frames ?? []).map(({ file = '' }) => [file, 'x'.repeat(100)]),
  );

  it('are all there where they fit', () => {
    expect(chooseImages(filmstrips(resultOf(CLEAR, SLOW)), images).size).toBe(5);
  });

  it('are those of visits that did not pass where not all fit', () => {
    const chosen = chooseImages(filmstrips(resultOf(CLEAR, SLOW)), images, 320);
    expect([...chosen.keys()]).toEqual([
      'frames/slow-2000ms.jpg',
      'frames/slow-5000ms.jpg',
      'frames/slow-7000ms.jpg',
    ]);
  });
});
