import type { CheckContext } from '../context/context.ts';

/** Holds a server to one rule. Throws a Finding where the server breaks it, Undecided where it could not be exercised. */
export type Check = (context: CheckContext) => Promise<void>;
