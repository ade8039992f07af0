/** Ids for what an edit adds and refers to again in the same edit. */

/**
 * A UUID of version 7 (RFC 9562, 5.7): 48 bits of milliseconds since 1970, then chance, with the version and the
 * variant in their places.
 *
 * @param now milliseconds since 1970
 * @param chance 10 random bytes
 */
export function uuid7(
  now: number = Date.now(),
  chance: Uint8Array = crypto.getRandomValues(new Uint8Array(10)),
): string {
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
  bytes.set(chance, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
