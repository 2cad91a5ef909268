/** Any value as short text for a message: text and numbers as they are written, others as JSON. */
export function shown(value: unknown): string {
  if (typeof value === 'number') return `${value}`;
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
