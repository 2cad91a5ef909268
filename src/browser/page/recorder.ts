import type { PageMark } from '../../core/page-mark.ts';

/**
 * What runs inside of the page. The functions are given to it as text, so they use each other, what their parameters hold, and nothing
 * else of this file; of the page, only what is declared here.
 */

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface PageNode {
  readonly nodeType: number;
  readonly data?: string;
  readonly childNodes: Iterable<PageNode>;
}

interface PageElement extends PageNode {
  readonly localName: string;
  readonly shadowRoot: PageNode | null;
  readonly open?: boolean;
  readonly type?: string;
  readonly value?: string;
  readonly placeholder?: string;
  assignedNodes?(): readonly PageNode[];
  checkVisibility(): boolean;
  getBoundingClientRect(): Box;
  matches(selector: string): boolean;
}

interface PageStyle {
  readonly display: string;
  readonly visibility: string;
  readonly opacity: string;
  readonly position: string;
  readonly overflowX: string;
  readonly overflowY: string;
}

declare const document: PageNode & {
  readonly documentElement: PageElement | null;
  createRange(): { selectNodeContents(node: PageNode): void; getClientRects(): Iterable<Box> };
};
declare const location: { readonly protocol: string };
declare const scrollX: number;
declare const scrollY: number;
declare function getComputedStyle(element: PageElement): PageStyle;
declare function requestAnimationFrame(tick: (now: number) => void): void;
declare const MutationObserver: new (changed: () => void) => {
  observe(node: PageNode, options: Readonly<Record<string, boolean>>): void;
};

/** What an element inherits from around it. */
interface Around {
  /** Nothing is visible outside of it. */
  readonly clip: Box;
  /** The clip of what is positioned absolutely. */
  readonly anchor: Box;
  readonly opacity: number;
}

interface Found {
  text: string;
  readonly seen: boolean[];
}

