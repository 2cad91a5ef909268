import type { PageMark } from '../core/page-mark.ts';
import { formatDuration } from '../core/units/duration.ts';
import type { AbsenceDocument, SightingDocument } from '../scenario/document.gen.ts';
import type { Pointer } from '../scenario/source.ts';
import type { LiftedExpectation } from './lift-expectations.ts';
import type { PlannedVisit } from './plan.ts';
import type { PlannedSighting } from './planned-expectation.ts';
import type { Scope } from './scope.ts';
import type { StepTimes } from './step-times.ts';
import { durationOr } from './values.ts';

const DEFAULT_FRAMES = [500, 1_000, 2_000, 4_000];
const DEFAULT_SIZE = { width: 1280, height: 720 };

/** The visit of one step, where it has one. */
export function liftVisit(scope: Scope, index: number, times: StepTimes): PlannedVisit | undefined {
  const visit = scope.document.steps[index]?.browser;
  if (visit === undefined) return undefined;
  const window = times.end - times.windowStart;
  const written = visit.frames?.map((frame) => durationOr(frame, 0)).toSorted((a, b) => a - b);
  return {
    name: visit.name ?? visit.open,
    open: visit.open,
    frames: written ?? DEFAULT_FRAMES.filter((frame) => frame < window),
    size: visit.size ?? DEFAULT_SIZE,
  };
}

/** What the visit of one step is to see and never to see; each is an expectation that gates. */
export function liftSightings(scope: Scope, index: number): LiftedExpectation[] {
  const visit = scope.document.steps[index]?.browser;
  const placeOf = (key: string, item: number): Pointer => ['steps', index, 'browser', key, item];
  return [
    ...(visit?.see ?? []).flatMap((document, item) =>
      lifted(scope, placeOf('see', item), index, liftSee(document)),
    ),
    ...(visit?.never ?? []).flatMap((document, item) =>
      lifted(scope, placeOf('never', item), index, liftNever(document)),
    ),
  ];
}

function lifted(
  scope: Scope,
  at: Pointer,
  step: number,
  planned: PlannedSighting | undefined,
): LiftedExpectation[] {
  if (planned !== undefined) return [{ planned, at, step }];
  scope.report({
    code: 'browser-mark',
    message: 'nothing says what is looked for on the page',
    hint: 'write a `text`, a `selector` or `busy: true`, as `text: Your cart`',
    at,
  });
  return [];
}

function liftSee(document: SightingDocument): PlannedSighting | undefined {
  const item = typeof document === 'string' ? { text: document } : document;
  const mark = liftMark(item);
  if (mark === undefined) return undefined;
  const within = item.within === undefined ? undefined : durationOr(item.within, 0);
  const that = `see ${mark.label}${within === undefined ? '' : ` within ${formatDuration(within)}`}`;
  return sighting(that, item, { kind: 'see', mark, ...(within !== undefined && { within }) });
}

function liftNever(document: AbsenceDocument): PlannedSighting | undefined {
  const item = typeof document === 'string' ? { text: document } : document;
  const mark = liftMark(item);
  if (mark === undefined) return undefined;
  const until = item.until === undefined ? undefined : liftMark({ text: item.until });
  const that = `never ${mark.label}${until === undefined ? '' : ` until ${until.label}`}`;
  return sighting(that, item, { kind: 'never', mark, ...(until !== undefined && { until }) });
}

interface Naming {
  readonly name?: string;
  readonly because?: string;
}

function sighting(that: string, { name, because }: Naming, rule: PlannedSighting['rule']): PlannedSighting {
  return {
    kind: 'sighting',
    name: name ?? that,
    that,
    gate: 'expect',
    ...(because !== undefined && { because }),
    rule,
  };
}

interface Wanted {
  readonly text?: string;
  readonly selector?: string;
  readonly busy?: true;
}

function liftMark({ text, selector, busy }: Wanted): PageMark | undefined {
  const words = text === undefined ? [] : [`"${text.replaceAll(/\s+/g, ' ').trim()}"`];
  const element = selector === undefined ? [] : [`\`${selector}\``];
  const what = [...element, ...words].join(' ');
  const label = busy !== true ? what : what === '' ? 'a busy element' : `busy ${what}`;
  if (label === '') return undefined;
  const css =
    busy === true ? `${selector === undefined ? '' : `:is(${selector})`}[aria-busy="true"]` : selector;
  return { label, ...(text !== undefined && { text }), ...(css !== undefined && { selector: css }) };
}
