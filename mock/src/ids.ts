import { examples } from '@referral-codes/sdk/contract';

/** Where ids come from. */
export type IdSource = () => string;

const [PREFIX, DIGITS] = examples.createCode.response.id.split('_') as [string, string];
const FIRST = Number.parseInt(DIGITS, 16);
const STRIDE = 0x9e3779b9;

/**
 * The ids of a seed: the same for the same seed, none twice in 2³² draws, the first always the documented one, so that
 * a mock with no record of that id answers the documented request with the documented response.
 */
export function seededIds(seed = 0): IdSource {
  let drawn = 0;
  const start = scatter(seed);
  return () => {
    // `scatter` and the stride (odd) are both one-to-one on 32 bits, so no two draws agree.
    const number = (FIRST ^ start ^ scatter(seed + Math.imul(drawn, STRIDE))) >>> 0;
    drawn = (drawn + 1) >>> 0;
    return `${PREFIX}_${number.toString(16).padStart(DIGITS.length, '0')}`;
  };
}

/** MurmurHash3's finalizer: a one-to-one scattering of 32 bits. */
function scatter(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
