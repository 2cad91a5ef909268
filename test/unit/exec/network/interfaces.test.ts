import { describe, expect, it } from 'vitest';

import { parseInterfaces } from '../../../../src/exec/network/interfaces.ts';

/** As `ip -j -d address show` of iproute2 6.1 prints it in a container, shortened. */
const INSIDE = JSON.stringify([
  {
    ifindex: 1,
    ifname: 'lo',
    link_type: 'loopback',
    addr_info: [{ family: 'inet', local: '127.0.0.1', prefixlen: 8 }],
  },
  {
    ifindex: 8,
    link_index: 9,
    ifname: 'eth0',
    link_netnsid: 0,
    linkinfo: { info_kind: 'veth' },
    addr_info: [
      { family: 'inet', local: '10.30.0.2', prefixlen: 24 },
      { family: 'inet6', local: 'fd30::2', prefixlen: 64, nodad: true },
      {},
    ],
  },
  {},
]);

describe('the interfaces of a namespace', () => {
  it('have their addresses of both families, and the index of the other end where that is elsewhere', () => {
    expect(parseInterfaces(INSIDE)).toEqual([
      { device: 'lo', index: 1, kind: '', addresses: ['127.0.0.1'] },
      { device: 'eth0', index: 8, kind: 'veth', addresses: ['10.30.0.2', 'fd30::2'], peerIndex: 9 },
    ]);
  });

  it('are none where ip prints nothing', () => {
    expect(parseInterfaces('')).toEqual([]);
  });
});
