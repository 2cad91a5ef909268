import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import {
  namespaceLabel,
  type NetworkInterface,
  type NetworkNamespace,
} from '../../core/network-interface.ts';
import { suggestionHint } from '../../core/suggest.ts';
import { notLinux } from '../../drivers/tc/driver.ts';
import { listDevices } from '../../drivers/tc/survey.ts';
import { locate, type InterfaceRef } from '../../exec/network/namespace.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';

/** What an impairment by hand is about. */
export interface Target {
  /** As a person writes it. */
  readonly name: string;
  readonly interfaces: readonly InterfaceRef[];
}

const PID = /^pid:(\d+)$/;

/** Reads `eth1`, `eth1@NAMESPACE` or `eth1@pid:NUMBER`. */
export function parseInterface(text: string): NetworkInterface {
  const at = text.lastIndexOf('@');
  if (at < 0) return { netns: 'host', device: text };
  const place = text.slice(at + 1);
  const pid = PID.exec(place)?.[1];
  const netns: NetworkNamespace = pid === undefined ? { name: place } : { pid: Number(pid) };
  return { netns, device: text.slice(0, at) };
}

/** The inverse of `parseInterface`. */
export function formatInterface({ netns, device }: NetworkInterface): string {
  if (netns === 'host') return device;
  return `${device}@${'name' in netns ? netns.name : `pid:${netns.pid}`}`;
}

/**
 * Finds what a person has named.
 * @throws SquallError `no-such-interface`, `no-such-namespace`, or as `listDevices`, exit code 3.
 */
export async function findTarget(name: string, run: RunTool): Promise<Target> {
  if (process.platform !== 'linux') throw notLinux();
  const at = await locate(parseInterface(name));
  const devices = await listDevices(run, at);
  if (!devices.includes(at.device)) throw unknownInterface(at, devices);
  return { name: formatInterface(at), interfaces: [at] };
}

function unknownInterface(at: NetworkInterface, devices: readonly string[]): SquallError {
  const others = devices.filter((device) => device !== 'lo');
  const place = namespaceLabel(at.netns);
  return new SquallError('no-such-interface', `there is no interface \`${at.device}\` in ${place}`, {
    hint: suggestionHint(at.device, others) ?? `${place} has none but the loopback`,
    exitCode: EXIT_CODES.environment,
  });
}
