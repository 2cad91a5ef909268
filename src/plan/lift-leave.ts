import type { InterfaceDocument } from '../scenario/document.gen.ts';
import type { InterfaceLeave } from './plan.ts';

/** What the scenario lets a driver do to an interface that is there already: nothing unless it says so. */
export function liftLeave({ replace = false, allow = false }: InterfaceDocument = {}): InterfaceLeave {
  return { replace, allow };
}
