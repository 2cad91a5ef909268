// Writes the same block to a named pipe as often as asked, as k6 would write points.
import { closeSync, openSync, writeSync } from 'node:fs';
import { makeBlock } from './block.mjs';

const [path, requests, times] = process.argv.slice(2);
const { bytes } = makeBlock(Number(requests));
const pipe = openSync(path, 'w');
for (let count = 0; count < Number(times); count += 1) {
  for (let at = 0; at < bytes.length;) at += writeSync(pipe, bytes, at);
}
closeSync(pipe);
