import { hasErrors, type Diagnostic } from '../core/diagnostic.ts';
import type { DriverCapabilities } from '../impairment/capability.ts';
import { readProfiles } from '../impairment/read-profiles.ts';
import type { Scenario } from '../scenario/document.gen.ts';
import type { ScriptDigests } from '../scenario/digest-scripts.ts';
import type { ScenarioSource } from '../scenario/source.ts';
import type { TraceFiles } from '../scenario/trace-file.ts';
import { liftEdges } from './lift-edges.ts';
import { liftEvents } from './lift-events.ts';
import { liftExpectations } from './lift-expectations.ts';
import { largestRtt, liftCourses } from './lift-courses.ts';
import { liftGuards } from './lift-guards.ts';
import { liftLinks } from './lift-links.ts';
import { liftSearches } from './lift-search.ts';
import { liftMaxDuration } from './lift-max-duration.ts';
import { liftLoads } from './lift-loads.ts';
import { liftPrometheus } from './lift-prometheus.ts';
import { liftServices } from './lift-services.ts';
import { liftTraces } from './lift-traces.ts';
import { liftSightings, liftVisit } from './lift-visit.ts';
import { planSearches } from './plan-search.ts';
import type { Plan, PlannedStep } from './plan.ts';
import { checkComparedRates } from './rules/compared-rates.ts';
import { checkEdgeUse } from './rules/edge-use.ts';
import { checkEvents } from './rules/events.ts';
import { checkExpectations } from './rules/expectations.ts';
import { checkGuards } from './rules/guards.ts';
import { checkListenHost } from './rules/listen-host.ts';
import { checkNames } from './rules/names.ts';
import { checkSomethingExpected } from './rules/nothing-expected.ts';
import { checkOfferedBytes } from './rules/offered-bytes.ts';
import { checkProbedRates } from './rules/probed-rates.ts';
import { checkPrometheus } from './rules/prometheus.ts';
import { checkReferences } from './rules/references.ts';
import { checkRequests } from './rules/requests.ts';
import { checkSamples } from './rules/samples.ts';
import { checkShares } from './rules/shares.ts';
import { checkVisits } from './rules/visits.ts';
import { createScope, type Scope } from './scope.ts';
import { startOrder } from './start-order.ts';
import { layOutSteps } from './step-times.ts';

export interface PlanSettings {
  readonly seed: number;
  /** What each driver can do. */
  readonly capabilities: DriverCapabilities;
  /** What the names of traces lead to; needed where the document names any. */
  readonly traces?: TraceFiles;
  /** Of the k6 scripts that the document names, as far as they are known. */
  readonly scripts?: ScriptDigests;
}

export interface PlanOutcome {
  /** Absent when there are errors. */
  readonly plan?: Plan;
  readonly diagnostics: readonly Diagnostic[];
}

/** Turns a document into a plan, or into everything that is wrong with it beyond its schema. Pure. */
export function makePlan(document: Scenario, source: ScenarioSource, settings: PlanSettings): PlanOutcome {
  const { scope, diagnostics } = createScope(document, source, settings.capabilities);
  const plan = liftPlan(scope, settings);
  return hasErrors(diagnostics) ? { diagnostics } : { plan, diagnostics };
}

function liftPlan(scope: Scope, settings: PlanSettings): Plan {
  const { document } = scope;
  const { seed, traces: files = new Map(), scripts = new Map() } = settings;
  const services = liftServices(scope);
  const edges = liftEdges(scope, services);
  const own = readProfiles(document.profiles ?? {});
  const traces = liftTraces(scope, files);
  const { courses, searches: found } = liftSearches(
    scope,
    liftCourses(scope, { edges, own: own.profiles, traces }),
  );
  const times = layOutSteps(
    scope,
    courses.map((stepCourses) => largestRtt(stepCourses)),
  );
  const links = liftLinks(scope, { courses, times, traces, files, seed });
  const loads = liftLoads(scope, { edges, times, scripts });
  const lifted = times.flatMap((stepTimes, index) => [
    ...liftExpectations(scope, index, stepTimes),
    ...liftSightings(scope, index),
  ]);
  const searches = planSearches(scope, { searches: found, lifted, loads, times });
  const judged = lifted.filter(({ step }) => document.steps[step]?.search === undefined);
  const events = times.flatMap((stepTimes, index) => liftEvents(scope, index, stepTimes, services));
  const guards = liftGuards(scope);
  const maxDuration = liftMaxDuration(scope, times.at(-1)?.end ?? 0);
  checkNames(scope);
  checkEdgeUse(scope, services);
  checkListenHost(scope, services, edges);
  checkReferences(scope, services, edges);
  checkRequests(scope);
  checkPrometheus(scope);
  checkExpectations(scope, lifted, { edges, loads });
  checkGuards(scope, guards, { edges, loads });
  checkSamples(scope, judged, { loads, links });
  checkOfferedBytes(scope, { edges, loads, links });
  checkProbedRates(scope, { edges, links, times });
  checkSomethingExpected(scope);
  checkShares(scope, lifted);
  checkComparedRates(scope, lifted, { loads, times });
  checkVisits(scope, edges, times);
  checkEvents(scope, events, { times, services });
  return {
    scenario: {
      name: document.name,
      ...(document.description !== undefined && { description: document.description }),
      version: document.version,
      ...(document.tags !== undefined && document.tags.length > 0 && { tags: document.tags }),
    },
    seed,
    stopOnFail: document['stop-on'] === 'fail',
    guards: guards.map(({ planned }) => planned),
    ...(maxDuration !== undefined && { maxDuration }),
    params: Object.fromEntries(
      Object.entries(document.params ?? {}).map(([name, param]) => [name, param.default]),
    ),
    services: startOrder(scope, services, edges),
    edges,
    loads,
    ...liftPrometheus(scope),
    steps: document.steps.map((step, index): PlannedStep => {
      const visit = liftVisit(scope, index, times[index]!);
      const search = searches[index];
      const happens = events.flatMap((event) => (event.step === index ? [event.planned] : []));
      return {
        name: step.name,
        ...(step.description !== undefined && { description: step.description }),
        ...times[index]!,
        links: links[index] ?? [],
        expectations: judged.filter((item) => item.step === index).map((item) => item.planned),
        ...(visit !== undefined && { visit }),
        ...(search !== undefined && { search }),
        ...(happens.length > 0 && { events: happens }),
      };
    }),
    duration: times.at(-1)?.end ?? 0,
  };
}
