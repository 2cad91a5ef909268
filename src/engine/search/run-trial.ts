import type { Milliseconds } from '../../core/clock.ts';
import type { SearchTrial } from '../../core/result.gen.ts';
import type { InstalledLink } from '../../drivers/driver.ts';
import { formatSearched } from '../../impairment/searched-value.ts';
import type { PlannedStep } from '../../plan/plan.ts';
import type { PlannedSearch } from '../../plan/planned-search.ts';
import { probing, PROOF_MARGIN } from '../../plan/probe-plan.ts';
import { LEAST_MEASURED, settleAt, stateAt } from '../../plan/searched-state.ts';
import { fewestToHold, judgeLook } from '../../search/judge-look.ts';
import { looksOf, type Look } from '../../search/looks.ts';
import type { NextTrial } from '../../search/next-trial.ts';
import { prove } from '../proof/prove.ts';
import type { Walk } from '../walk-steps.ts';
import type { TrialEvidence } from './trial-evidence.ts';
import type { TrialLog } from './trial-log.ts';

/** What a search and all of its trials work with. */
export interface SearchRun {
  readonly walk: Walk;
  readonly step: PlannedStep;
  readonly search: PlannedSearch;
  readonly link: InstalledLink;
  readonly log: TrialLog;
  readonly evidence: TrialEvidence;
  /** Whether what is judged is read from links. */
  readonly readsLinks: boolean;
}

/** One value to be tried. */
export interface AskedTrial extends NextTrial {
  /** In the order of the trials, from 1. */
  readonly number: number;
  readonly amount: number;
  /** How long it may measure, once settled. */
  readonly longest: Milliseconds;
  /** What the step itself has proved of the first value, which is in force already. */
  readonly proved?: SearchTrial['proof'];
}

/** Of one value, at most. */
const PROOFS = 3;
const POLL: Milliseconds = 100;
/** Loads report in batches, at least four times a second: what was due so long ago is known to have ended, or to be open. */
const TOLD: Milliseconds = 400;

/** Tries one value: changes the link in place, proves it while it settles, and looks at what is due from then on until it is decided. */
export async function runTrial(run: SearchRun, asked: AskedTrial): Promise<SearchTrial> {
  const { walk, search } = run;
  const { clock, signal } = walk.context;
  const now = (): Milliseconds => clock.now() - walk.epoch;
  const start = now();
  const { proof, settled } = await establish(run, asked, now);
  const common = {
    value: asked.amount,
    text: formatSearched(search.value, asked.amount),
    purpose: asked.purpose,
    start,
    proof,
  };
  if (proof.outcome === 'failed') {
    const why = `the link was not proved: ${proof.reason}`;
    return { ...common, outcome: 'undecided', from: now(), to: now(), looks: 0, n: 0, why };
  }
  await clock.sleep(settled - now(), signal);
  const decided = await measure(run, asked);
  return { ...common, ...decided, to: now() };
}

interface Established {
  readonly proof: SearchTrial['proof'];
  /** From when on requests count, from the run's start. */
  readonly settled: Milliseconds;
}

/** A busy machine can spoil the probes of a faithful link: they are made again, and an unfaithful one spoils all. */
async function establish(run: SearchRun, asked: AskedTrial, now: () => Milliseconds): Promise<Established> {
  let established = { proof: asked.proved, settled: now() };
  for (let attempt = 0; attempt < PROOFS; attempt += 1) {
    const { proof, settled } = established;
    if (proof !== undefined && proof.outcome !== 'failed') return { proof, settled };
    const again = now() + settleAt(run.search, asked.amount);
    established = { proof: await changeAndProve(run, asked.amount), settled: again };
  }
  const { proof = { outcome: 'failed', reason: 'nothing was proved' }, settled } = established;
  return { proof, settled };
}

async function changeAndProve(run: SearchRun, amount: number): Promise<SearchTrial['proof']> {
  const { walk, search, link } = run;
  const { clock, plan, signal } = walk.context;
  const edge = plan.edges.find(({ name }) => name === search.edge);
  if (edge === undefined) throw new Error(`unknown edge ${search.edge}`);
  const impairment = stateAt(search, amount);
  const begin = clock.now();
  await link.change(impairment);
  const settle = settleAt(search, amount) - (clock.now() - begin) - PROOF_MARGIN;
  const unprobed = edge.place.kind === 'interface';
  const request = { link, impairment, settle, clock, ...probing(edge), unprobed };
  const { outcome, reason } = await prove(request, signal);
  return { outcome, reason };
}

