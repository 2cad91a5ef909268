import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { isRecord } from '../../core/is-record.ts';
import { interfaceLabel, type NetworkInterface } from '../../core/network-interface.ts';
import { explainRefusal, noSuchInterface, noSuchNamespace } from '../../exec/network/errors.ts';
import { enterNamespace, type InterfaceRef } from '../../exec/network/namespace.ts';
import { readList } from '../../exec/network/read-list.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';

/** What `ip -j -d link show` tells of a device. */
interface Device {
  readonly name: string;
  /** `veth`, `vlan`, `bridge`, ...; empty for hardware. */
  readonly kind: string;
  /** The bridge or bond that it is a port of. */
  readonly master?: string;
  /** The device that it is made from. */
  readonly lower?: string;
}

/** Those of the namespace that we run in, by each of their names. */
type Devices = ReadonlyMap<string, Device>;

/** Devices whose packets this machine cannot do without, and why. */
type Lifelines = ReadonlyMap<string, string>;

/** The other side of a virtual pair is somebody's own, also where the bridge that it hangs on carries the default route. */
const PRIVATE_KINDS: ReadonlySet<string> = new Set(['veth', 'tun']);

export interface GuardOptions {
  readonly run: RunTool;
  /** SSH_CONNECTION of the session, where there is one: `CLIENT PORT SERVER PORT`. */
  readonly sshConnection?: string;
}

/**
 * Never the loopback, where every packet passes twice and everything of the machine meets; never what carries the session or the
 * default route of the namespace that we run in, unless that is named with `allow`.
 * @throws SquallError `guarded-interface`, `no-such-interface` or as `explainRefusal`, exit code 3.
 */
export async function checkGuards(
  targets: readonly { readonly at: InterfaceRef; readonly allow: boolean }[],
  options: GuardOptions,
): Promise<void> {
  // Asked for once, however many targets there are: the start of a tool is what costs.
  let known: { readonly devices: Devices; readonly lifelines: Lifelines } | undefined;
  for (const { at, allow } of targets) {
    if (at.device === 'lo')
      throw guarded(at, 'it is the loopback, where everything on a machine meets', false);
    checkName(at);
    const enter = await enterNamespace(at);
    if (enter === undefined) throw noSuchNamespace(at);
    // Whether it is there shows in the first look at its qdiscs.
    if (allow || enter.length > 0) continue;
    known ??= { devices: await listDevices(options.run, at), lifelines: await findLifelines(options) };
    const device = known.devices.get(at.device);
    if (device === undefined) throw noSuchInterface(at);
    const why = reasonToSpare(device, known.lifelines, known.devices);
    if (why !== undefined) throw guarded(at, why, true);
  }
}

function reasonToSpare(device: Device, lifelines: Lifelines, devices: Devices): string | undefined {
  const direct = lifelines.get(device.name);
  if (direct !== undefined) return direct;
  if (device.master !== undefined && !PRIVATE_KINDS.has(device.kind)) {
    const through = lifelines.get(device.master);
    if (through !== undefined) return `it is a port of \`${device.master}\`: ${through}`;
  }
  for (const [name, why] of lifelines) {
    if (devices.get(name)?.lower === device.name) return `\`${name}\` is made from it: ${why}`;
  }
  return undefined;
}

async function findLifelines({ run, sshConnection }: GuardOptions): Promise<Lifelines> {
  const lifelines = new Map<string, string>();
  for (const family of ['-4', '-6']) {
    for (const device of await routeDevices(run, [family, 'route', 'show', 'default'])) {
      lifelines.set(device, 'it carries the default route');
    }
  }
  const [client] = sshConnection?.split(' ') ?? [];
  if (client === undefined || client === '') return lifelines;
  // Link-local clients are written with their zone.
  for (const device of await routeDevices(run, ['route', 'get', client.replace(/%.*/, '')])) {
    lifelines.set(device, 'it carries your SSH session');
  }
  return lifelines;
}

/** No route is an error to `ip route get`, and a kernel without IPv6 is one to `ip -6`: neither carries anything. */
async function routeDevices(run: RunTool, words: readonly string[]): Promise<string[]> {
  const { exitCode, stdout } = await run(['ip', '-j', ...words]);
  if (exitCode !== 0) return [];
  return parseList(stdout).flatMap((route) => {
    const hops = Array.isArray(route['nexthops']) ? route['nexthops'].filter(isRecord) : [];
    return [route, ...hops].flatMap(({ dev }) => (typeof dev === 'string' ? [dev] : []));
  });
}

/** The kernel takes no other name, and to ip a minus begins an option. */
function checkName(at: NetworkInterface): void {
  if (!/^[^\s/"'#\\-][^\s/"'#\\]{0,14}$/.test(at.device)) throw noSuchInterface(at);
}

async function listDevices(run: RunTool, at: NetworkInterface): Promise<Devices> {
  const words = ['ip', '-j', '-d', 'link', 'show'];
  const { exitCode, stdout, stderr } = await run(words);
  if (exitCode !== 0) throw explainRefusal(stderr, { at, doing: 'list the interfaces beside', words });
  return new Map(
    parseList(stdout).flatMap(({ ifname: name, altnames, master, link, linkinfo }) => {
      // ip lists an interface that it does not tell about as an empty object.
      if (typeof name !== 'string') return [];
      const kind = isRecord(linkinfo) ? linkinfo['info_kind'] : undefined;
      const device: Device = {
        name,
        kind: typeof kind === 'string' ? kind : '',
        ...(typeof master === 'string' && { master }),
        ...(typeof link === 'string' && { lower: link }),
      };
      const others = Array.isArray(altnames) ? altnames : [];
      return [name, ...others].map((each) => [String(each), device] as const);
    }),
  );
}

function parseList(json: string): Readonly<Record<string, unknown>>[] {
  return readList('ip', json).filter(isRecord);
}

function guarded(at: NetworkInterface, why: string, canAllow: boolean): SquallError {
  return new SquallError('guarded-interface', `${interfaceLabel(at)} is not impaired: ${why}`, {
    hint: canAllow
      ? 'name another interface, or write `allow: true` into the `on` of the edge (by hand, `--allow`) if you can do without it'
      : 'put the two ends into namespaces of their own, or use the driver `proxy`',
    exitCode: EXIT_CODES.environment,
  });
}
