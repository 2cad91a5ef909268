import { link, type PublishedWay } from '../links.ts';
import { CLEAR } from '../model.ts';
import type { Profile } from '../profile.ts';

const SOURCE = 'Weave Scope Traffic Control plugin, report.go';

/** The plugin shaped what leaves a container: the answers of a service, so `down`. */
function profile(name: string, down: PublishedWay): Profile {
  return {
    id: `scope/${name}`,
    source: SOURCE,
    states: 'one-way delay',
    note: 'what leaves the container, so `down` only',
    impairment: link({}, down),
  };
}

export const SCOPE_PROFILES: readonly Profile[] = [
  profile('fast', { delay: 500 }),
  profile('medium', { delay: 1000 }),
  profile('slow', { delay: 2000 }),
  { ...profile('drop-low', { lossPercent: 10 }), states: 'none' },
  { id: 'scope/clear', source: SOURCE, states: 'none', impairment: CLEAR },
];
