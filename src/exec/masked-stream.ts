import { StringDecoder } from 'node:string_decoder';
import { Transform } from 'node:stream';

import type { Masker } from '../core/mask.ts';

/** A line that grows longer than this is passed on in pieces. */
const LONGEST_LINE = 65_536;

/** Masks a stream of UTF-8 line by line, so that a secret is found however the chunks cut it. */
export function maskedStream(mask: Masker): Transform {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      pending += decoder.write(chunk);
      const end = pending.lastIndexOf('\n') + 1;
      let ready = mask(pending.slice(0, end));
      pending = pending.slice(end);
      if (pending.length > LONGEST_LINE) {
        // What is complete is masked first; the rest can only be the beginning of a secret.
        const masked = mask(pending);
        const cut = Math.max(0, masked.length - mask.longest);
        ready += masked.slice(0, cut);
        pending = masked.slice(cut);
      }
      done(null, ready);
    },
    flush(done) {
      done(null, mask(pending + decoder.end()));
    },
  });
}
