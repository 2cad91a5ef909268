import type { LinkObservation, ResetBy } from '../../src/drivers/driver.ts';
import type { ConnectionLog } from '../../src/drivers/proxy/metering/connection-log.ts';
import { LinkLog } from '../../src/drivers/proxy/metering/link-log.ts';
import { Llhttp } from '../../src/drivers/proxy/metering/llhttp.ts';
import { unpackObservation } from '../../src/drivers/proxy/metering/observation.ts';

const shared = new Llhttp();

/** One metered connection with a clock that the test turns; bytes come in pieces of `size`. */
export class MeteredConnection {
  now = 0;
  readonly #log: LinkLog;
  readonly #connection: ConnectionLog;

  constructor(llhttp: Llhttp = shared) {
    this.#log = new LinkLog('edge', llhttp);
    this.#connection = this.#log.connection(0, 'service');
  }

  request(bytes: string | Buffer, size = bytes.length): this {
    return this.#feed(bytes, size, (piece) => {
      this.#connection.up.entered(piece, this.now);
    });
  }

  response(bytes: string | Buffer, size = bytes.length): this {
    return this.#feed(bytes, size, (piece) => {
      this.#connection.down.handed(piece, this.now);
    });
  }

  at(now: number): this {
    this.now = now;
    return this;
  }

  ended(): this {
    this.#connection.down.ended(this.now);
    return this;
  }

  failed(): this {
    this.#connection.failed(this.now);
    return this;
  }

  reset(by: ResetBy): this {
    this.#connection.reset(this.now, by);
    return this;
  }

  closed(): this {
    this.#connection.closed(this.now);
    return this;
  }

  observe(): LinkObservation {
    return unpackObservation(this.#log.drain());
  }

  #feed(bytes: string | Buffer, size: number, take: (piece: Buffer) => void): this {
    const whole = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    for (let from = 0; from < whole.length; from += size) {
      // A copy that is overwritten afterwards: a meter must not keep what it was given, nor change it.
      const piece = Buffer.from(whole.subarray(from, from + size));
      take(piece);
      if (piece.compare(whole, from, from + piece.length) !== 0)
        throw new Error('the meter has changed bytes');
      piece.fill(0xee);
    }
    return this;
  }
}
