import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../../../../src/report/html/page.ts';
import { passingResult, restartEvent } from '../../../../helpers/results.ts';

function pageOf(...events: readonly Parameters<typeof restartEvent>[0][]): string {
  return renderHtml(passingResult({ events: events.map((event) => restartEvent(event)) }));
}

describe('events in the page', () => {
  it('are drawn where they began, as long as they took, and told in tables', () => {
    const page = pageOf({});
    expect(page).toContain('restart shop done after 1.2s: ready again after 1.2s at 20s');
    expect(page).toMatch(/data-from="20001"\s+data-to="21201"/);
    expect(page).toContain('Changes, proofs and events');
    expect(page).toMatch(/<caption>\s*Events\s*<\/caption>/);
    expect(page).not.toContain('event failed');
  });

  it('that failed have a mark of their own, and where their output is', () => {
    const page = pageOf({ kind: 'run', outcome: 'failed', log: 'logs/3g.event-1.log' });
    expect(page).toContain('event failed');
    expect(page).toContain('href="logs/3g.event-1.log"');
  });

  it('are not spoken of where there are none', () => {
    const page = renderHtml(passingResult());
    expect(page).not.toMatch(/<caption>\s*Events/);
    expect(page).toContain('When the network was changed, and when that was proved');
  });
});
