/** The bundle of browser/timeline.ts, made by scripts/generate.mjs. */
export const SCRIPT: string;