type Decided = Pick<SearchTrial, 'outcome' | 'from' | 'looks' | 'n' | 'why'>;

/** All that was due before `cut`, at the confidence of a look. */
interface Cohort {
  readonly look: Look;
  readonly cut: Milliseconds;
}

/**
 * Measures a value until a look decides, or its time is over. What a generator measured that was late itself can never pass: it is thrown
 * away and measured again, as long as there is time.
 */
async function measure(run: SearchRun, asked: AskedTrial): Promise<Decided> {
  const { walk } = run;
  const begin = walk.context.clock.now() - walk.epoch;
  const until = begin + asked.longest;
  let [looks, taken] = [0, 0];
  for (;;) {
    const from = walk.context.clock.now() - walk.epoch;
    const { last, outcome, ...seen } = await lookUntilDecided(run, asked, { from, until, taken });
    looks += seen.looks;
    taken = last;
    if (outcome !== 'doubtful') return { ...seen, outcome, from, looks };
  }
}

interface Measuring {
  readonly from: Milliseconds;
  readonly until: Milliseconds;
  /** The number of the last look that the trial has had. */
  readonly taken: number;
}

interface Seen extends Pick<SearchTrial, 'looks' | 'n' | 'why'> {
  readonly outcome: SearchTrial['outcome'] | 'doubtful';
  /** The number of the last look. */
  readonly last: number;
}

/**
 * Who belongs to a look is fixed by when it was due, before anybody knows how it ends; it is judged again and again while some of it is
 * open, each time by what is certain, so that each look can be wrong only once.
 */
async function lookUntilDecided(
  run: SearchRun,
  asked: AskedTrial,
  { from, until, taken }: Measuring,
): Promise<Seen> {
  const { walk, evidence, log } = run;
  const { clock, signal } = walk.context;
  log.begin(from);
  const looks = looksFor(run.search, taken);
  let next = looks.next().value;
  let cohorts: Cohort[] = [];
  let seen = { looks: 0, last: taken, n: 0, why: 'no samples in the window' };
  for (;;) {
    await clock.sleep(POLL, signal);
    if (run.readsLinks) await walk.reader.read();
    const now = clock.now() - walk.epoch;
    const cut = log.cutBefore(now - TOLD);
    const n = evidence.count(from, cut);
    if (n >= next.n && cut - from >= LEAST_MEASURED) {
      const due = lastDue(next, looks, n);
      next = due.next;
      cohorts.push({ look: due.look, cut });
      seen = { ...seen, looks: seen.looks + 1, last: due.look.number };
    }
    for (const cohort of cohorts) {
      const span = { from, cut: cohort.cut, now };
      const { outcome, why } = judgeLook(cohort.look, evidence.of(stateAt(run.search, asked.amount), span));
      seen = { ...seen, n: evidence.count(from, cohort.cut), why };
      if (outcome !== 'open') return { ...seen, outcome };
    }
    const isOver = ({ cut: end }: Cohort): boolean => evidence.isComplete(from, end);
    if (now >= until) return { ...seen, n, outcome: 'undecided' };
    if (cohorts.some((cohort) => isOver(cohort) && isDoubtful(run, cohort)))
      return { ...seen, outcome: 'doubtful' };
    cohorts = cohorts.filter((cohort) => !isOver(cohort));
  }
}

/** Where several looks are due at once, the last of them sees as much. */
function lastDue(first: Look, looks: Generator<Look, never>, n: number): { look: Look; next: Look } {
  let look = first;
  let next = looks.next().value;
  while (n >= next.n) {
    look = next;
    next = looks.next().value;
  }
  return { look, next };
}

function isDoubtful({ evidence }: SearchRun, { look, cut }: Cohort): boolean {
  return look.holdsAt !== undefined && evidence.doubts(cut).length > 0;
}

function looksFor({ confidence, most, checks }: PlannedSearch, taken: number): Generator<Look, never> {
  const expectations = checks.map(({ expectation }) => expectation);
  const budget = { confidence, trials: most, expectations: checks.length };
  return looksOf(budget, (level) => fewestToHold(expectations, level), taken);
}
