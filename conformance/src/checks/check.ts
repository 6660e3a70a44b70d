import type { CheckContext } from '../context/context.ts';

/**
 * Checks one rule. Throws RuleViolation if the server breaks it, NotApplicable if there is nothing to check it on, and
 * Inconclusive if it could not be checked for another reason.
 */
export type Check = (context: CheckContext) => Promise<void>;
