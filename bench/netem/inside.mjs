// Inside the kernel lab: measures and prints one line of JSON. inside.mjs ROUNDS COUNT...
import { batch, shellLoop, squall } from './contenders.mjs';
import { measure } from './measure.mjs';

const [rounds, ...counts] = process.argv.slice(2).map(Number);
const all = (names) => [squall(names), shellLoop(names), batch(names)];

// Warms caches and is not counted.
await measure(1, 1, all);
const rows = [];
for (const count of counts) rows.push(...(await measure(count, rounds, all)));
console.log(`RESULT ${JSON.stringify(rows)}`);
