import type { RuleId } from '@referral-codes/sdk/contract';
import type { Check } from './check.ts';
import { creating } from './creating.ts';
import { deactivating } from './deactivating.ts';
import { deleting } from './deleting.ts';
import { http } from './http.ts';
import { listing } from './listing.ts';
import { reading } from './reading.ts';
import { shapes } from './shapes.ts';
import { theActiveCode } from './the-active-code.ts';
import { theCodeString } from './the-code-string.ts';
import { wholeBehaviour } from './whole-behaviour.ts';

/** Every rule's check. A rule without one does not compile. */
export const checks = {
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
} satisfies Record<RuleId, Check>;

/** The checks that look at the list as a whole: they run when no other of ours is writing. */
export const alone: ReadonlySet<RuleId> = new Set([
  'list-defaults',
  'list-pages-partition',
  'list-total-is-every-record',
  'list-order-is-stable',
  'list-past-the-end-is-empty',
]);
