import { describe, expect, it } from 'vitest';

import { hostAddress, type FoundContainer } from '../../../../src/drivers/docker/container-engine.ts';
import { addressesOf, farKey, nearKey, sharedNetwork } from '../../../../src/drivers/docker/way.ts';
import { foundContainer, labNetwork } from '../../../helpers/containers.ts';

const OTHER = labNetwork({ name: 'other', id: 'other-id', endpoint: 'endpoint-9', ipv4: '10.31.0.2' });
const WEB = foundContainer('web', { networks: [OTHER, labNetwork()] });
const API = foundContainer('api', {
  networks: [labNetwork({ ipv4: '10.30.0.3', ipv6: 'fd30::3', endpoint: 'endpoint-2' })],
});

describe('two containers', () => {
  it('talk over the network that both are on, wherever it stands', () => {
    const { near, far } = sharedNetwork(WEB, API);
    expect(near.ipv4).toBe('10.30.0.2');
    expect(addressesOf(far)).toEqual(['10.30.0.3', 'fd30::3']);
  });

  it.each([
    [
      'on no common network',
      WEB,
      { ...API, networks: [labNetwork({ id: 'third', name: 'third' })] },
      'no-shared-network',
    ],
    ['on two common networks', WEB, { ...API, networks: [OTHER, labNetwork()] }, 'several-networks'],
    ['in one namespace', { ...WEB, companions: ['api'] }, API, 'containers-share-namespace'],
    ['that are one', WEB, WEB, 'containers-share-namespace'],
    ['of which one has no network', WEB, { ...API, networks: [] }, 'container-without-network'],
    [
      'of which one is on none',
      { ...WEB, network: { kind: 'none' } as const },
      API,
      'container-without-network',
    ],
    [
      'of which one is the host',
      { ...WEB, network: { kind: 'host' } as const },
      API,
      'container-host-network',
    ],
    [
      'of which one asks the host',
      WEB,
      { ...API, network: { kind: 'host' } as const },
      'container-host-network',
    ],
  ])('%s are refused', (_which, from, to, code) => {
    expect(() => sharedNetwork(from, to)).toThrow(expect.objectContaining({ code, exitCode: 3 }));
  });

  it('are others after a restart, and elsewhere at another address or endpoint', () => {
    const before = sharedNetwork(WEB, API);
    const restarted = sharedNetwork({ ...WEB, namespace: 'web-id second' }, API);
    expect(nearKey(restarted)).not.toBe(nearKey(before));
    expect(farKey(restarted)).toBe(farKey(before));
    const attached = { ...WEB, networks: [labNetwork({ endpoint: 'endpoint-3' })] };
    expect(nearKey(sharedNetwork(attached, API))).not.toBe(nearKey(before));
    const moved = sharedNetwork(WEB, { ...API, networks: [labNetwork({ ipv4: '10.30.0.9' })] });
    expect(farKey(moved)).not.toBe(farKey(before));
    expect(nearKey(moved)).toBe(nearKey(before));
    // It lives in the namespace of a container that has not restarted.
    const sidecar = sharedNetwork({ ...WEB, startedAt: 'second' }, { ...API, startedAt: 'second' });
    expect([nearKey(sidecar), farKey(sidecar)]).toEqual([nearKey(before), farKey(before)]);
    const another = sharedNetwork({ ...WEB, networks: [labNetwork()] }, API);
    expect(nearKey(another)).toBe(nearKey(before));
  });
});

function publishedAt(host: string): FoundContainer {
  return {
    ...API,
    published: [
      { port: 8080, protocol: 'udp', host: '0.0.0.0', hostPort: 1 },
      { port: 8080, protocol: 'tcp', host, hostPort: 32_768 },
    ],
  };
}

describe('a port of a container', () => {
  it.each([
    ['0.0.0.0', '127.0.0.1'],
    ['::', '::1'],
    ['192.0.2.7', '192.0.2.7'],
  ])('that is published at %s is reached at %s', (bound, host) => {
    expect(hostAddress(publishedAt(bound), 8080, 'http')).toEqual({ host, port: 32_768 });
  });

  it('that is not published is reached at the address of the container', () => {
    expect(hostAddress(publishedAt('0.0.0.0'), 9090, 'tcp')).toEqual({ host: '10.30.0.3', port: 9090 });
    const six = { ...API, networks: [{ name: 'lab', id: 'lab-id', endpoint: 'e', ipv6: 'fd30::3' }] };
    expect(hostAddress(six, 53, 'udp')).toEqual({ host: 'fd30::3', port: 53 });
  });
});
