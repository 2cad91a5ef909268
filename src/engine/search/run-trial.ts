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

const POLL: Milliseconds = 100;
/** Loads report in batches, at least four times a second: what was due so long ago is known to have ended, or to be open. */
const TOLD: Milliseconds = 400;

/** Tries one value: changes the link in place, proves it while it settles, and looks at what is due from then on until it is decided. */
export async function runTrial(run: SearchRun, asked: AskedTrial): Promise<SearchTrial> {
  const { walk, search, log } = run;
  const { clock, signal } = walk.context;
  const now = (): Milliseconds => clock.now() - walk.epoch;
  const start = now();
  const proof = asked.proved ?? (await changeAndProve(run, asked.amount));
  const settled = asked.proved === undefined ? start + settleAt(search, asked.amount) : start;
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
  const from = now();
  log.begin(from);
  const decided = await measure(run, asked, from);
  return { ...common, ...decided, from, to: now() };
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

type Decided = Pick<SearchTrial, 'outcome' | 'looks' | 'n' | 'why'>;

/** All that was due before `cut`, at the confidence of a look. */
interface Cohort {
  readonly look: Look;
  readonly cut: Milliseconds;
}

/**
 * Looks at a value until a look decides. Who belongs to a look is fixed by when it was due, before anybody knows how it ends; it is
 * judged again and again while some of it is open, each time by what is certain, so that each look can be wrong only once.
 */
async function measure(run: SearchRun, asked: AskedTrial, from: Milliseconds): Promise<Decided> {
  const { walk, evidence, log } = run;
  const { clock, signal } = walk.context;
  const looks = looksFor(run.search);
  let next = looks.next().value;
  let cohorts: Cohort[] = [];
  let seen = { looks: 0, n: 0, why: 'no samples in the window' };
  for (;;) {
    await clock.sleep(POLL, signal);
    if (run.readsLinks) await walk.reader.read();
    const now = clock.now() - walk.epoch;
    const cut = log.cutBefore(now - TOLD);
    const n = evidence.count(from, cut);
    let due: Look | undefined;
    for (; n >= next.n && cut - from >= LEAST_MEASURED; next = looks.next().value) due = next;
    if (due !== undefined) {
      cohorts.push({ look: due, cut });
      seen = { ...seen, looks: seen.looks + 1 };
    }
    for (const cohort of cohorts) {
      const span = { from, cut: cohort.cut, now };
      const { outcome, why } = judgeLook(cohort.look, evidence.of(stateAt(run.search, asked.amount), span));
      seen = { ...seen, n: evidence.count(from, cohort.cut), why };
      if (outcome !== 'open') return { ...seen, outcome };
    }
    cohorts = cohorts.filter((cohort) => !evidence.isComplete(from, cohort.cut));
    if (now - from >= asked.longest) return { ...seen, n, outcome: 'undecided' };
  }
}

function looksFor({ confidence, most, checks }: PlannedSearch): Generator<Look, never> {
  const expectations = checks.map(({ expectation }) => expectation);
  const budget = { confidence, trials: most, expectations: checks.length };
  return looksOf(budget, (level) => fewestToHold(expectations, level));
}
