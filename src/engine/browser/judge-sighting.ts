import type { PageRecord } from '../../browser/browser.ts';
import type { Milliseconds } from '../../core/clock.ts';
import type { ExpectationResult } from '../../core/result.gen.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { PlannedSighting } from '../../plan/planned-expectation.ts';
import { spansOf, type Span } from './spans.ts';

export type Watched = Pick<PageRecord, 'looks' | 'watched' | 'status' | 'refused' | 'broken'>;
type Judged = Pick<ExpectationResult, 'verdict' | 'reason' | 'observed' | 'n'>;
type See = Extract<PlannedSighting['rule'], { kind: 'see' }>;
type Never = Extract<PlannedSighting['rule'], { kind: 'never' }>;

/**
 * Judges what was to be seen, or never to be seen, by what the page showed. What was not watched to its end passes nothing; a page that
 * the network did not bring shows nothing that was to be seen, and proves of nothing that it is never shown.
 */
export function judgeSighting({ rule }: Pick<PlannedSighting, 'rule'>, page: Watched): Judged {
  return rule.kind === 'see' ? judgeSee(rule, page) : judgeNever(rule, page);
}

function judgeSee({ mark, within }: See, page: Watched): Judged {
  const { label } = mark;
  const [first] = spansOf(page, label);
  if (first !== undefined) {
    const inTime = within === undefined || first.from <= within;
    // Rounded onto the bound it would contradict its verdict.
    const observed = `visible after ${inTime ? shown(first.from) : formatDuration(Math.ceil(first.from))}`;
    const verdict = inTime ? 'pass' : 'fail';
    const late = inTime ? '' : `, not within ${formatDuration(within)}`;
    return { verdict, reason: `${label} was ${observed}${late}`, observed, n: 1 };
  }
  if (page.broken !== undefined) return broken(page.broken);
  const observed = 'not visible';
  if (page.refused !== undefined) {
    return { verdict: 'fail', reason: `the page did not open: ${page.refused}`, observed, n: 1 };
  }
  if (within !== undefined && page.watched < within) {
    const reason = `${label} was not visible in the ${shown(page.watched)} that were left of the step, of ${formatDuration(within)}`;
    return { verdict: 'inconclusive', reason, observed, n: 1 };
  }
  const time = within === undefined ? `in ${shown(page.watched)}` : `within ${formatDuration(within)}`;
  return {
    verdict: 'fail',
    reason: `${label} was not visible ${time}; ${said(page, within)}`,
    observed,
    n: 1,
  };
}

function judgeNever({ mark, until }: Never, page: Watched): Judged {
  const { label } = mark;
  const end = until === undefined ? undefined : spansOf(page, until.label)[0]?.from;
  const spans = spansOf(page, label).filter(({ from }) => end === undefined || from < end);
  const [first] = spans;
  if (first !== undefined) {
    const observed = `visible ${timesOf(first, page.watched)}`;
    const again = spans.length > 1 ? `, and ${spans.length - 1} times more` : '';
    const before =
      until === undefined
        ? ''
        : end === undefined
          ? `; ${until.label} never came`
          : `, before ${until.label}`;
    return { verdict: 'fail', reason: `${label} was ${observed}${again}${before}`, observed, n: 1 };
  }
  if (page.broken !== undefined) return broken(page.broken);
  const observed = 'not visible';
  const doubt = end === undefined ? doubtOf(page, until?.label) : undefined;
  if (doubt !== undefined) {
    return { verdict: 'inconclusive', reason: `${label} was not visible, but ${doubt}`, observed, n: 0 };
  }
  const time =
    end === undefined
      ? `in ${shown(page.watched)}`
      : `before ${until?.label}, which came after ${shown(end)}`;
  return { verdict: 'pass', reason: `${label} was not visible ${time}`, observed, n: 1 };
}

/** Why what was not seen may have been there, or may still come. */
function doubtOf(page: Watched, missing: string | undefined): string | undefined {
  if (page.refused !== undefined) return `the page did not open: ${page.refused}`;
  if (!page.looks.some(({ text }) => text !== '')) return `the page showed nothing in ${shown(page.watched)}`;
  if (missing !== undefined) return `${missing} never came in ${shown(page.watched)}`;
  // Of the page that was asked for, this one says nothing.
  return (page.status ?? 0) >= 500 ? `the page came with status ${page.status}` : undefined;
}

function broken(why: string): Judged {
  return { verdict: 'error', reason: `the page could not be watched: ${why}`, observed: 'nothing', n: 0 };
}

function timesOf({ from, to }: Span, watched: Milliseconds): string {
  return to >= watched ? `from ${shown(from)} to the end` : `from ${shown(from)} to ${shown(to)}`;
}

/** What stood there instead, for a person to recognise. */
function said({ looks, watched }: Watched, at: Milliseconds = watched): string {
  const text = looks.findLast((look) => look.at <= at)?.text.replaceAll('\n', ', ') ?? '';
  if (text === '') return 'the page showed nothing';
  return `the page said: ${text.length > 120 ? `${text.slice(0, 120)}...` : text}`;
}

function shown(ms: Milliseconds): string {
  return formatDuration(ms < 1_000 ? Math.round(ms) : Math.round(ms / 100) * 100);
}
