import { describe, expect, it } from 'vitest';

import { isRunning, startTimeOf } from '../../../src/exec/process-identity.ts';

describe('isRunning', () => {
  const startTime = startTimeOf(process.pid) ?? '';

  it('knows this process by its pid and start time', () => {
    expect(isRunning({ pid: process.pid, startTime })).toBe(true);
  });

  it('does not take another process for one that had its pid', () => {
    expect(isRunning({ pid: process.pid, startTime: `1${startTime}` })).toBe(false);
  });

  it('does not take a process of another boot for one with the same ticks', () => {
    expect(isRunning({ pid: process.pid, startTime: `${startTime}0` })).toBe(false);
  });

  it('never matches an unknown start time', () => {
    expect(isRunning({ pid: process.pid, startTime: '' })).toBe(false);
  });
});
