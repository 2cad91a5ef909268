import type { ShapedWay, Way } from '../../drivers/tc/survey.ts';
import type { CurrentState, Owner, TargetState } from '../../engine/by-hand/current-state.ts';
import { cleanStrings } from '../../report/console/clean-strings.ts';
import { describeDirection } from '../../core/impairment-words.ts';
import { textTable } from '../text-table.ts';
import { formatTimeLeft } from './time-left.ts';

const NOTHING = '-';

/** What every target is now, for people; wide adds what the kernel has counted and where the run's folder is. */
export function statusText(state: CurrentState, wide: boolean): string {
  const { targets, notes } = cleanStrings(state);
  const head = ['target', 'up', 'down', 'by', 'left', ...(wide ? ['packets', 'drops', 'folder'] : [])];
  const rows = targets.map((target) => [...cells(target), ...(wide ? wideCells(target) : [])]);
  const table = rows.length === 0 ? 'no interfaces but the loopback\n' : textTable([head, ...rows]);
  return `${table}${notes.map((note) => `note: ${note}\n`).join('')}`;
}

function cells({ target, up, down, owner }: TargetState): string[] {
  return [target, wayText(up), wayText(down), ownerText({ up, down, owner }), leftText(owner)];
}

function wayText(way: Way): string {
  switch (way.kind) {
    case 'nothing':
      return NOTHING;
    case 'ours':
      return way.shapes.map(shapeText).join('; ') || NOTHING;
    case 'foreign': {
      const does = way.impairment === undefined ? undefined : describeDirection(way.impairment);
      return does === undefined ? way.qdisc : `${way.qdisc} ${does}`;
    }
  }
}

function shapeText({ impairment }: ShapedWay): string {
  return describeDirection(impairment) ?? NOTHING;
}

function ownerText({
  up,
  down,
  owner,
}: Pick<TargetState, 'up' | 'down'> & { owner: Owner | undefined }): string {
  const isForeign = up.kind === 'foreign' || down.kind === 'foreign';
  const said = [...(owner === undefined ? [] : [ownText(owner)]), ...(isForeign ? ['foreign'] : [])];
  return said.join(', ') || NOTHING;
}

function ownText(owner: Owner): string {
  switch (owner.kind) {
    case 'by-hand':
    case 'run':
      return owner.run;
    case 'left-behind':
      return `left behind by ${owner.run ?? 'a run that is not known here'}`;
  }
}

function leftText(owner: Owner | undefined): string {
  return owner?.kind === 'by-hand' ? formatTimeLeft(owner.left) : NOTHING;
}

function wideCells({ up, down, owner }: TargetState): string[] {
  const counted = [up, down].flatMap((way) => (way.kind === 'ours' ? way.shapes : []));
  const sum = (key: 'packets' | 'drops'): string =>
    counted.length === 0
      ? NOTHING
      : String(counted.reduce((total, { counters }) => total + counters[key], 0));
  return [sum('packets'), sum('drops'), owner?.kind === 'by-hand' ? owner.folder : NOTHING];
}
