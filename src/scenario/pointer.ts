/** Keys and indexes from the root of the document. */
export type Pointer = readonly (string | number)[];

/** A pointer as the key of a map. */
export function pointerKey(pointer: Pointer): string {
  return JSON.stringify(pointer.map(String));
}

/** Whether `pointer` is `ancestor` or lies below it. */
export function isWithin(pointer: Pointer, ancestor: Pointer): boolean {
  return (
    ancestor.length <= pointer.length &&
    ancestor.every((part, index) => String(part) === String(pointer[index]))
  );
}

/** RFC 6901 text into its parts; indexes stay text. */
export function parsePointer(text: string): Pointer {
  return text
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
