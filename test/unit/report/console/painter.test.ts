import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPainter } from '../../../../src/report/console/painter.ts';
import { createVirtualScreen } from '../../../helpers/virtual-screen.ts';

const COLUMNS = 20;
const ROWS = 8;

const frame = fc.array(fc.stringMatching(/^[a-c]{1,19}$/), { maxLength: 12 });

function paintOn(columns: number, rows: number) {
  const screen = createVirtualScreen(columns, rows);
  const written: string[] = [];
  const painter = createPainter({
    write: (text) => {
      written.push(text);
      screen.write(text);
    },
    columns: () => columns,
    rows: () => rows,
  });
  return { screen, written, painter };
}

describe('the painter', () => {
  it('leaves exactly the last frame, whatever was shown before', () => {
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 6 }), (frames) => {
        const { screen, painter } = paintOn(COLUMNS, ROWS);
        for (const lines of frames) painter.paint(lines);
        const last = frames.at(-1) ?? [];
        painter.settle(last);
        screen.write('below\n');
        expect(screen.lines()).toEqual([...last, 'below']);
      }),
    );
  });

  it('shows the end of a frame that is higher than the screen', () => {
    const { screen, painter } = paintOn(COLUMNS, 4);
    painter.paint(['one', 'two', 'three', 'four', 'five']);
    expect(screen.lines()).toEqual(['three', 'four', 'five']);
  });

  it('counts the rows of lines that the terminal broke', () => {
    const { screen, painter } = paintOn(10, ROWS);
    painter.paint(['a line that is too long', 'short']);
    painter.paint(['short']);
    expect(screen.lines()).toEqual(['short']);
  });

  it('writes one chunk a frame, from the first line that changed, and nothing for the same frame', () => {
    const { written, painter } = paintOn(COLUMNS, ROWS);
    painter.paint(['kept', 'old']);
    painter.paint(['kept', 'new']);
    painter.paint(['kept', 'new']);
    expect(written).toEqual(['\rkept\x1b[K\nold\x1b[K\n\x1b[J', '\r\x1b[1Anew\x1b[K\n\x1b[J']);
  });
});
