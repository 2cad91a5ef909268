/**
 * The public API: run a scenario from code, bring a driver or a load generator of your own. Everything else is
 * internal and may change in any release.
 */
export { systemClock, type Clock } from './core/clock.ts';
export type { Diagnostic } from './core/diagnostic.ts';
export { SquallError } from './core/errors.ts';
export type { RunEvent, StampedEvent } from './core/events.ts';
export type { RunResult } from './core/result.gen.ts';
export type { Driver, InstalledLink, LinkSpec } from './drivers/driver.ts';
export { createProxyDriver } from './drivers/proxy/driver.ts';
export { runScenario, type RunOutcome } from './engine/run-scenario.ts';
export type { RunRequest } from './engine/context.ts';
export type { Impairment } from './impairment/model.ts';
export { createBuiltinGenerator } from './load/builtin/generator.ts';
export { createCommandGenerator } from './load/command/generator.ts';
export { createLoadGenerator } from './load/generator.ts';
export { createK6Generator } from './load/k6/generator.ts';
export type { LoadGenerator, LoadSink, LoadSpec } from './load/load.ts';
export { makePlan } from './plan/make-plan.ts';
export type { Plan } from './plan/plan.ts';
export { renderHtml } from './report/html/page.ts';
export { renderJunit } from './report/junit/render.ts';
export { loadScenario } from './scenario/load-scenario.ts';
export { parseScenario } from './scenario/parse-scenario.ts';
