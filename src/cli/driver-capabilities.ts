import { capabilitiesOfProxy } from '../drivers/proxy/capabilities.ts';
import { capabilitiesOfTc } from '../drivers/tc/capabilities.ts';
import type { DriverCapabilities } from '../impairment/capability.ts';

/** What the planner asks of each driver that the command line comes with; apart from them, because planning needs no driver. */
export const DRIVER_CAPABILITIES: DriverCapabilities = {
  proxy: capabilitiesOfProxy,
  tc: capabilitiesOfTc,
  docker: capabilitiesOfTc,
};
