import type { Operation } from './history.ts';

/** A record as an answer shows it. Pairs, codes and ids are compared byte for byte. */
export interface SeenRecord {
  readonly id: string;
  readonly pair: string;
  readonly code: string;
  readonly status: 'active' | 'inactive';
  /** The instant of its deactivation; null while it is active. */
  readonly deactivatedAt: string | null;
}

export type RecordInput =
  | { readonly do: 'create'; readonly pair: string; readonly code: string }
  | { readonly do: 'get' | 'deactivate' | 'delete'; readonly id: string }
  | { readonly do: 'active'; readonly pair: string }
  | { readonly do: 'lookup'; readonly code: string }
  | { readonly do: 'list' };

/**
 * What was answered: a record, the records of a list, `deleted`, `absent` for a 404, or `refused` for any other 4xx.
 * Whatever leaves open whether the operation took effect, such as a 5xx, is no output.
 */
export type RecordOutput = SeenRecord | readonly SeenRecord[] | 'deleted' | 'absent' | 'refused';

export type RecordOperation = Operation<RecordInput, RecordOutput>;

export const isRecord = (output: RecordOutput): output is SeenRecord => typeof output === 'object' && 'id' in output;

/** The records that an answer shows. */
export const recordsOf = (output: RecordOutput | undefined): readonly SeenRecord[] => {
  if (output === undefined || typeof output === 'string') return [];
  return isRecord(output) ? [output] : output;
};
