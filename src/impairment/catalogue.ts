import type { Profile } from './profile.ts';

const PROFILES: readonly Profile[] = [];

/** Every built-in profile, by source and then from fast to slow as the source lists them. */
export function listProfiles(): readonly Profile[] {
  return PROFILES;
}

export function findProfile(id: string): Profile | undefined {
  return PROFILES.find((profile) => profile.id === id);
}
