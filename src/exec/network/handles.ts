/**
 * How to recognise in the kernel what is ours. Majors and minors are hexadecimal to tc; `ffff:` is the ingress, and the kernel
 * hands out 8001: and up by itself.
 */

/** The root of every tree of ours: `Sq`. */
export const ROOT_HANDLE = '5371:';

/** The class of the packets that no edge impairs. */
export const CLEAN_CLASS = '5371:1';

export const INGRESS_HANDLE = 'ffff:';

/** Begins the name of every device of ours; 8 more characters fit into the kernel's 15. */
export const DEVICE_PREFIX = 'squall-';

/** prio has sixteen bands, and one is clean. */
export const MOST_SLOTS = 15;

const FIRST_NETEM = 0x5372;

/** The class of slot 0, 1, ...: class 1 is the clean one. */
export function slotClass(slot: number): string {
  return `${ROOT_HANDLE}${(slot + 2).toString(16)}`;
}

/** The handle of the netem in that class. */
export function slotHandle(slot: number): string {
  return `${(FIRST_NETEM + slot).toString(16)}:`;
}
