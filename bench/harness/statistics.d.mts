type Round = Readonly<Record<string, number>>;

export function median(values: readonly number[]): number;
export function quantile(values: readonly number[], share: number): number;
export function medians(rounds: readonly Round[]): Record<string, number>;
export function ratioOfRounds(rounds: readonly Round[], reference: readonly Round[], key: string): number;
