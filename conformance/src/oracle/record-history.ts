import { connectedParts } from './connected-parts.ts';
import type { Model } from './history.ts';
import { isRecord, type RecordInput, type RecordOutput, recordsOf, type SeenRecord } from './record-operation.ts';

/** A record of the model. Its id and the time of its deactivation are undefined until an answer shows them. */
interface KnownRecord {
  readonly id: string | undefined;
  readonly pair: string;
  readonly code: string;
  readonly status: 'active' | 'inactive' | 'deleted';
  readonly deactivatedAt: string | null | undefined;
}

/** What the contract leaves open; undefined until an answer shows it, and the same from then on. */
interface Choices {
  /** Whether a create for a pair with an active code is refused, or what it makes of that code's record. */
  readonly activeConflict?: 'refuse' | 'inactive' | 'deleted';
  /** Whether the code of a deleted record can be used again. */
  readonly deletedCode?: 'free' | 'reserved';
}

export interface RecordState {
  readonly records: readonly KnownRecord[];
  readonly choices: Choices;
}

/** The rules for records as a sequential model, written apart from every server. */
export const recordModel: Model<RecordState, RecordInput, RecordOutput> = {
  init: () => ({ records: [], choices: {} }),
  key: ({ records, choices }) => JSON.stringify([records.map((record) => JSON.stringify(record)).sort(), choices]),
  step(state, input, output) {
    if (input.do === 'create') return create(state, input, output);
    if (input.do === 'delete') return remove(state, input.id, output);
    if (input.do === 'deactivate') return deactivate(state, input.id, output);
    return read(state, input, output);
  },
  partition: connectedParts,
};

type Create = Extract<RecordInput, { do: 'create' }>;

function create(state: RecordState, input: Create, output: RecordOutput | undefined): RecordState[] {
  if (output === undefined) return [state, ...created(state, input, undefined)];
  if (typeof output === 'string') return output === 'deleted' ? [] : refused(state, input);
  if (!isRecord(output) || output.status !== 'active') return [];
  if (output.pair !== input.pair || output.code !== input.code) return [];
  return created(state, input, output.id);
}

/** Every way to accept the create. */
function created({ records, choices }: RecordState, { pair, code }: Create, id: string | undefined): RecordState[] {
  if (records.some((record) => record.status !== 'deleted' && (record.code === code || (id && record.id === id))))
    return [];
  const again = records.some((record) => record.code === code);
  if (again && choices.deletedCode === 'reserved') return [];
  const after: Choices = again ? { ...choices, deletedCode: 'free' } : choices;
  const added: KnownRecord = { id, pair, code, status: 'active', deactivatedAt: null };
  const active = records.find((record) => record.pair === pair && record.status === 'active');
  if (!active) return [{ records: [...records, added], choices: after }];
  return (['inactive', 'deleted'] as const)
    .filter((status) => (choices.activeConflict ?? status) === status)
    .map((status) => ({
      records: [...changed({ records, choices }, active, { status, deactivatedAt: undefined }).records, added],
      choices: { ...after, activeConflict: status },
    }));
}

/** Every reason to refuse the create. */
function refused(state: RecordState, { pair, code }: Create): RecordState[] {
  const { records, choices } = state;
  const owners = records.filter((record) => record.code === code);
  if (owners.some(({ status }) => status !== 'deleted')) return [state];
  const reasons: RecordState[] = [];
  const hasActive = records.some((record) => record.pair === pair && record.status === 'active');
  if (hasActive && (choices.activeConflict ?? 'refuse') === 'refuse')
    reasons.push({ records, choices: { ...choices, activeConflict: 'refuse' } });
  if (owners.length > 0 && (choices.deletedCode ?? 'reserved') === 'reserved')
    reasons.push({ records, choices: { ...choices, deletedCode: 'reserved' } });
  return reasons;
}

function deactivate(state: RecordState, id: string, output: RecordOutput | undefined): RecordState[] {
  const known = liveRecords(state).filter((record) => (record.id ?? id) === id);
  const after = known.map((record) =>
    record.status === 'inactive' ? state : changed(state, record, { status: 'inactive', deactivatedAt: undefined }),
  );
  if (output === undefined) return [state, ...after];
  // Another 4xx than 404 may be due to what happened at the same time; the rules on single requests judge it.
  if (output === 'refused') return [state];
  if (output === 'absent') return known.some((record) => record.id === id) ? [] : [state];
  return isRecord(output) && output.status === 'inactive' ? after.flatMap((next) => shown(next, output)) : [];
}

function remove(state: RecordState, id: string, output: RecordOutput | undefined): RecordState[] {
  const known = liveRecords(state).filter((record) => (record.id ?? id) === id);
  const after = known.map((record) => changed(state, record, { id, status: 'deleted', deactivatedAt: null }));
  if (output === undefined) return [state, ...after];
  if (output === 'refused') return [state];
  if (output === 'absent') return known.some((record) => record.id === id) ? [] : [state];
  if (output !== 'deleted') return [];
  // Whether deleting again is 200 or 404 is left open.
  const again = state.records.some((record) => record.id === id && record.status === 'deleted');
  return again ? [...after, state] : after;
}

function read(state: RecordState, input: RecordInput, output: RecordOutput | undefined): RecordState[] {
  if (output === undefined || output === 'refused') return [state];
  if (input.do === 'list') {
    let states = [state];
    for (const record of recordsOf(output)) states = states.flatMap((at) => shown(at, record));
    return states;
  }
  const answers = (record: KnownRecord | SeenRecord): boolean => {
    if ('code' in input) return record.code === input.code;
    if ('pair' in input) return record.pair === input.pair && record.status === 'active';
    return 'id' in input && record.id === input.id;
  };
  if (output === 'absent') return liveRecords(state).some(answers) ? [] : [state];
  return isRecord(output) && answers(output) ? shown(state, output) : [];
}

/** The states in which the record can be seen like this; what was not known of it is known from then on. */
function shown(state: RecordState, seen: SeenRecord): RecordState[] {
  return liveRecords(state)
    .filter(({ id, deactivatedAt, pair, code, status }) => {
      if (pair !== seen.pair || code !== seen.code || status !== seen.status) return false;
      return (id ?? seen.id) === seen.id && (deactivatedAt === undefined || deactivatedAt === seen.deactivatedAt);
    })
    .map((record) => changed(state, record, { id: seen.id, deactivatedAt: seen.deactivatedAt }));
}

const liveRecords = ({ records }: RecordState): KnownRecord[] => records.filter(({ status }) => status !== 'deleted');

const changed = (state: RecordState, record: KnownRecord, fields: Partial<KnownRecord>): RecordState => ({
  ...state,
  records: state.records.map((other) => (other === record ? { ...record, ...fields } : other)),
});
