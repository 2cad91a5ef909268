import { describe, expect, it } from 'vitest';

import { parseEvent, parseInspect, parseList } from '../../../../src/drivers/docker/parse.ts';
import { inspection, listLine } from '../../../helpers/containers.ts';

const NETWORKS = {
  lab: { NetworkID: 'n1', EndpointID: 'e1', IPAddress: '10.30.0.2', GlobalIPv6Address: 'fd30::2' },
  six: { NetworkID: 'n2', EndpointID: 'e2', IPAddress: '', GlobalIPv6Address: 'fd31::2' },
  detached: { NetworkID: 'n3', EndpointID: '', IPAddress: '', GlobalIPv6Address: '' },
};

describe('a described container', () => {
  it('has its networks with the addresses that there are', () => {
    const found = parseInspect(inspection({ id: 'abc', name: 'web', pid: 7, networks: NETWORKS }));
    expect(found).toMatchObject({
      id: 'abc',
      name: 'web',
      pid: 7,
      state: 'running',
      network: { kind: 'own' },
    });
    expect(found?.networks).toEqual([
      { name: 'lab', id: 'n1', endpoint: 'e1', ipv4: '10.30.0.2', ipv6: 'fd30::2' },
      { name: 'six', id: 'n2', endpoint: 'e2', ipv6: 'fd31::2' },
    ]);
  });

  it('has the ports that are published, and not those that are only exposed', () => {
    const ports = {
      '80/tcp': [
        { HostIp: '0.0.0.0', HostPort: '8080' },
        { HostIp: '::', HostPort: '8080' },
      ],
      '81/tcp': null,
      '53/udp': [{ HostIp: '127.0.0.1', HostPort: '5353' }],
      '9/sctp': [{ HostIp: '', HostPort: '9' }],
    };
    expect(parseInspect(inspection({ id: 'abc', name: 'web', ports }))?.published).toEqual([
      { port: 80, protocol: 'tcp', host: '0.0.0.0', hostPort: 8080 },
      { port: 80, protocol: 'tcp', host: '::', hostPort: 8080 },
      { port: 53, protocol: 'udp', host: '127.0.0.1', hostPort: 5353 },
    ]);
  });

  it.each([
    ['host', { kind: 'host' }],
    ['none', { kind: 'none' }],
    ['default', { kind: 'own' }],
    ['shop_default', { kind: 'own' }],
    ['container:f00', { kind: 'container', id: 'f00' }],
  ])('with the network mode %s lives accordingly', (mode, network) => {
    expect(parseInspect(inspection({ id: 'abc', name: 'web', mode }))?.network).toEqual(network);
    expect(parseList([listLine({ id: 'abc', name: 'web', mode })])[0]?.network).toEqual(network);
  });

  it.each([undefined, null, 'text', [], {}, { Id: 'abc' }, { Id: 'abc', State: { Pid: '7' } }])(
    'that is none is not understood: %j',
    (answer) => {
      expect(parseInspect(answer)).toBeUndefined();
    },
  );
});

describe('the list of containers', () => {
  it('leaves out what is no container', () => {
    const list = [listLine({ id: 'abc', name: 'web', labels: { role: 'api' } }), null, 7, { Names: ['/x'] }];
    expect(parseList(list)).toEqual([
      { id: 'abc', name: 'web', labels: { role: 'api' }, state: 'running', network: { kind: 'own' } },
    ]);
    expect(parseList({ message: 'no' })).toEqual([]);
  });
});

describe('an event', () => {
  it('of a container is about it, and one of a network about the container that was attached', () => {
    const start = { Type: 'container', Action: 'start', Actor: { ID: 'abc' } };
    expect(parseEvent(JSON.stringify(start))).toEqual({ action: 'start', id: 'abc' });
    const connect = {
      Type: 'network',
      Action: 'connect',
      Actor: { ID: 'n1', Attributes: { container: 'abc' } },
    };
    expect(parseEvent(JSON.stringify(connect))).toEqual({ action: 'connect', id: 'abc' });
  });

  it.each(['', '{"Type":"contai', '{}', 'null', '[]'])('that is none is left out: %s', (line) => {
    expect(parseEvent(line)).toBeUndefined();
  });
});
