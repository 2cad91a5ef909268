import { cleanLine } from '../clean-text.ts';
import { cutToWidth } from '../display-width.ts';

const NAME_CELLS = 80;
const PROSE_CELLS = 600;
/** A letter with all its marks rarely has more; one with ten thousand is still one cell wide. */
const UNITS_PER_CELL = 8;

/** What HTML and tables are made of goes as a reference: no parser of tables takes that for the end of a cell. */
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
  '\\': '&#92;',
};

/**
 * And what else begins something within a line (CommonMark 0.31, 2.4 and 6): formulas, mentions, and the links that GitHub makes of bare
 * addresses among it.
 */
const MEANINGFUL = /[&<>|\\`*_~[\]#!$@]|:(?=\/\/)|(?<=www)\./gi;

/** A name that somebody chose, as Markdown that shows it and does nothing else. */
export function escapeName(name: string): string {
  return escape(bounded(name, NAME_CELLS));
}

/** A sentence, as Markdown that shows it and does nothing else. */
export function escapeProse(text: string): string {
  return escape(bounded(text, PROSE_CELLS));
}

/** Only for use after other text of the line: what has a meaning at its beginning alone, such as `- `, is left as it is. */
function escape(text: string): string {
  return text.replaceAll(MEANINGFUL, (character) => REFERENCES[character] ?? `\\${character}`);
}

function bounded(text: string, cells: number): string {
  const most = cells * UNITS_PER_CELL;
  const line = cleanLine(text.length > most ? `${text.slice(0, most)}…` : text);
  return cutToWidth(line.trim(), cells);
}
