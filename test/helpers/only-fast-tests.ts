import fc from 'fast-check';
import { beforeEach } from 'vitest';

/** Half a second and more each: all changes that no test notices would wait for them. */
const SLOW: ReadonlySet<string> = new Set([
  'names remedies that work',
  'is read or refused with a place inside the text, whatever the text',
  'never throws on arbitrary text',
  'lists a thousand mistakes, and says how many more there are',
  'survives 50,000 references',
  'survives 50,000 brackets',
  'survives 50,000 dashes',
  'survives 50,000 joined lines',
  'ends where too many files, or too many values, are one scenario',
  'of 10 to the 30 cells is refused at once',
  'of 10,000 cells is refused where it stands, with its size',
]);

/** For mutation testing, where a test runs thousands of times: of each property the same examples every time, and only the first. */
fc.configureGlobal({ seed: 1, numRuns: 30, interruptAfterTimeLimit: 1000 });

beforeEach(({ task, skip }) => {
  skip(SLOW.has(task.name), 'slow');
});