function normalSpace(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Whether a text holds the words, whatever their case and the white space between them. `0 items` is not in `10 items`. */
export function holdsWords(text: string, words: string): boolean {
  const wanted = normalSpace(words);
  const before = /^[\p{L}\p{N}]/u.test(wanted) ? String.raw`(?<![\p{L}\p{N}])` : '';
  const after = /[\p{L}\p{N}]$/u.test(wanted) ? String.raw`(?![\p{L}\p{N}])` : '';
  const literal = wanted.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return new RegExp(`${before}${literal}${after}`, 'iu').test(normalSpace(text));
}

function overlap(a: Box, b: Box): Box {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

/** What is hidden from the eye and kept for screen readers has one pixel left. */
function canBeSeen(box: Box): boolean {
  return box.right - box.left >= 2 && box.bottom - box.top >= 2;
}

function textCanBeSeen(node: PageNode, clip: Box): boolean {
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].some((box) => canBeSeen(overlap(box, clip)));
}

function childrenOf(element: PageElement): Iterable<PageNode> {
  if (element.localName === 'details' && element.open === false) {
    return [...element.childNodes].filter((node) => isElement(node) && node.localName === 'summary');
  }
  const assigned = element.localName === 'slot' ? (element.assignedNodes?.() ?? []) : [];
  return assigned.length > 0 ? assigned : (element.shadowRoot ?? element).childNodes;
}

/** What somebody reads in a field. */
function fieldText({ localName, type, value, placeholder }: PageElement): string {
  const isField = localName === 'textarea' || (localName === 'input' && type !== 'password');
  return isField && !['checkbox', 'radio', 'hidden'].includes(type ?? '') ? value || placeholder || '' : '';
}

function isElement(node: PageNode): node is PageElement {
  return node.nodeType === 1;
}

function pageBox(): Box {
  return { left: -scrollX, top: -scrollY, right: Infinity, bottom: Infinity };
}

/** What is around the children of an element. */
function insideOf(box: Box, style: PageStyle, around: Around): Around & { readonly outer: Box } {
  const { position, overflowX, overflowY } = style;
  const outer = position === 'fixed' ? pageBox() : position === 'absolute' ? around.anchor : around.clip;
  const cuts =
    style.display !== 'contents' &&
    [overflowX, overflowY].some((value) => value === 'hidden' || value === 'clip');
  const clip = cuts ? overlap(outer, box) : outer;
  const anchor = position === 'static' ? around.anchor : clip;
  return { outer, clip, anchor, opacity: around.opacity * Number(style.opacity) };
}

function textOf(node: PageNode, clip: Box): string {
  const text = node.nodeType === 3 ? (node.data ?? '') : '';
  return text.trim() === '' || textCanBeSeen(node, clip) ? text : '';
}

/** Adds what is visible of an element and below it. */
function gather(element: PageElement, around: Around, marks: readonly PageMark[], found: Found): void {
  const style = getComputedStyle(element);
  const hasBox = style.display !== 'contents';
  const box = element.getBoundingClientRect();
  const inside = insideOf(box, style, around);
  if (inside.opacity < 0.1 || (hasBox && !element.checkVisibility())) return;
  const isShown = style.visibility === 'visible';
  const isDrawn = isShown && hasBox && canBeSeen(overlap(box, inside.outer));
  const edge = style.display.startsWith('inline') || !hasBox ? '' : '\n';
  const start = found.text.length;
  found.text += edge;
  if (isDrawn) found.text += fieldText(element);
  for (const child of childrenOf(element)) {
    if (isElement(child)) gather(child, inside, marks, found);
    else if (isShown) found.text += textOf(child, inside.clip);
  }
  const own = found.text.slice(start);
  found.text += edge;
  if (isDrawn || own.trim() !== '') matchSelectors(element, own, marks, found);
}

function matchSelectors(element: PageElement, own: string, marks: readonly PageMark[], found: Found): void {
  for (const [index, { selector, text }] of marks.entries()) {
    if (selector === undefined || found.seen[index] === true || !element.matches(selector)) continue;
    found.seen[index] = text === undefined || holdsWords(own, text);
  }
}

/** What is visible of the page, at this moment. */
function look(marks: readonly PageMark[], longest: number): Found {
  const found: Found = { text: '', seen: marks.map(() => false) };
  const page = pageBox();
  const root = document.documentElement;
  if (root !== null) gather(root, { clip: page, anchor: page, opacity: 1 }, marks, found);
  for (const [index, { selector, text }] of marks.entries()) {
    if (selector === undefined && text !== undefined) found.seen[index] = holdsWords(found.text, text);
  }
  const lines = found.text.split('\n').map(normalSpace);
  found.text = lines
    .filter((line) => line !== '')
    .join('\n')
    .slice(0, longest);
  return found;
}

/** What the page is told to record. */
interface Recording {
  readonly marks: readonly PageMark[];
  /** Name of the function that it tells by. */
  readonly tell: string;
  /** Characters of text that are told. */
  readonly longest: number;
}

/** Looks before each picture that the browser paints, as far as that is cheap, and tells what has changed. */
function record({ marks, tell, longest }: Recording): void {
  if (!/^https?:$/.test(location.protocol)) return;
  let isChanged = true;
  let lookedAt = 0;
  let cost = 0;
  let told = '';
  const observed = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver(() => {
    isChanged = true;
  }).observe(document, observed);
  const tick = (): void => {
    requestAnimationFrame(tick);
    const at = performance.now();
    const since = at - lookedAt;
    // A look may take half of the time after a change. Animations, fonts and media change what is visible without one: a tenth for these.
    if (since < cost || (!isChanged && since < Math.max(100, 10 * cost))) return;
    const { seen, text } = look(marks, longest);
    isChanged = false;
    lookedAt = at;
    cost = performance.now() - at;
    const state = JSON.stringify([seen, text]);
    if (state === told) return;
    told = state;
    const send: unknown = Reflect.get(globalThis, tell);
    if (typeof send === 'function') send({ origin: performance.timeOrigin, at, seen, text });
  };
  requestAnimationFrame(tick);
}

const PARTS: readonly { toString(): string }[] = [
  normalSpace,
  holdsWords,
  overlap,
  canBeSeen,
  textCanBeSeen,
  childrenOf,
  fieldText,
  isElement,
  pageBox,
  insideOf,
  textOf,
  gather,
  matchSelectors,
  look,
  record,
];

/** The program of the page, to be run before any of its own. */
export function recorderSource(recording: Recording): string {
  // In an inner frame nothing is recorded: `top` is the page that a person sees.
  return `if (globalThis === top) {\n${PARTS.join('\n')}\n${record.name}(${JSON.stringify(recording)});\n}`;
}
