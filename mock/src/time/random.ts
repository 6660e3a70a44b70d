/** MurmurHash3's finalizer: a one-to-one scattering of 32 bits. */
export function scatter(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Odd, and so one-to-one in 32 bits too when something is multiplied by it. */
export const STRIDE = 0x9e3779b9;

/** Numbers from 0 up to but not 1, the same for the same seed. */
export function seededRandom(seed: number): () => number {
  let drawn = 0;
  return () => scatter(scatter(seed) + Math.imul(++drawn, STRIDE)) / 2 ** 32;
}
