export interface K6Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** Reads what `k6 version` says: `k6 v2.2.0 (go1.26.8, linux/amd64)`, in builds with extensions followed by theirs. */
export function parseVersion(text: string): K6Version | undefined {
  const [, major, minor, patch] = /^k6(?:\.exe)? v(\d+)\.(\d+)\.(\d+)/m.exec(text) ?? [];
  if (major === undefined) return undefined;
  return { major: Number(major), minor: Number(minor), patch: Number(patch) };
}
