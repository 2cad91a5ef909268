/** What reading a number with a unit gives: the value, or what to tell the person. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly hint: string };

export interface UnitFamily {
  /** As in "expected a duration". */
  readonly noun: string;
  /** An example to follow. */
  readonly example: string;
  readonly factors: Readonly<Record<string, number>>;
  /** Spellings that others use and that we refuse, with what to write instead. */
  readonly refused: Readonly<Record<string, string>>;
  /** What to write instead of a bare number, where putting a unit behind it is not the likeliest. */
  readonly bareNumberHint?: (digits: string) => string | undefined;
}

const NUMBER_WITH_UNIT = /^([+-]?(?:\d+(?:\.\d+)?|\.\d+))\s*(.*)$/;

/** Reads `12.5ms` against one family of units. Units are never guessed: a bare number, also `0`, is refused. */
export function parseQuantity(text: string, family: UnitFamily): Parsed<number> {
  const match = NUMBER_WITH_UNIT.exec(text.trim());
  const unitNames = Object.keys(family.factors);
  if (match === null) {
    return refuse(
      `expected ${family.noun}, got \`${clip(text)}\``,
      `write for example \`${family.example}\``,
    );
  }
  const [, digits = '', unit = ''] = match;
  const value = Number(digits);
  if (unit === '') {
    const choices = unitNames.map((name) => `\`${clip(digits)}${name}\``).join(' or ');
    return refuse(
      `expected ${family.noun}, got the bare number \`${clip(text)}\``,
      family.bareNumberHint?.(digits) ?? `say the unit: ${choices}`,
    );
  }
  if (Object.hasOwn(family.refused, unit)) {
    return refuse(`\`${clip(unit)}\` is ambiguous in ${family.noun}`, family.refused[unit]!);
  }
  if (!Object.hasOwn(family.factors, unit)) {
    const meant = unitNames.find((name) => name.toLowerCase() === unit.toLowerCase());
    const hint =
      meant === undefined
        ? `use ${unitNames.map((name) => `\`${name}\``).join(', ')}`
        : `write \`${clip(digits)}${meant}\``;
    return refuse(`unknown unit \`${clip(unit)}\` in ${family.noun}`, hint);
  }
  if (value < 0) {
    return refuse(
      `expected ${family.noun} that is not negative, got \`${clip(text)}\``,
      `write for example \`${family.example}\``,
    );
  }
  const amount = exact(value * family.factors[unit]!);
  if (amount === Infinity)
    return refuse(`\`${clip(text)}\` is too large`, `write for example \`${family.example}\``);
  return { ok: true, value: amount };
}

/** 57 * 0.01 is 0.5700000000000001, which 57 of 100 would miss: the number that was written is the one meant. */
function exact(product: number): number {
  return Number(product.toPrecision(15));
}

function refuse(message: string, hint: string): Parsed<never> {
  return { ok: false, message, hint };
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

/** At most `decimals` decimals, no trailing zeros, and below 1e21 no exponent, which no unit is read with. */
export function trimNumber(value: number, decimals = 3): string {
  const trimmed = value
    .toFixed(decimals)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
  return trimmed === '-0' ? '0' : trimmed;
}
