import { systemClock } from '../core/clock.ts';
import { createBuiltinGenerator } from '../load/builtin/generator.ts';
import { createCommandGenerator } from '../load/command/generator.ts';
import { createLoadGenerator } from '../load/generator.ts';
import { createK6Generator } from '../load/k6/generator.ts';
import type { LoadGenerator } from '../load/load.ts';

/** Those that the command line comes with. */
export function shippedLoad(): LoadGenerator {
  return createLoadGenerator({
    builtin: createBuiltinGenerator({ thread: true }),
    k6: createK6Generator(systemClock),
    command: createCommandGenerator(systemClock),
  });
}
