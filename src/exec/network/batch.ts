/** One line of a batch: the words of a command without `tc` or `ip`. */
export type BatchLine = readonly string[];

/** A line that reads as it is typed: line`qdisc show dev ${device}`. A value is one word, a list is several. */
export function line(
  fixed: TemplateStringsArray,
  ...values: readonly (string | number | readonly string[])[]
): BatchLine {
  return fixed.flatMap((text, index) => {
    const value = values[index];
    const inserted = Array.isArray(value) ? value : value === undefined ? [] : [String(value)];
    return [...text.split(' ').filter((word) => word !== ''), ...inserted];
  });
}

/** What a batch would split at, or read as a comment. */
const SPECIAL = /[\s"'#\\]/;

/** The input of `tc -batch -` or `ip -batch -`. */
export function batchInput(lines: readonly BatchLine[]): string {
  return lines.map((each) => `${each.map(checked).join(' ')}\n`).join('');
}

/** Whether a batch takes it as the one word that it is. */
export function isBatchWord(word: string): boolean {
  return word !== '' && !SPECIAL.test(word);
}

function checked(word: string): string {
  if (!isBatchWord(word)) throw new Error(`not one word of a batch: ${JSON.stringify(word)}`);
  return word;
}

/** What was said about each line that failed, by its index; with `-force` that can be several. */
export function failedLines(stderr: string): ReadonlyMap<number, string> {
  const failures = new Map<number, string>();
  let said: string[] = [];
  for (const text of stderr.split('\n')) {
    const number = /^Command failed -:(\d+)$/.exec(text)?.[1];
    if (number === undefined) {
      said.push(text);
      continue;
    }
    failures.set(Number(number) - 1, said.join('\n').trim());
    said = [];
  }
  return failures;
}
