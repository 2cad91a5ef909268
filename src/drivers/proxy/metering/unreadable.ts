/** Bytes are not what they claim to be: a reader throws it, and whoever feeds it stops reading. The message is the reason. */
export class Unreadable extends Error {
  override readonly name: string = 'Unreadable';
}

/** Bytes may well be sound, and need more memory than we give them: what we do not read, its reader may. */
export class BeyondLimits extends Unreadable {
  override readonly name: string = 'BeyondLimits';
}
