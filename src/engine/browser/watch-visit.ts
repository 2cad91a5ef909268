import { mkdir, writeFile } from 'node:fs/promises';
import { fileReason } from '../../core/file-reason.ts';
import type { PageFrame, PageRecord } from '../../browser/browser.ts';
import type { ExpectationResult, FrameResult, MarkResult, VisitResult } from '../../core/result.gen.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { PlannedStep, PlannedVisit } from '../../plan/plan.ts';
import type { PlannedSighting } from '../../plan/planned-expectation.ts';
import { notify, type RunContext } from '../context.ts';
import type { Walk } from '../walk-steps.ts';
import { judgeSighting } from './judge-sighting.ts';
import { maskLooks } from './mask-looks.ts';
import { rolesOf, sightingsOf } from './marks-of.ts';
import { spansOf } from './spans.ts';

/** What a visit came to, for the verdicts and for the reports. */
export interface WatchedVisit {
  readonly record: PageRecord;
  readonly result: VisitResult;
}

const FOLDER = 'frames';

/** Visits the page of a step from when its window opens until it ends, and keeps its pictures and their text in the run's folder. */
export async function watchVisit(
  { browser, context, epoch, stage }: Pick<Walk, 'browser' | 'context' | 'epoch' | 'stage'>,
  step: PlannedStep,
  { name, open, frames, size }: PlannedVisit,
): Promise<WatchedVisit> {
  if (browser === undefined) throw new Error('a plan with visits has a browser');
  const sightings = sightingsOf(step);
  const url = stage.addresses.fill(open);
  const [from, until] = [epoch + step.windowStart, epoch + step.end];
  const visited = await browser.visit(step, { url, frames, from, until });
  const record = { ...visited, looks: maskLooks(visited.looks, context.mask) };
  const { opened, status, refused, broken } = record;
  const problem = broken ?? refused;
  return {
    record,
    result: {
      open: url,
      name,
      browser: await browser.text(),
      start: rounded(record.begin - epoch),
      watched: rounded(record.watched),
      opened: opened === undefined ? null : rounded(opened),
      ...(status !== undefined && { status }),
      ...(problem !== undefined && { problem }),
      size,
      marks: markResults(sightings, record),
      frames: await keepFrames(context, step, record),
    },
  };
}

/** One expectation of a visit. */
export function sightingResult(
  step: PlannedStep,
  planned: PlannedSighting,
  { record, result }: WatchedVisit,
): ExpectationResult {
  const { name, that, gate, because, rule } = planned;
  const start = result.start;
  return {
    name,
    that,
    kind: 'sighting',
    gate,
    ...judgeSighting(planned, record),
    expected: expectedOf(rule),
    window: { start: Math.min(start, step.end), end: step.end },
    ...(because !== undefined && { because }),
  };
}

function expectedOf(rule: PlannedSighting['rule']): string {
  if (rule.kind === 'never')
    return `not visible${rule.until === undefined ? '' : ` before ${rule.until.label}`}`;
  return `visible${rule.within === undefined ? '' : ` within ${formatDuration(rule.within)}`}`;
}

function markResults(sightings: readonly PlannedSighting[], record: PageRecord): MarkResult[] {
  const named = sightings.flatMap(rolesOf);
  return named
    .filter(({ role, mark }, index) => {
      const same = named.findIndex((other) => other.mark.label === mark.label && other.role === role);
      const seen =
        role === 'until' && named.some((other) => other.mark.label === mark.label && other.role === 'see');
      return same === index && !seen;
    })
    .map(({ role, mark }) => ({
      label: mark.label,
      role,
      spans: spansOf(record, mark.label).map(({ from, to }) => [rounded(from), rounded(to)]),
    }));
}

async function keepFrames(
  context: RunContext,
  step: PlannedStep,
  record: PageRecord,
): Promise<FrameResult[]> {
  const sightings = sightingsOf(step);
  const kept: FrameResult[] = [];
  for (const frame of record.frames) {
    const base = `${FOLDER}/${step.name}-${formatDuration(frame.asked)}`;
    const described = describeFrame(frame, sightings, record);
    if (frame.image === undefined) {
      kept.push(described);
      continue;
    }
    try {
      await mkdir(context.folder.file(FOLDER), { recursive: true, mode: 0o700 });
      await writeFile(context.folder.file(`${base}.jpg`), frame.image, { mode: 0o600 });
      await writeFile(context.folder.file(`${base}.txt`), `${described.text}\n`, { mode: 0o600 });
      kept.push({ ...described, file: `${base}.jpg` });
    } catch (error) {
      // A full disk costs the pictures; the verdicts stand without them.
      notify(context, `${base}.jpg could not be written: ${fileReason(error)}`);
      kept.push({ ...described, problem: 'it could not be written' });
    }
  }
  return kept;
}

function describeFrame(
  { asked, at, problem }: PageFrame,
  sightings: readonly PlannedSighting[],
  record: PageRecord,
): FrameResult {
  const look = record.looks.findLast((candidate) => candidate.at <= at);
  const visible = look?.seen ?? [];
  const wanted = sightings.flatMap(rolesOf).filter(({ role }) => role !== 'never');
  const unwanted = sightings.filter(({ rule }) => rule.kind === 'never' && isForbidden(rule, record, at));
  const labels = (marks: readonly { readonly label: string }[]): string[] => [
    ...new Set(marks.map(({ label }) => label).filter((label) => visible.includes(label))),
  ];
  return {
    asked,
    at: rounded(at),
    text: look?.text ?? '',
    seen: labels(wanted.map(({ mark }) => mark)),
    unwanted: labels(unwanted.map(({ rule }) => rule.mark)),
    ...(problem !== undefined && { problem }),
  };
}

function isForbidden(
  rule: Extract<PlannedSighting['rule'], { kind: 'never' }>,
  record: PageRecord,
  at: number,
): boolean {
  const end = rule.until === undefined ? undefined : spansOf(record, rule.until.label)[0]?.from;
  return end === undefined || at < end;
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
