import type { Milliseconds } from '../../core/clock.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { Visit } from '../../scenario/document.gen.ts';
import { fill, findReferences } from '../../scenario/references.ts';
import type { Pointer } from '../../scenario/source.ts';
import type { EdgePlace, PlannedEdge } from '../plan.ts';
import type { Scope } from '../scope.ts';
import type { StepTimes } from '../step-times.ts';
import { durationOr } from '../values.ts';
import { edgesIn } from '../visited-edges.ts';

/** A page that a browser of this host can open over the edge, and watch as long as it is asked to. */
export function checkVisits(scope: Scope, edges: readonly PlannedEdge[], times: readonly StepTimes[]): void {
  for (const [index, { browser }] of scope.document.steps.entries()) {
    if (browser === undefined) continue;
    const at = ['steps', index, 'browser'];
    const isAddress = checkAddress(scope, browser.open, [...at, 'open']);
    if (isAddress) checkEdges(scope, edges, browser.open, [...at, 'open']);
    const { windowStart = 0, end = 0 } = times[index] ?? {};
    if (end > windowStart) checkTimes(scope, browser, at, end - windowStart);
  }
}

function checkAddress(scope: Scope, open: string, at: Pointer): boolean {
  // What is no reference is reported where it is read.
  if (findReferences(open).problems.length > 0) return true;
  if (/^https?:$/.test(protocolOf(open))) return true;
  scope.report({
    code: 'browser-open',
    message: `\`${open}\` is no address of a page`,
    hint: 'begin with the address of the edge, as `${edges.last-mile.url}/cart`',
    at,
  });
  return false;
}

/** What a reference stands for is known to the run alone. */
function protocolOf(open: string): string {
  const bare = fill(open, ({ kind, path }) => (kind === 'edges' && path.at(-1) === 'url' ? 'http://h' : '1'));
  return URL.canParse(bare) ? new URL(bare).protocol : '';
}

function checkEdges(scope: Scope, edges: readonly PlannedEdge[], open: string, at: Pointer): void {
  const names = edgesIn(open);
  if (names.length === 0) {
    scope.report({
      code: 'browser-past-edges',
      severity: 'warning',
      message: 'this visit names no edge: unless one listens at this address, no step impairs it',
      hint: 'begin with the address of an edge, as `${edges.last-mile.url}/cart`',
      at,
    });
  }
  for (const edge of edges) {
    if (!names.includes(edge.name)) continue;
    if (edge.protocol === 'http' && beginsHere(edge.place)) continue;
    const why =
      edge.protocol === 'http'
        ? 'begins in a namespace or a container, and the browser runs on this host'
        : `carries ${edge.protocol}, and a browser speaks HTTP`;
    scope.report({
      code: 'browser-edge',
      message: `edge \`${edge.name}\` ${why}`,
      hint: 'give the browser an edge of its own to the service, as `browsers: { from: shopper, to: shop }`',
      at,
    });
  }
}

function beginsHere(place: EdgePlace): boolean {
  switch (place.kind) {
    case 'listen':
      return true;
    case 'veth':
      return place.from === undefined;
    case 'interface':
      return place.netns === undefined && place.pid === undefined;
    case 'container':
      return false;
  }
}

/** The visit lasts as long as the window: what is asked of it later is never looked at. */
function checkTimes(scope: Scope, { frames, see }: Visit, at: Pointer, window: Milliseconds): void {
  const asked = [
    ...(frames ?? []).map((text, item) => ({ what: 'a picture', text, at: [...at, 'frames', item] })),
    ...(see ?? []).flatMap((document, item) =>
      typeof document === 'string' || document.within === undefined
        ? []
        : [{ what: 'a sighting', text: document.within, at: [...at, 'see', item, 'within'] }],
    ),
  ];
  for (const { what, text, at: place } of asked) {
    const time = durationOr(text, 0);
    if (time <= window) continue;
    scope.report({
      code: 'browser-beyond-window',
      message: `${what} after ${formatDuration(time)} is asked for, and the page is watched for ${formatDuration(window)}: from the opening of the window to the end of the step`,
      hint: `write \`${formatDuration(window)}\` or less, or make the step longer`,
      at: place,
    });
  }
}
