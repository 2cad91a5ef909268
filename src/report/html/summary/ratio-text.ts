/** `37x baseline`, `as baseline`; undefined where there is nothing to compare. */
export function ratioText(value: number | null, before: number | null | undefined): string | undefined {
  if (value === null || before === null || before === undefined || before <= 0) return undefined;
  const ratio = value / before;
  if (ratio > 0.95 && ratio < 1.05) return 'as baseline';
  return `${ratio >= 9.95 ? Math.round(ratio) : Number(ratio.toPrecision(2))}x baseline`;
}
