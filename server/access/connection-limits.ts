import { isIPv6 } from 'node:net';

export interface ConnectionLimitSettings {
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
}

/** Of an IPv6 address: a customer of a provider has at least the rest to choose from (RFC 6177). */
const NETWORK_GROUPS = 4;

/** Counts connections, in total and by the address that they come from. Loopback addresses have no limit of their own. */
export class ConnectionLimits {
  private total = 0;
  private readonly byNetwork = new Map<string, number>();

  constructor(private readonly settings: ConnectionLimitSettings) {}

  /**
   * Counts a connection until the function that is returned is called. A text says why there must not be another one.
   * @param address of the client; undefined if it has left already
   */
  admit(address = ''): (() => void) | string {
    const { maxConnections, maxConnectionsPerAddress } = this.settings;
    if (this.total >= maxConnections) return `There are ${maxConnections} connections already (MAX_CONNECTIONS).`;
    const network = networkOf(address);
    if (network !== undefined && this.of(network) >= maxConnectionsPerAddress) {
      return `There are ${maxConnectionsPerAddress} connections from ${network} already (MAX_CONNECTIONS_PER_ADDRESS).`;
    }
    this.count(network, 1);
    let isOpen = true;
    return () => {
      if (isOpen) this.count(network, -1);
      isOpen = false;
    };
  }

  private of(network: string): number {
    return this.byNetwork.get(network) ?? 0;
  }

  private count(network: string | undefined, change: 1 | -1): void {
    this.total += change;
    if (network === undefined) return;
    const count = this.of(network) + change;
    if (count > 0) this.byNetwork.set(network, count);
    else this.byNetwork.delete(network);
  }
}

/** What is counted together: an IPv4 address, or the first half of an IPv6 address. Undefined for loopback addresses. */
export function networkOf(address: string): string | undefined {
  const ipv4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (ipv4 !== undefined) return ipv4.startsWith('127.') ? undefined : ipv4;
  if (address === '::1') return undefined;
  if (!isIPv6(address)) return address;
  const [head = [], tail = []] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  return `${[...head, ...zeros, ...tail].slice(0, NETWORK_GROUPS).join(':')}::/64`;
}
