import type { Milliseconds } from '../../../core/clock.ts';
import type { RunResult } from '../../../core/result.gen.ts';
import { cutToWidth } from '../../display-width.ts';
import { html, type Markup } from '../markup.ts';
import { nameMarkup } from '../short-text.ts';
import { boundsOn, type BoundKind } from './bounds.ts';
import { describeSubject } from './describe.ts';
import { frameMarkup, type Panel } from './frame.ts';
import { latencyPanel } from './latency.ts';
import { legendMarkup } from './legend.ts';
import { momentsTable } from './moments-table.ts';
import { timeAxis, type TimeAxis, type TimeSpan } from './plot.ts';
import { ratePanel } from './rate.ts';
import { recoveriesOf } from './recoveries.ts';
import { readingsMarkup } from './readings.ts';
import { SCRIPT_MARKUP } from './script.ts';
import { digest, timelineSubjects, type TimelineSubject } from './subjects.ts';
import { successPanel } from './success.ts';
import { usagePanels } from './usage-panels.ts';

/** More at once would bury the steps below. */
const MOST_OPEN = 4;

/** One figure for each load and edge over the run, what the verdict is about first; the others unfold. */
export function timelinesMarkup(result: RunResult): Markup | undefined {
  const subjects = timelineSubjects(result);
  if (subjects.length === 0) return undefined;
  const axis = timeAxis(lastMoment(result, subjects));
  return html`<section class="timelines">
    <h2>Timeline</h2>
    ${legendMarkup(subjects, result.events)}
    ${subjects.map((subject, index) => subjectMarkup(result, axis, { subject, index }))}
    ${momentsTable(result)}${readingsMarkup(subjects, axis)}${SCRIPT_MARKUP}
  </section>`;
}

interface Place {
  readonly subject: TimelineSubject;
  readonly index: number;
}

export function chartId(index: number): string {
  return `chart-${index + 1}`;
}

function subjectMarkup(result: RunResult, axis: TimeAxis, { subject, index }: Place): Markup {
  const isOpen = index === 0 || (index < MOST_OPEN && (subject.concern > 0 || subject.kind === 'load'));
  const chart = html`<div class="chart" id="${chartId(index)}">
    ${chartMarkup(result, axis, { subject, index })}
  </div>`;
  const heading = html`<strong>${nameMarkup(subject.name)}</strong>
    <small>${subject.kind === 'load' ? 'load' : 'edge'}: ${digest(subject)}</small>`;
  if (isOpen)
    return html`<figure>
      <figcaption>${heading}</figcaption>
      ${chart}
    </figure>`;
  return html`<details>
    <summary>${heading}</summary>
    ${chart}
  </details>`;
}

function chartMarkup(result: RunResult, axis: TimeAxis, { subject, index }: Place): Markup {
  const { name, kind } = subject;
  return frameMarkup({
    result,
    axis,
    id: chartId(index),
    title: `${cutToWidth(name, 80)} over the run`,
    description: describeSubject(subject, result.steps),
    edge: kind === 'load' ? undefined : name,
    recoveries: recoveriesOf(result.steps, name),
    panels: panelsOf(result, axis, subject),
  });
}

function panelsOf({ steps }: RunResult, axis: TimeAxis, subject: TimelineSubject): readonly Panel[] {
  if (subject.kind === 'unread') return usagePanels(subject.blocks, axis);
  const { name, blocks } = subject;
  const bounds = (kind: BoundKind): ReturnType<typeof boundsOn> => boundsOn(steps, name, kind);
  return [
    latencyPanel(blocks, bounds('latency'), axis),
    successPanel(blocks, bounds('success'), axis),
    ratePanel(blocks, bounds('rate'), axis),
  ];
}

function lastMoment({ steps, stopped }: RunResult, subjects: readonly TimelineSubject[]): Milliseconds {
  const blocks = subjects.flatMap((subject): readonly TimeSpan[] => subject.blocks.slice(-1));
  return Math.max(stopped?.at ?? 0, ...[...steps, ...blocks].map(({ end }) => end));
}
