import type { DriverCapabilities } from '../../src/impairment/capability.ts';

export { DRIVER_CAPABILITIES as SHIPPED_CAPABILITIES } from '../../src/cli/driver-capabilities.ts';

/** Of drivers that can do everything and have nothing to say about it. */
export const UNLIMITED_CAPABILITIES: DriverCapabilities = { proxy: () => [], tc: () => [], docker: () => [] };
