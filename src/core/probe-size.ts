/** A small probe over a listener of the proxy, in bytes of payload. */
export const PROBE_BYTES = 16;

/** A small probe of a link of the kernel: a datagram's payload. */
export const PING_BYTES = 32;

/** What is around a payload on the wire, as the kernel counts it: Ethernet 14, IPv4 20, UDP 8. */
export const FRAME_HEADERS = 42;

/** What one small probe weighs on a link of the kernel. */
export const PING_FRAME: number = PING_BYTES + FRAME_HEADERS;
