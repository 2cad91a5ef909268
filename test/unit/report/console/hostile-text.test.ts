import { describe, expect, it } from 'vitest';
import { createConsole } from '../../../../src/report/console/create-console.ts';
import { failingRun } from '../../../helpers/recorded-run.ts';

const HOSTILE = 'shop\x1b[2J\x1b]0;owned\x07\u202egnp\u2066\x9b31m\nPASS everything\r';
/** What the display itself may send: colours, up, erase to the end of the line or the screen. */
// eslint-disable-next-line no-control-regex
const OWN = /\x1b\[(?:\d*m|\d+A|K|J)|[\r\n]/g;
const UNSAFE = /[\p{Cc}\p{Bidi_Control}]/u;

const OURS = new Set(['kind', 'verdict', 'gate', 'at', 'outcome']);

/** The same data with every text that comes from outside made hostile. */
function spoil<T>(value: T): T {
  const spoiled: T = JSON.parse(JSON.stringify(value), (key, item: unknown) =>
    typeof item === 'string' && !OURS.has(key) ? item + HOSTILE : item,
  );
  return spoiled;
}

describe.each([
  { screen: 'lines', isTerminal: false, own: /\n/g },
  { screen: 'a terminal', isTerminal: true, own: OWN },
])('hostile text on $screen', ({ isTerminal, own }) => {
  it('moves, paints and hides nothing', async () => {
    let text = '';
    const console = createConsole({
      write: (more) => (text += more),
      isTerminal,
      columns: () => 80,
      colour: false,
      level: 'normal',
    });
    const { events, result, files } = spoil(failingRun());
    for (const stamped of events) console.listener(stamped);
    await console.finish(result, files);
    expect(text).toContain('last-mile');
    expect(text.replaceAll(own, '')).not.toMatch(UNSAFE);
    expect(text).not.toMatch(/^PASS everything/m);
  });
});
