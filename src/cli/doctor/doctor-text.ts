import { cleanStrings } from '../../report/console/clean-strings.ts';
import type { Finding } from '../../exec/abilities/finding.ts';
import { textTable } from '../text-table.ts';
import type { Check, CheckGroup } from './check.ts';
import type { Examination } from './examine.ts';
import type { Leftovers } from './leftover.ts';

/** The examination for people; nothing that a tool said reaches the terminal as more than one line of text. */
export function doctorText(examination: Examination): string {
  const { system, groups, leftovers } = cleanStrings(examination);
  const name = system.name === '' ? system.platform : system.name;
  const where = system.isContainer ? ', in a container' : '';
  return [
    `${name}, kernel ${system.release}${where}\n`,
    ...groups.map((group) => `\n${groupText(group)}`),
    `\n${leftoversText(leftovers)}`,
  ].join('');
}

function groupText({ title, checks }: CheckGroup): string {
  const rows = checks.map(({ name, finding }) => [word(finding), name, said(finding)]);
  return `${title}\n${textTable(rows, '  ')}${hintsText(checks)}`;
}

/** One hint for all that fail for the same reason, with their names. */
function hintsText(checks: readonly Check[]): string {
  const names = new Map<string, string[]>();
  for (const { name, hint } of checks) {
    if (hint !== undefined) names.set(hint, [...(names.get(hint) ?? []), name]);
  }
  return [...names].map(([hint, failed]) => `  for ${failed.join(', ')}: ${hint}\n`).join('');
}

function word(finding: Finding): string {
  switch (finding.kind) {
    case 'yes':
      return 'yes';
    case 'no':
      return 'no';
    case 'untried':
      return '?';
  }
}

function said(finding: Finding): string {
  switch (finding.kind) {
    case 'yes':
      return finding.detail ?? '';
    case 'no':
      return finding.reason;
    case 'untried':
      return `not tried: ${finding.reason}`;
  }
}

function leftoversText({ found, underWay, notes }: Leftovers): string {
  const running = underWay.length === 0 ? '' : `  under way: ${underWay.join(', ')}\n`;
  const what =
    found.length === 0
      ? '  nothing\n'
      : textTable(
          found.map(({ what: thing, remedy }) => [thing, remedy]),
          '  ',
        );
  const theirs =
    found.length > 0 && underWay.length > 0
      ? '  what is in the network may belong to the runs under way\n'
      : '';
  const unseen = notes.map((note) => `  note: ${note}\n`).join('');
  return `Left behind by runs\n${running}${what}${theirs}${unseen}`;
}
