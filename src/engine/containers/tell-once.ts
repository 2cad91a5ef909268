/** Tells of each trouble once until it is over. */
export class TellOnce<Trouble extends string> {
  readonly #tell: (message: string) => void;
  readonly #told = new Set<Trouble>();

  constructor(tell: (message: string) => void) {
    this.#tell = tell;
  }

  begin(trouble: Trouble, message: string): void {
    if (!this.#told.has(trouble)) this.#tell(message);
    this.#told.add(trouble);
  }

  over(...troubles: readonly Trouble[]): void {
    for (const trouble of troubles) this.#told.delete(trouble);
  }
}
