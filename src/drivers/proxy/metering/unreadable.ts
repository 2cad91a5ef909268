/** Bytes are not what they claim to be: a reader throws it, and whoever feeds it stops reading. The message is the reason. */
export class Unreadable extends Error {
  override readonly name: string = 'Unreadable';
}
