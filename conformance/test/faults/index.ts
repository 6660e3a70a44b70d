import { creating } from './creating.ts';
import { deactivating } from './deactivating.ts';
import { deleting } from './deleting.ts';
import type { Fault } from './fault.ts';
import { http } from './http.ts';
import { listing } from './listing.ts';
import { reading } from './reading.ts';
import { shapes } from './shapes.ts';
import { theActiveCode } from './the-active-code.ts';
import { theCodeString } from './the-code-string.ts';
import { wholeBehaviour } from './whole-behaviour.ts';

/** Every fault, in the order of the contract's headings. */
export const faults: readonly Fault[] = [
  ...shapes,
  ...listing,
  ...reading,
  ...creating,
  ...theActiveCode,
  ...theCodeString,
  ...deactivating,
  ...deleting,
  ...http,
  ...wholeBehaviour,
];
