import { line, type BatchLine } from '../../exec/network/batch.ts';
import { INGRESS_HANDLE } from '../../exec/network/handles.ts';
import { REDIRECT_PREFS } from '../../exec/network/undo-ingress.ts';

/** For `ip -batch`: the device that incoming packets are sent through. */
export function deviceLines(device: string): BatchLine[] {
  return [line`link add name ${device} type ifb`, line`link set dev ${device} up`];
}

/** Sends what comes in at `device` through `to`: IPv4 and IPv6, and neither ARP nor what is not IP. */
export function redirectLines(device: string, to: string): BatchLine[] {
  const [ip = '', ipv6 = ''] = REDIRECT_PREFS;
  const filter = line`filter add dev ${device} parent ${INGRESS_HANDLE}`;
  const redirect = line`u32 match u32 0 0 action mirred egress redirect dev ${to}`;
  return [
    line`qdisc add dev ${device} handle ${INGRESS_HANDLE} ingress`,
    line`${filter} protocol ip pref ${ip} ${redirect}`,
    line`${filter} protocol ipv6 pref ${ipv6} ${redirect}`,
  ];
}
