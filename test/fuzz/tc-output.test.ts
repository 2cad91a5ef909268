import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { devicesWithOurRoot } from '../../src/cli/doctor/network-leftovers.ts';
import { SquallError } from '../../src/core/errors.ts';
import { readBackNetem, readNetem } from '../../src/drivers/tc/read-back.ts';
import { batchInput, failedLines } from '../../src/exec/network/batch.ts';
import { parseInterfaces } from '../../src/exec/network/interfaces.ts';
import {
  foreignOf,
  ingressOf,
  netemsOf,
  parseQdiscs,
  parseQdiscsByDevice,
  type Qdisc,
} from '../../src/exec/network/qdiscs.ts';
import { isRestored, restoreLine, spellings, takeSnapshot } from '../../src/exec/network/snapshot.ts';
import { parseRedirects } from '../../src/exec/network/undo-ingress.ts';
import { findFault, FUZZING_TIMEOUT, type FuzzTarget, ofTexts } from '../helpers/fuzzing.ts';
import { corpusOf } from './corpus.ts';
import { mutatedTexts } from './mutated-texts.ts';

const CORPUS = corpusOf('tc');
const TOKENS = [
  ['"kind":"netem"', '"handle":"5371:"', '"handle":"0:"', '"root":true', '"parent":"5371:2"', '"dev":"v0"'],
  [
    '"options":null',
    '"options":[]',
    '"qlen":-1',
    '"delay":{"delay":1e308}',
    '"loss-random":{"loss":1}',
    '"actions":[[]]',
  ],
  ['{}', '[]', '},{', '[{}]', 'qdisc noqueue 0: root refcnt 2', 'Error: '],
].flat();

const leaf = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, 'netem', '5371:', 'v0', 'squall-0'),
);
const keys = [
  'kind',
  'handle',
  'dev',
  'parent',
  'root',
  'options',
  'qlen',
  'delay',
  'loss',
  'rate',
  'actions',
  'to_dev',
  'ifname',
  'ifindex',
  'addr_info',
  'linkinfo',
  'local',
];
const json = fc.letrec<{ readonly value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 6 }),
  ),
}));

/** What reads an answer of `tc -j`; each refuses what is no JSON by an error with a code. */
interface Readers {
  readonly qdiscs: (text: string) => readonly Qdisc[];
}

function tcTarget({ qdiscs: read }: Readers): FuzzTarget<string> {
  return ofTexts({
    inputs: fc.oneof(
      mutatedTexts(CORPUS, TOKENS),
      json.value.map((value) => JSON.stringify(value)),
    ),
    corpus: CORPUS,
    check: (text) => {
      const qdiscs = readOr(() => read(text));
      if (qdiscs === undefined) return;
      for (const qdisc of qdiscs) checkQdisc(qdisc);
      expect([...netemsOf(qdiscs), ...foreignOf(qdiscs)].every((qdisc) => qdiscs.includes(qdisc))).toBe(true);
      expect(ingressOf(qdiscs)?.handle ?? 'ffff:').toBe('ffff:');
      checkSnapshot(qdiscs, text);
      const byDevice = [...parseQdiscsByDevice(text).values()].flat();
      expect(qdiscs).toEqual(expect.arrayContaining(byDevice));
      expect(devicesWithOurRoot(text).every((device) => typeof device === 'string')).toBe(true);
      for (const { index, device } of parseInterfaces(text))
        expect([typeof index, typeof device]).toEqual(['number', 'string']);
      expect(parseRedirects(text).every((target) => typeof target === 'string')).toBe(true);
      expect([...failedLines(text).keys()].every(Number.isInteger)).toBe(true);
    },
  });
}

function readOr<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SquallError)) throw error;
    expect([error.code, error.hint === undefined]).toEqual(['tool-answer', false]);
    return undefined;
  }
}

function checkQdisc(qdisc: Qdisc): void {
  const { bytes, packets, drops, overlimits, queued } = qdisc;
  expect([bytes, packets, drops, overlimits, queued].map((count) => typeof count)).toEqual(
    Array(5).fill('number'),
  );
  const found = readNetem(qdisc);
  expect(JSON.stringify(found)).not.toContain('null');
  expect(readBackNetem(qdisc, {})).toBeDefined();
}

/** What tc shows of a root as text is put back by a batch, which takes only words. */
function checkSnapshot(qdiscs: readonly Qdisc[], text: string): void {
  const snapshot = takeSnapshot(
    qdiscs,
    `qdisc ${qdiscs[0]?.kind} 1: root refcnt 2 ${text.replaceAll('\n', ' ')}`,
  );
  if (snapshot === undefined) return;
  for (const spelling of spellings(snapshot))
    expect(batchInput([restoreLine('v0', spelling)])).toContain('v0');
  expect(
    isRestored(
      qdiscs.find(({ parent }) => parent === 'root'),
      snapshot,
    ),
  ).toBe(true);
}

describe('what tc prints', () => {
  it(
    'is read, or refused by an error with a code, and what it tells is sound',
    () => {
      expect(findFault(tcTarget({ qdiscs: parseQdiscs }))).toBeUndefined();
    },
    FUZZING_TIMEOUT,
  );

  it('is found where it makes its reader fail', () => {
    const planted = tcTarget({ qdiscs: (text) => (text.trim() === '' ? [] : JSON.parse(text)) });
    expect(findFault(planted, { seed: 1, numRuns: 10_000 })).toMatch(/^FUZZ_SEED=1, /);
  });
});
