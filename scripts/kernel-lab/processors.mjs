// Which processor of the host a guest gets.
import { readFileSync } from 'node:fs';

/**
 * A guest is several processes of the host that take turns. On one processor each hands over to the next at once; on two they wait for each
 * other to wake up: starting `tc` inside took 2 to 3 times as long. Those of one lab are on different ones, of several labs by chance.
 * @param {number} place from 0
 */
export function processorOf(place) {
  const processors = allowedProcessors();
  return processors[(process.pid + place) % processors.length];
}

/** From a list as `0-3,8` in proc(5). */
function allowedProcessors() {
  const [, list = '0'] = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return list.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
