/** As much of a header as it takes to know it. */
const LONGEST = 64;

/** Finds the `Upgrade` header of a response in the pieces that a parser reports. */
export class UpgradeHeader {
  #name = '';
  #value = '';
  #inValue = false;
  #protocol = '';

  /** The protocol that the response switches to, in lower case. */
  get protocol(): string {
    this.#endHeader();
    return this.#protocol;
  }

  name(piece: Buffer): void {
    if (this.#inValue) this.#endHeader();
    this.#name += piece.toString('latin1', 0, LONGEST - this.#name.length);
  }

  value(piece: Buffer): void {
    this.#inValue = true;
    this.#value += piece.toString('latin1', 0, LONGEST - this.#value.length);
  }

  #endHeader(): void {
    if (this.#name.toLowerCase() === 'upgrade') this.#protocol = this.#value.trim().toLowerCase();
    this.#name = '';
    this.#value = '';
    this.#inValue = false;
  }
}
