import fc from 'fast-check';
import { reduceText } from './reduce-text.ts';
import { type InputWatch, watchInputs } from './hang-watch.ts';

const seconds = process.env['FUZZ_SECONDS'];
const seed = process.env['FUZZ_SEED'];

/** How long one property of fuzzing may take: seconds in CI, and as many as FUZZ_SECONDS says by hand. */
const FUZZING_TIME: number = seconds === undefined ? 3000 : Number(seconds) * 1000;

/** A thousand times what most take, because a busy machine counts more. */
const LONGEST_INPUT = 5000;

/** As many runs as fit into the time. */
export function fuzzing<Values>(): fc.Parameters<Values> {
  return {
    numRuns: 1e9,
    interruptAfterTimeLimit: FUZZING_TIME,
    ...(seed !== undefined && { seed: Number(seed) }),
  };
}

/** For tests of which each has one such property. */
export const FUZZING_TIMEOUT: number = FUZZING_TIME + 60_000;

/** Something that reads what strangers write. */
export interface FuzzTarget<Input> {
  readonly inputs: fc.Arbitrary<Input>;
  /** Read first: what once failed. */
  readonly corpus: readonly Input[];
  /** Throws where the input shows a bug. */
  readonly check: (input: Input) => void;
  /** As the corpus keeps it. */
  readonly print: (input: Input) => string;
  /** What one input may take of the processor, in milliseconds; 5000 unless stated. */
  readonly longest?: number;
  /** For inputs that can be made smaller as a text. */
  readonly parse?: (text: string) => Input;
}

/** Looks for an input with a bug, or that takes too long: the seed, the input, made as small as it goes, and what was wrong. */
export function findFault<Input>(
  target: FuzzTarget<Input>,
  parameters: fc.Parameters<[Input]> = fuzzing<[Input]>(),
): string | undefined {
  const watch = watchInputs();
  try {
    return findWatched(target, parameters, watch);
  } finally {
    watch.end();
  }
}

function findWatched<Input>(
  target: FuzzTarget<Input>,
  parameters: fc.Parameters<[Input]>,
  watch: InputWatch,
): string | undefined {
  const check = (input: Input): void => watched(target, input, watch);
  const property = fc.property(target.inputs, (input) => {
    check(input);
  });
  const examples = target.corpus.map((input): [Input] => [input]);
  const { failed, counterexample, counterexamplePath, errorInstance, ...found } = fc.check(property, {
    ...parameters,
    examples,
  });
  if (!failed || counterexample === null) return undefined;
  const text = reduced(target, target.print(counterexample[0]));
  const again = `FUZZ_SEED=${found.seed}, path ${counterexamplePath}, after ${found.numRuns} inputs`;
  return `${again}:\n${text}\n${reasonOf(errorInstance)}`;
}

/** Texts to be read as `Input`, of which every one is an input. */
export function ofTexts(target: Omit<FuzzTarget<string>, 'print' | 'parse'>): FuzzTarget<string> {
  return { ...target, print: (text) => text, parse: (text) => text };
}

function watched<Input>(target: FuzzTarget<Input>, input: Input, watch: InputWatch): void {
  const { check, longest = LONGEST_INPUT, print } = target;
  const before = process.cpuUsage();
  watch.during(print(input), () => check(input));
  const { user, system } = process.cpuUsage(before);
  const took = (user + system) / 1000;
  if (took > longest) throw new Error(`it took ${Math.round(took)} ms of the processor`);
}

function reduced<Input>({ check, parse }: FuzzTarget<Input>, text: string): string {
  if (parse === undefined) return text;
  return reduceText(text, (shorter) => {
    try {
      check(parse(shorter));
      return false;
    } catch {
      return true;
    }
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error
    ? ((error.stack ?? error.message).split('\n    at Property')[0] ?? '')
    : String(error);
}
