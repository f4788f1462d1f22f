import { isIPv6 } from 'node:net';

export interface ConnectionLimitSettings {
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
}

/** Groups of an IPv6 address that name a network. A provider's customer has at least a /64, so can choose all other bits (RFC 6177). */
const NETWORK_GROUPS = 4;

/** Limits connections in total and per client network. Loopback addresses are only counted in the total. */
export class ConnectionLimits {
  private total = 0;
  private readonly byNetwork = new Map<string, number>();

  constructor(private readonly settings: ConnectionLimitSettings) {}

  /**
   * Counts a connection.
   * @param address of the client; undefined if it has disconnected already
   * @returns a function to call when the connection is closed, or a message if a limit is reached
   */
  admit(address = ''): (() => void) | string {
    const { maxConnections, maxConnectionsPerAddress } = this.settings;
    if (this.total >= maxConnections)
      return `The limit of ${maxConnections} connections (MAX_CONNECTIONS) is reached. Try again later.`;
    const network = networkOf(address);
    if (network !== undefined && this.countOf(network) >= maxConnectionsPerAddress) {
      return `The limit of ${maxConnectionsPerAddress} connections from ${network} (MAX_CONNECTIONS_PER_ADDRESS) is reached. Try again later.`;
    }
    this.count(network, 1);
    let isOpen = true;
    return () => {
      if (isOpen) this.count(network, -1);
      isOpen = false;
    };
  }

  private countOf(network: string): number {
    return this.byNetwork.get(network) ?? 0;
  }

  private count(network: string | undefined, change: 1 | -1): void {
    this.total += change;
    if (network === undefined) return;
    const count = this.countOf(network) + change;
    if (count > 0) this.byNetwork.set(network, count);
    else this.byNetwork.delete(network);
  }
}

/** Returns the network that an address is counted under: an IPv4 address, or the /64 of an IPv6 address. Undefined for loopback. */
export function networkOf(address: string): string | undefined {
  const ipv4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (ipv4 !== undefined) return ipv4.startsWith('127.') ? undefined : ipv4;
  if (address === '::1') return undefined;
  if (!isIPv6(address)) return address;
  const [head = [], tail = []] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  return `${[...head, ...zeros, ...tail].slice(0, NETWORK_GROUPS).join(':')}::/64`;
}
