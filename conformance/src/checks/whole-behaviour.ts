import fc from 'fast-check';
import type { CheckContext } from '../context/context.ts';
import { findListed } from '../context/listing.ts';
import { RuleViolation, TransportError, Undecided, Unproven } from '../errors.ts';
import { is2xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { CODES, type Known, Model, PAIRS, type Step, sequences } from '../oracle/model.ts';
import type { Check } from './check.ts';

const RUNS = 9;

const say = (step: Step): string =>
  `${step.do} ${[
    ...('record' in step ? [`record ${step.record}`] : []),
    ...('pair' in step ? [`pair ${step.pair}`] : []),
    ...('code' in step ? [`code ${step.code}`] : []),
  ].join(', ')}`;

/** A server and a model side by side, on pairs and codes of their own. */
class Run {
  readonly model = new Model();
  readonly pairs;
  readonly codes;
  readonly context: CheckContext;
  /** The codes that a create has asked for; nobody can have the others. */
  readonly #asked = new Set<number>();
  /** Why a write was left out: it might have met a record of somebody else. */
  unproven: Unproven | undefined;

  constructor(context: CheckContext) {
    this.context = context;
    this.pairs = Array.from({ length: PAIRS }, () => context.freshPair());
    this.codes = Array.from({ length: CODES }, () => context.freshCode());
  }

  async step(step: Step): Promise<void> {
    if (step.do === 'create') return this.create(step.pair, step.code);
    if (step.do === 'active') return this.holdActive(step.pair);
    if (step.do === 'lookup') return this.holdLookup(step.code);
    const known = 'pair' in step ? this.model.active(step.pair) : this.model.record(step.record);
    if (!known) return;
    if (step.do === 'get') return this.holdGet(known);
    try {
      await (step.do === 'delete' ? this.delete(known) : this.deactivate(known));
    } catch (error) {
      if (!(error instanceof Unproven)) throw error;
      this.unproven = error;
    }
  }

  async create(pair: number, code: number): Promise<void> {
    const { context, model } = this;
    const must = model.create(pair, code);
    this.#asked.add(code);
    const answer = await context.create({ ...this.pairs[pair]!, code: this.codes[code]! });
    if (must === 'accept') context.expect2xx(answer, 'a create for a free pair with a free code');
    if (must === 'refuse') return context.expect4xx(answer, 'a create with a taken code');
    if (!is2xx(answer)) return;
    const replaced = model.active(pair);
    if (replaced) replaced.status = is2xx(await context.get(replaced.id)) ? 'inactive' : 'deleted';
    model.records.push({ id: String(objectOf(answer).id), pair, code, status: 'active' });
  }

  async deactivate(known: Known): Promise<void> {
    const answer = await this.context.deactivate(known.id);
    if (known.status === 'deleted') return this.context.expect4xx(answer, 'deactivating a deleted record');
    if (known.status === 'active') this.context.expect2xx(answer, 'deactivating an active record');
    known.status = 'inactive';
  }

  async delete(known: Known): Promise<void> {
    const answer = await this.context.delete(known.id);
    if (known.status !== 'deleted') this.context.expect2xx(answer, 'deleting a record');
    known.status = 'deleted';
  }

  async holdGet(known: Known): Promise<void> {
    this.hold(known, await this.context.get(known.id), `get of the ${known.status} record`);
  }

  async holdActive(pair: number): Promise<void> {
    const known = this.model.active(pair);
    this.hold(
      known,
      await this.context.active(this.pairs[pair]!),
      `active for a pair ${known ? 'with' : 'without'} an active code`,
    );
  }

  async holdLookup(code: number): Promise<void> {
    const known = this.model.owner(code);
    this.hold(
      known,
      await this.context.lookup(this.codes[code]!),
      `lookup of a code ${known ? 'that is' : 'not'} in use`,
    );
  }

  hold(known: Known | undefined, answer: ReceivedResponse, what: string): void {
    if (!known || known.status === 'deleted') {
      this.context.expect404(answer, what);
      return;
    }
    const { id, status, mentor_id, org_id, code } = objectOf(answer);
    const pair = this.pairs[known.pair]!;
    const right =
      id === known.id &&
      status === known.status &&
      code === this.codes[known.code] &&
      mentor_id === pair.mentor_id &&
      org_id === pair.org_id;
    this.context.expect(is2xx(answer) && right, `${what} to answer ${known.id}, ${known.status}`, answer);
  }

  /** Holds every read to the model. */
  async holdAll(): Promise<void> {
    for (const known of this.model.records) await this.holdGet(known);
    for (let pair = 0; pair < PAIRS; pair += 1) await this.holdActive(pair);
    for (const code of this.#asked) await this.holdLookup(code);
    const last = this.model.records.at(-1);
    if (!last) return;
    const { record, answer } = await findListed(this.context, {
      ...objectOf(await this.context.get(last.id)),
      id: last.id,
    });
    if (last.status === 'deleted') this.context.expect(!record, 'the list to have dropped a deleted record', answer);
    else if (record) this.context.expect(record.status === last.status, `the list to show it ${last.status}`, answer);
  }
}

export const wholeBehaviour = {
  'any-sequence-agrees-with-the-model': async (context) => {
    let outage: unknown;
    let unproven: Unproven | undefined;
    const property = fc.asyncProperty(sequences(), async (steps) => {
      if (outage) return;
      try {
        const run = new Run(context);
        for (const step of steps) await run.step(step);
        unproven ??= run.unproven;
        await run.holdAll();
      } catch (error) {
        // What the network did is no counterexample.
        if (!(error instanceof TransportError || error instanceof Undecided)) throw error;
        outage = error;
      }
    });
    const { seed, path, modelMs } = context.session.options;
    const details = await fc.check(property, {
      seed,
      ...(path !== undefined && { path }),
      numRuns: RUNS,
      interruptAfterTimeLimit: modelMs,
    });
    if (outage) throw outage;
    if (!details.failed && unproven) throw unproven;
    if (!details.failed) {
      context.notes.push(`${details.numRuns} sequences agreed, seed ${seed}`);
      return;
    }
    const { errorInstance, counterexample, counterexamplePath } = details;
    if (!counterexample) throw new Undecided(`no sequence was done within ${modelMs / 1000} s`);
    if (!(errorInstance instanceof RuleViolation)) throw errorInstance;
    const sequence = counterexample[0].map(say);
    const again = `--seed ${seed}:${counterexamplePath}`;
    throw new RuleViolation(
      [errorInstance.message, `after: ${sequence.join(' · ')}`, `again with: ${again}`],
      errorInstance.exchanges,
      sequence,
    );
  },
} satisfies Record<string, Check>;
