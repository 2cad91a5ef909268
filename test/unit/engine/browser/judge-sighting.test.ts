import { describe, expect, it } from 'vitest';

import type { PageLook } from '../../../../src/browser/browser.ts';
import { judgeSighting, type Watched } from '../../../../src/engine/browser/judge-sighting.ts';
import type { PlannedSighting } from '../../../../src/plan/planned-expectation.ts';

const EMPTY = { label: '"0 items"', text: '0 items' };
const FULL = { label: '"3 items"', text: '3 items' };

function look(at: number, ...seen: readonly string[]): PageLook {
  return { at, seen, text: seen.length === 0 ? 'Your cart' : seen.join('\n') };
}

function watched(looks: readonly PageLook[], changes: Partial<Watched> = {}): Watched {
  return { looks, watched: 12_000, ...changes };
}

function see(page: Watched, within?: number): ReturnType<typeof judgeSighting> {
  return judgeSighting({ rule: { kind: 'see', mark: FULL, ...(within !== undefined && { within }) } }, page);
}

const UNTIL_FULL: PlannedSighting['rule'] = { kind: 'never', mark: EMPTY, until: FULL };

describe('what is to be seen', () => {
  it('passes where it was seen in time, and says when', () => {
    expect(see(watched([look(100), look(2_900, '"3 items"')]), 3_000)).toEqual({
      verdict: 'pass',
      reason: '"3 items" was visible after 2.9s',
      observed: 'visible after 2.9s',
      n: 1,
    });
  });

  it('passes to the end of the visit where no time is said', () => {
    expect(see(watched([look(11_900, '"3 items"')])).verdict).toBe('pass');
  });

  it('fails where it came too late', () => {
    expect(see(watched([look(3_001, '"3 items"')]), 3_000)).toMatchObject({
      verdict: 'fail',
      reason: '"3 items" was visible after 3.001s, not within 3s',
    });
  });

  it('fails where it never came, with what the page said at that time', () => {
    const page = watched([look(100), look(1_000, '"0 items"'), look(4_000, 'later')]);
    expect(see(page, 3_000)).toMatchObject({
      verdict: 'fail',
      reason: '"3 items" was not visible within 3s; the page said: "0 items"',
    });
  });

  it('fails where the network did not bring the page', () => {
    expect(see(watched([], { refused: 'net::ERR_CONNECTION_REFUSED' }), 3_000)).toMatchObject({
      verdict: 'fail',
      reason: 'the page did not open: net::ERR_CONNECTION_REFUSED',
    });
  });

  it('is inconclusive where the page was not watched for as long', () => {
    expect(see(watched([look(100)], { watched: 2_000 }), 3_000).verdict).toBe('inconclusive');
  });

  it('is an error where the browser broke, unless it had been seen', () => {
    expect(see(watched([look(100)], { broken: 'the page crashed' }), 3_000)).toMatchObject({
      verdict: 'error',
      reason: 'the page could not be watched: the page crashed',
    });
    expect(see(watched([look(100, '"3 items"')], { broken: 'the page crashed' })).verdict).toBe('pass');
  });
});

describe('what is never to be seen', () => {
  it('passes where it was not there before the other came', () => {
    expect(judgeSighting({ rule: UNTIL_FULL }, watched([look(100), look(4_000, '"3 items"')]))).toEqual({
      verdict: 'pass',
      reason: '"0 items" was not visible before "3 items", which came after 4s',
      observed: 'not visible',
      n: 1,
    });
  });

  it('fails where it was, and says from when to when', () => {
    const looks = [look(4_100, '"0 items"'), look(10_300, '"3 items"')];
    expect(judgeSighting({ rule: UNTIL_FULL }, watched(looks))).toMatchObject({
      verdict: 'fail',
      reason: '"0 items" was visible from 4.1s to 10.3s, before "3 items"',
    });
  });

  it('fails for a flash, also when the browser breaks after it', () => {
    const looks = [look(100, '"0 items"'), look(117)];
    expect(judgeSighting({ rule: UNTIL_FULL }, watched(looks, { broken: 'the page crashed' }))).toMatchObject(
      {
        verdict: 'fail',
        reason: '"0 items" was visible from 100ms to 117ms; "3 items" never came',
      },
    );
  });

  it('may be seen together with what it waits for, and after it', () => {
    const looks = [look(100), look(4_000, '"3 items"', '"0 items"'), look(5_000, '"0 items"')];
    expect(judgeSighting({ rule: UNTIL_FULL }, watched(looks)).verdict).toBe('pass');
  });

  it('is watched for to the end of the visit without an until', () => {
    const rule: PlannedSighting['rule'] = { kind: 'never', mark: EMPTY };
    expect(judgeSighting({ rule }, watched([look(100)])).verdict).toBe('pass');
    expect(judgeSighting({ rule }, watched([look(100), look(11_999, '"0 items"')]))).toMatchObject({
      verdict: 'fail',
      reason: '"0 items" was visible from 12s to the end',
    });
  });

  it.each([
    ['the other never came', [look(100)], {}, '"3 items" never came in 12s'],
    ['the page showed nothing', [], {}, 'the page showed nothing in 12s'],
    ['the page did not open', [], { refused: 'net::ERR_FAILED' }, 'the page did not open: net::ERR_FAILED'],
  ])('proves nothing where %s', (_, looks, changes, why) => {
    expect(judgeSighting({ rule: UNTIL_FULL }, watched(looks, changes))).toMatchObject({
      verdict: 'inconclusive',
      reason: `"0 items" was not visible, but ${why}`,
    });
  });

  it('proves nothing of a page of which the server sent an error in its place', () => {
    const page = watched([look(100)], { status: 502 });
    expect(judgeSighting({ rule: { kind: 'never', mark: EMPTY } }, page)).toMatchObject({
      verdict: 'inconclusive',
      reason: '"0 items" was not visible, but the page came with status 502',
    });
    const full = watched([look(100), look(900, '"3 items"')], { status: 502 });
    expect(judgeSighting({ rule: UNTIL_FULL }, full).verdict).toBe('pass');
  });

  it('is an error where the browser broke', () => {
    expect(
      judgeSighting({ rule: UNTIL_FULL }, watched([look(100)], { broken: 'the browser ended' })).verdict,
    ).toBe('error');
  });
});
