import type { CheckContext } from '../context/context.ts';
import { findListed } from '../context/list-search.ts';
import { UnprovenOwnership } from '../errors.ts';
import { is2xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { CODES, Model, type ModelRecord, PAIRS, type Step } from '../oracle/model.ts';

/** Runs one sequence of steps on the server and on the model, with its own pairs and codes, and compares the two. */
export class ModelRun {
  /** Why a write was left out, if one was: it might have reached a record of another client. */
  unproven: UnprovenOwnership | undefined;
  readonly #context: CheckContext;
  readonly #model = new Model();
  readonly #pairs;
  readonly #codes;
  /** The codes that a create asked for. No record can have another one. */
  readonly #sentCodes = new Set<number>();

  constructor(context: CheckContext) {
    this.#context = context;
    this.#pairs = Array.from({ length: PAIRS }, () => context.freshPair());
    this.#codes = Array.from({ length: CODES }, () => context.freshCode());
  }

  async step(step: Step): Promise<void> {
    if (step.do === 'create') return this.#create(step.pair, step.code);
    if (step.do === 'active') return this.#expectActive(step.pair);
    if (step.do === 'lookup') return this.#expectLookup(step.code);
    const record = 'pair' in step ? this.#model.active(step.pair) : this.#model.record(step.record);
    if (!record) return;
    if (step.do === 'get') return this.#expectGet(record);
    try {
      await (step.do === 'delete' ? this.#delete(record) : this.#deactivate(record));
    } catch (error) {
      if (!(error instanceof UnprovenOwnership)) throw error;
      this.unproven = error;
    }
  }

  async #create(pair: number, code: number): Promise<void> {
    const required = this.#model.create(pair, code);
    this.#sentCodes.add(code);
    const response = await this.#context.create(this.#bodyOf(pair, code));
    if (required === 'accept') this.#context.expect2xx(response, 'a create for a free pair with a free code');
    if (required === 'refuse') return this.#context.expect4xx(response, 'a create with a taken code');
    if (!is2xx(response)) return;
    const replaced = this.#model.active(pair);
    if (replaced) replaced.status = is2xx(await this.#context.get(replaced.id)) ? 'inactive' : 'deleted';
    this.#model.records.push({ id: String(objectOf(response).id), pair, code, status: 'active' });
  }

  #bodyOf(pair: number, code: number) {
    return { mentor_id: '', org_id: '', ...this.#pairs[pair], code: this.#codes[code] ?? '' };
  }

  async #deactivate(record: ModelRecord): Promise<void> {
    const response = await this.#context.deactivateNow(record.id);
    if (record.status === 'deleted') return this.#context.expect4xx(response, 'deactivating a deleted record');
    if (record.status === 'active') this.#context.expect2xx(response, 'deactivating an active record');
    record.status = 'inactive';
  }

  async #delete(record: ModelRecord): Promise<void> {
    const response = await this.#context.delete(record.id);
    if (record.status !== 'deleted') this.#context.expect2xx(response, 'deleting a record');
    record.status = 'deleted';
  }

  /** Compares every read of the server with the model. */
  async expectAll(): Promise<void> {
    for (const record of this.#model.records) await this.#expectGet(record);
    for (let pair = 0; pair < PAIRS; pair += 1) await this.#expectActive(pair);
    for (const code of this.#sentCodes) await this.#expectLookup(code);
    await this.#expectListed();
  }

  async #expectGet(record: ModelRecord): Promise<void> {
    this.#expect(record, await this.#context.get(record.id), `get of the ${record.status} record`);
  }

  async #expectActive(pair: number): Promise<void> {
    const record = this.#model.active(pair);
    const response = await this.#context.active(this.#bodyOf(pair, 0));
    this.#expect(record, response, `active for a pair ${record ? 'with' : 'without'} an active code`);
  }

  async #expectLookup(code: number): Promise<void> {
    const record = this.#model.owner(code);
    const response = await this.#context.lookup(this.#bodyOf(0, code).code);
    this.#expect(record, response, `lookup of a code ${record ? 'that is' : 'not'} in use`);
  }

  /** Compares the list with the model for the last record only: reading it for each record would take too long. */
  async #expectListed(): Promise<void> {
    const last = this.#model.records.at(-1);
    if (!last) return;
    const wanted = { ...objectOf(await this.#context.get(last.id)), id: last.id };
    const { record, response } = await findListed(this.#context, wanted);
    if (last.status === 'deleted') this.#context.expect(!record, 'the list not to show a deleted record', response);
    else if (record)
      this.#context.expect(record.status === last.status, `the list to show it ${last.status}`, response);
  }

  #expect(record: ModelRecord | undefined, response: ReceivedResponse, what: string): void {
    if (!record || record.status === 'deleted') {
      this.#context.expect404(response, what);
      return;
    }
    const shown = objectOf(response);
    const wanted = { id: record.id, status: record.status, ...this.#bodyOf(record.pair, record.code) };
    const isRight = Object.entries(wanted).every(([field, value]) => shown[field] === value);
    this.#context.expect(is2xx(response) && isRight, `${what} to show ${record.id}, ${record.status}`, response);
  }
}
