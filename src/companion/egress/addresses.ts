/** Which IP addresses are on the public internet. All others are refused, whatever host name led to them. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Special-purpose IPv4 (RFC 6890 and its registry), multicast, reserved, and one cloud's metadata address. */
const V4: readonly [net: string, bits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Special ranges within the global unicast block 2000::/3: Teredo and similar, documentation, 6to4. */
const V6: readonly [net: string, bits: number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [net, bits] of V4) special.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of V6) special.addSubnet(net, bits, 'ipv6');
const unicast = new BlockList();
unicast.addSubnet('2000::', 3, 'ipv6');

/** An interface id that carries an IPv4 address (ISATAP): `…:0:5efe:a.b.c.d` or `…:200:5efe:…`. */
const ISATAP = /(?:^|:)(?:0{0,4}|2|0?200):0*5efe:[^:]+(?::[^:]+)?$/i;

/**
 * Whether a connection to this resolved address is allowed. Refuses every form of IPv6 that carries an IPv4 address
 * (mapped, compatible, NAT64, 6to4, Teredo, ISATAP).
 */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%') || address.includes('.')) return false;
  if (ISATAP.test(address)) return false;
  return unicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
