/** The finalizer of MurmurHash3: maps 32 bits to 32 bits, one-to-one and as if by chance. */
export function scatter(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** An odd number, so that multiplying by it is one-to-one on 32 bits. */
export const STRIDE = 0x9e3779b9;

/** The random number at a position, counted from 1, among those that a seed decides: from 0 to 1, without 1. */
export const randomAt = (seed: number, position: number): number =>
  scatter(scatter(seed) + Math.imul(position, STRIDE)) / 2 ** 32;
