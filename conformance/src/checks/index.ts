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

/** The check of every rule. A rule without a check is a compile error. */
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

/** The checks of the list as a whole. They run when no other check is writing. */
export const exclusiveRules: ReadonlySet<RuleId> = new Set([
  'list-defaults',
  'list-pages-partition',
  'list-total-is-every-record',
  'list-order-is-stable',
  'list-past-the-end-is-empty',
]);

/** The rules whose checks depend on timing or on random choices, so that a server which breaks them may pass by luck. */
export const rulesOfChance: ReadonlySet<RuleId> = new Set([
  'one-active-under-race',
  'code-is-unique-under-race',
  'deactivate-under-race',
  'delete-under-race',
  'any-sequence-agrees-with-the-model',
]);
