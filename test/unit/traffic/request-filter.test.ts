import { describe, expect, it } from 'vitest';
import { isMeant, isStatusPattern, type RequestFilter } from '../../../src/traffic/request-filter.ts';

const VOTE = {
  source: 'web',
  destination: 'voting',
  edge: 'votes',
  method: 'POST',
  path: '/api/vote',
  status: 503,
  ok: false,
};

describe('a filter of requests', () => {
  it.each<[RequestFilter, boolean]>([
    [{}, true],
    [{ from: 'web', to: 'voting', edge: 'votes', method: 'POST', path: '/api', failed: true }, true],
    [{ from: 'bot' }, false],
    [{ to: 'emoji' }, false],
    [{ edge: 'emojis' }, false],
    [{ method: 'GET' }, false],
    [{ path: '/vote' }, false],
    [{ status: '503' }, true],
    [{ status: '5xx' }, true],
    [{ status: '500' }, false],
    [{ status: '4xx' }, false],
    [{ status: 'none' }, false],
  ])('%j takes a failed vote: %s', (filter, taken) => {
    expect(isMeant(VOTE, filter)).toBe(taken);
  });

  it('tells what failed from what did not, and what was not answered from both', () => {
    expect(isMeant({ ...VOTE, status: 404, ok: true }, { failed: true })).toBe(false);
    expect(isMeant({ ...VOTE, status: 404, ok: true }, { failed: false })).toBe(true);
    expect(isMeant({ ...VOTE, status: 0 }, { status: 'none' })).toBe(true);
    expect(isMeant({ ...VOTE, status: 0 }, { status: '5xx' })).toBe(false);
  });

  it.each(['503', '5xx', '100', 'none'])('takes %s as a status', (text) => {
    expect(isStatusPattern(text)).toBe(true);
  });

  it.each(['', '5', '5xX', '600', '0', '50x', '5xx ', '0xx'])('takes %j as none', (text) => {
    expect(isStatusPattern(text)).toBe(false);
  });
});
