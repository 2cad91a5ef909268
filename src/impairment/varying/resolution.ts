import type { Milliseconds } from '../../core/clock.ts';

/** How often a value that moves is put into a link: each change in the kernel starts a process. */
export const RESOLUTION: Milliseconds = 250;

/** Of one link in one step; four changes a second for more than an hour. */
export const MOST_STATES = 20_000;
