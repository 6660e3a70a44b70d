import type { Groups } from './cli.ts';
import { conformance } from './conformance.ts';
import { mock } from './mock.ts';
import { sdk } from './sdk.ts';

/** All mutations. */
export const groups: Groups = { sdk, mock, conformance };
