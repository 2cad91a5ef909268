import { cleanLine } from '../clean-text.ts';

/**
 * A copy of plain data in which every string is one line that a terminal cannot mistake for a command. Done once where
 * events and results come in, because names, reasons and signals come from scenarios, services and load tools.
 */
export function cleanStrings<T>(value: T): T;
export function cleanStrings(value: unknown): unknown {
  if (typeof value === 'string') return cleanLine(value);
  if (Array.isArray(value)) return value.map((item: unknown) => cleanStrings(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleanStrings(item)]));
}
