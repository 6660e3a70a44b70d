/** The finalizer of MurmurHash3: maps 32 bits to 32 bits, one-to-one and as if by chance. */
export function scatter(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** An odd number, so that multiplying by it is one-to-one on 32 bits. */
export const STRIDE = 0x9e3779b9;

/** Returns a function like Math.random whose numbers the seed decides. */
export function seededRandom(seed: number): () => number {
  let drawn = 0;
  return () => scatter(scatter(seed) + Math.imul(++drawn, STRIDE)) / 2 ** 32;
}
