import type { RunResult, StepResult } from '../../../core/result.gen.ts';
import { formatBytes, formatCount, formatMeasured, formatShare } from '../../figures.ts';
import { blocksOf, type Block } from './blocks.ts';
import { checkOf } from './bounds.ts';
import { usageBlocks, type UsageBlock } from './usage-blocks.ts';

/** What gets a figure. */
export type TimelineSubject = {
  readonly name: string;
  /** How much the run's verdict is about it; 0 where nothing is wrong. */
  readonly concern: number;
} & (
  | { readonly kind: 'load' | 'edge'; readonly blocks: readonly Block[] }
  | { readonly kind: 'unread'; readonly blocks: readonly UsageBlock[] }
);

/** The loads, and every edge that something took: what the verdict is about first, then loads, then edges. */
export function timelineSubjects(result: RunResult): readonly TimelineSubject[] {
  const { series, edges, steps } = result;
  const measured = series
    .filter(({ kind, t, n }) => t.length > 0 && (kind === 'load' || n.some((count) => count > 0)))
    .map((each): TimelineSubject => ({
      name: each.subject,
      kind: each.kind,
      blocks: blocksOf(each),
      concern: concernAbout(steps, each.subject),
    }));
  const unread = edges
    .filter(({ name }) => series.every(({ subject }) => subject !== name))
    .map(({ name }): TimelineSubject => ({
      name,
      kind: 'unread',
      blocks: usageBlocks(result, name),
      concern: concernAbout(steps, name),
    }))
    .filter(isUsed);
  return [...measured, ...unread].toSorted((a, b) => b.concern - a.concern);
}

function isUsed({ kind, blocks }: TimelineSubject): boolean {
  return kind !== 'unread' || blocks.some(({ up, down, connections }) => up + down + connections > 0);
}

/** A culprit explains a failure, so it comes right after what failed; a warning counts least. */
const CONCERN = { error: 5, fail: 5, culprit: 4, inconclusive: 3, unproved: 2, warning: 1 } as const;

function concernAbout(steps: readonly StepResult[], subject: string): number {
  const concerns = steps.flatMap(({ expectations, edges }) => [
    ...expectations.map((expectation) => {
      const { verdict, gate, culprit } = expectation;
      if (verdict === 'pass') return 0;
      if (checkOf(expectation)?.subject === subject)
        return gate === 'warn' ? CONCERN.warning : CONCERN[verdict];
      return culprit?.edge === subject && gate === 'expect' ? CONCERN.culprit : 0;
    }),
    ...edges.map(({ edge, proof }) =>
      edge === subject && proof.outcome === 'failed' ? CONCERN.unproved : 0,
    ),
  ]);
  return Math.max(0, ...concerns);
}

/** A subject's whole run in a line: `1,077 exchanges, 100% succeeded, p95 up to 451ms`. */
export function digest({ kind, blocks }: TimelineSubject): string {
  if (kind === 'unread') {
    const up = blocks.reduce((sum, block) => sum + block.up, 0);
    const down = blocks.reduce((sum, block) => sum + block.down, 0);
    return `${formatBytes(up)} up, ${formatBytes(down)} down; its exchanges cannot be read`;
  }
  const n = blocks.reduce((sum, block) => sum + block.n, 0);
  if (n === 0) return 'no exchanges';
  const ok = blocks.reduce((sum, block) => sum + block.ok, 0);
  const unanswered = blocks.some((block) => block.n > 0 && block.p95 === null);
  const slowest = blocks.reduce((most, { p95 }) => Math.max(most, p95 ?? 0), 0);
  const p95 = unanswered ? 'p95 at times without an answer' : `p95 up to ${formatMeasured(slowest)}`;
  return `${formatCount(n)} exchanges, ${formatShare(ok / n)} succeeded, ${p95}`;
}
