/** A network namespace as a person names it: the one that this program runs in, one of `ip netns`, or that of a process. */
export type NetworkNamespace = 'host' | { readonly name: string } | { readonly pid: number };

/** A network device where it lives; the same name can be in every namespace. */
export interface NetworkInterface {
  readonly netns: NetworkNamespace;
  readonly device: string;
}

/** As in "`eth0` in the network namespace `cart`". */
export function interfaceLabel({ netns, device }: NetworkInterface): string {
  return netns === 'host' ? `\`${device}\`` : `\`${device}\` in ${namespaceLabel(netns)}`;
}

export function namespaceLabel(netns: NetworkNamespace): string {
  if (netns === 'host') return 'the network namespace of this program';
  if ('name' in netns) return `the network namespace \`${netns.name}\``;
  return `the network namespace of process ${netns.pid}`;
}
