import { mapStrings } from '../../core/map-strings.ts';
import { cleanLine } from '../clean-text.ts';

/**
 * A copy of plain data in which every string is one line that a terminal cannot mistake for a command. Done once where
 * events and results come in, because names, reasons and signals come from scenarios, services and load tools.
 */
export function cleanStrings<T>(value: T): T {
  return mapStrings(value, cleanLine);
}
