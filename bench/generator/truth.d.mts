export const RATE: number;
export const ANSWER: number;
export function latencyAt(share: number): number;
export function standstills(): (now: number) => number;
