/** Steps have long names, and there may be hundreds. */
const MOST_NAMES = 5;

/** A result or a plan. */
interface PartlyRun {
  readonly scenario: { readonly leftOut?: readonly string[] };
}

/** Which steps of the scenario a run is not of, as `left out: baseline, recovery`; undefined where it is of all. */
export function leftOutText({ scenario: { leftOut } }: PartlyRun): string | undefined {
  if (leftOut === undefined) return undefined;
  const more = leftOut.length - MOST_NAMES;
  return `left out: ${leftOut.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
