/** Segments that name one thing among many of its kind: numbers, UUIDs, and 16 or more hexadecimal digits. */
const ID = /^(?:\d+|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|[\da-f]{16,})$/i;

/** The path with `:id` in the place of such segments: `/cart/17/items` is `/cart/:id/items`. */
export function collapsePath(path: string): string {
  return path
    .split('/')
    .map((segment) => (ID.test(segment) ? ':id' : segment))
    .join('/');
}
