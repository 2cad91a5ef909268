import type { Profile } from './profile.ts';
import { ANDROID_PROFILES } from './profiles/android.ts';
import { APPLE_PROFILES } from './profiles/apple.ts';
import { ATC_PROFILES } from './profiles/atc.ts';
import { COMCAST_PROFILES } from './profiles/comcast.ts';
import { DEVTOOLS_PROFILES } from './profiles/devtools.ts';
import { LIGHTHOUSE_PROFILES } from './profiles/lighthouse.ts';
import { SCOPE_PROFILES } from './profiles/scope.ts';
import { SITESPEED_PROFILES } from './profiles/sitespeed.ts';
import { WPT_PROFILES } from './profiles/wpt.ts';

const PROFILES: ReadonlyMap<string, Profile> = new Map(
  [
    ...WPT_PROFILES,
    ...SITESPEED_PROFILES,
    ...DEVTOOLS_PROFILES,
    ...LIGHTHOUSE_PROFILES,
    ...ATC_PROFILES,
    ...APPLE_PROFILES,
    ...ANDROID_PROFILES,
    ...COMCAST_PROFILES,
    ...SCOPE_PROFILES,
  ].map((profile) => [profile.id, profile]),
);

/** Every built-in profile, source by source. */
export function listProfiles(): readonly Profile[] {
  return [...PROFILES.values()];
}

export function findProfile(id: string): Profile | undefined {
  return PROFILES.get(id);
}
