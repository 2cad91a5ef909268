/** As much of a terminal as the painter uses: a screen with a scrollback that nothing can reach any more. */
export interface VirtualScreen {
  readonly write: (text: string) => void;
  /** Scrollback and screen, without the trailing blank lines. */
  readonly lines: () => readonly string[];
}

// eslint-disable-next-line no-control-regex
const TOKENS = /\x1b\[(\d*)([A-Za-z])|\r|\n|[^\x1b\r\n]/gu;

export function createVirtualScreen(columns: number, rows: number): VirtualScreen {
  const lines: string[][] = [[]];
  let row = 0;
  let column = 0;
  const top = (): number => Math.max(0, lines.length - rows);
  const down = (): void => {
    row += 1;
    while (lines.length <= row) lines.push([]);
  };
  const control = (count: number, command: string): void => {
    if (command === 'A') row = Math.max(top(), row - count);
    else if (command === 'K') lines[row]!.length = Math.min(column, lines[row]!.length);
    else if (command === 'J') {
      lines[row]!.length = Math.min(column, lines[row]!.length);
      for (const line of lines.slice(row + 1)) line.length = 0;
    } else if (command !== 'm') throw new Error(`the screen does not know \`ESC [ ${count} ${command}\``);
  };
  const print = (character: string): void => {
    if (column === columns) {
      down();
      column = 0;
    }
    const line = lines[row]!;
    while (line.length < column) line.push(' ');
    line[column] = character;
    column += 1;
  };
  return {
    write: (text) => {
      for (const [token, count, command] of text.matchAll(TOKENS)) {
        if (command !== undefined) control(Number(count === '' ? 1 : count), command);
        else if (token === '\r') column = 0;
        else if (token === '\n') {
          down();
          column = 0;
        } else print(token);
      }
    },
    lines: () =>
      lines
        .map((line) => line.join(''))
        .join('\n')
        .trimEnd()
        .split('\n'),
  };
}
