import { requestSchemas } from '@referral-codes/sdk/contract';
import { TransportError } from '../errors.ts';
import { pause, type Transport } from '../http/transport.ts';
import { type Exchange, is2xx, isObject, type Loose, type ReceivedResponse } from '../message/exchange.ts';
import { activePath, lookupPath, pathOf } from '../message/paths.ts';
import type { Entry } from './ledger.ts';

/** What a read says about a record. `unknown`: the server has not said it, so that nothing may be concluded. */
export type Reading =
  | { state: 'found'; id: string; record: Loose; answer: ReceivedResponse }
  | { state: 'absent' }
  | { state: 'unknown'; why: string };

/** Pauses before a read is sent again that told nothing, in milliseconds. */
const PAUSES = [50, 100, 200, 400];
/** How many codes that nobody has are asked for, to see how this server says that something is not there. */
const SAMPLES = 3;

const mediaTypeOf = ({ headers }: ReceivedResponse): string => headers.get('content-type')?.split(';')[0]?.trim() ?? '';

/** Whether an answer is JSON and says so, as those of this API do. */
const isJson = (answer: ReceivedResponse): boolean =>
  /^application\/(.+\+)?json$/i.test(mediaTypeOf(answer)) && answer.json !== undefined;

const fields = requestSchemas.createCode.properties;

/** Whether the contract allows this value in a create. Others are refused in queries as well. */
const isAllowed = (field: 'mentor_id' | 'org_id' | 'code', value: string | undefined): value is string => {
  const { pattern, maxLength } = fields[field];
  return value !== undefined && value !== '' && value.length <= maxLength && new RegExp(pattern, 'u').test(value);
};

/** Where a record that was sent so would be found: by its code, or else by its pair. */
export function searchPath({ code, mentor_id, org_id }: Entry): string | undefined {
  if (isAllowed('code', code)) return lookupPath(code);
  return isAllowed('mentor_id', mentor_id) && isAllowed('org_id', org_id) ? activePath(mentor_id, org_id) : undefined;
}

/**
 * Reads whether a record is there, where something is deleted because of it. An error page, a time-out or a broken answer
 * never counts as "not there": only a 404 in the form that this server gives to a code that nobody has.
 */
export class RecordReader {
  readonly #transport: Transport;
  readonly #unusedCode: (sample: number) => string;
  #notFoundTypes: Promise<ReadonlySet<string>> | undefined;

  constructor(transport: Transport, token: string) {
    this.#transport = transport;
    this.#unusedCode = (sample) => `CF-${token.toUpperCase()}-NOBODY-${sample}`;
  }

  /** Reads by id. `record` is told of every exchange. */
  get(id: string, record: (exchange: Exchange) => void = () => {}): Promise<Reading> {
    return this.#read(pathOf(id), record);
  }

  /** Looks a record up by what was sent for it. Absent if nothing of it could be asked for. */
  async find(entry: Entry, record: (exchange: Exchange) => void = () => {}): Promise<Reading> {
    const path = searchPath(entry);
    return path === undefined ? { state: 'absent' } : this.#read(path, record);
  }

  /** Whether this answer of the server's is its own word that something is not there. */
  async saysAbsent(answer: ReceivedResponse): Promise<boolean> {
    if (answer.status !== 404) return false;
    if (isJson(answer)) return true;
    // A server whose own 404 is not JSON is judged by other rules; here it must only be told from a gateway's.
    this.#notFoundTypes ??= this.#sample();
    const types = await this.#notFoundTypes;
    return !types.has('json') && types.has(mediaTypeOf(answer));
  }

  async #read(path: string, record: (exchange: Exchange) => void): Promise<Reading> {
    let why = '';
    for (const wait of [...PAUSES, undefined]) {
      try {
        const answer = await this.#transport.send({ method: 'GET', path }, record);
        if (await this.saysAbsent(answer)) return { state: 'absent' };
        const found = isObject(answer.json) ? answer.json : {};
        if (is2xx(answer) && typeof found.id === 'string')
          return { state: 'found', id: found.id, record: found, answer };
        why = `GET ${path} answered ${answer.status}`;
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        return { state: 'unknown', why: error.message };
      }
      if (wait !== undefined) await pause(wait);
    }
    return { state: 'unknown', why };
  }

  async #sample(): Promise<ReadonlySet<string>> {
    const types = new Set<string>();
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const path = lookupPath(this.#unusedCode(sample));
      const answer = await this.#transport.send({ method: 'GET', path }, () => {}).catch(() => undefined);
      if (answer?.status === 404) types.add(isJson(answer) ? 'json' : mediaTypeOf(answer));
    }
    return types;
  }
}
