/** An IP address: its bits from the left, in 16-bit groups (two for IPv4, eight for IPv6). */
export type Address = readonly number[];

/** A block of addresses in CIDR notation (RFC 4632, RFC 4291). */
export interface Network {
  readonly address: Address;
  readonly bits: number;
}

/** Reads an IPv4 or IPv6 address; undefined for anything else. */
export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

/**
 * Reads `203.0.113.0/24`, `2001:db8::/32`, or an address alone, which is a block of one. Undefined for anything else,
 * also where the prefix is longer than the address.
 */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) {
    return undefined;
  }
  const width = address.length * 16;
  if (slash < 0) {
    return { address, bits: width };
  }
  const bits = text.slice(slash + 1);
  return /^\d{1,3}$/.test(bits) && Number(bits) <= width ? { address, bits: Number(bits) } : undefined;
}

/** Whether the address lies in the block; an IPv4 address lies in no IPv6 block. */
export function inNetwork(address: Address, network: Network): boolean {
  if (address.length !== network.address.length) {
    return false;
  }
  return address.every((group, i) => {
    const bits = Math.min(16, Math.max(0, network.bits - i * 16));
    return group >> (16 - bits) === (network.address[i] ?? 0) >> (16 - bits);
  });
}

function parseV4(text: string): Address | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [a = 0, b = 0, c = 0, d = 0] = match.slice(1).map(Number);
  return [a, b, c, d].every(n => n <= 255) ? [a * 256 + b, c * 256 + d] : undefined;
}

function parseV6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) {
    return undefined;
  }
  const [head, tail] = halves.map(readGroups);
  if (head === undefined || (halves.length === 2 && tail === undefined)) {
    return undefined;
  }
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 1 ? missing !== 0 : missing < 1) {
    return undefined;
  }
  return [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])];
}

function readGroups(text: string): number[] | undefined {
  if (text === '') {
    return [];
  }
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (i === parts.length - 1 && part.includes('.')) {
      const v4 = parseV4(part);
      if (v4 === undefined) {
        return undefined;
      }
      groups.push(...v4);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups.length <= 8 ? groups : undefined;
}
