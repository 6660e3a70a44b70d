import { requestSchemas } from '@referral-codes/sdk/contract';
import { TransportError } from '../errors.ts';
import { pause } from '../http/pace.ts';
import type { Transport } from '../http/transport.ts';
import { is2xx, type JsonObject, type OnExchange, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { activePath, lookupPath, pathOf } from '../message/paths.ts';
import type { LedgerEntry } from './ledger.ts';

/** What a read established about a record. `unknown`: the server did not say, so nothing may be concluded. */
export type ReadResult =
  | { state: 'found'; id: string; record: JsonObject }
  | { state: 'absent' }
  | { state: 'unknown'; why: string };

/** Delays before a read without a result is sent again, in milliseconds. */
const DELAYS = [50, 100, 200, 400];
/** How many unused codes are looked up to learn how this server responds to an unknown code. */
const SAMPLES = 3;

const mediaTypeOf = ({ headers }: ReceivedResponse): string => headers.get('content-type')?.split(';')[0]?.trim() ?? '';

/** Whether a response is JSON and has a JSON content type, as all responses of this API do. */
const isJson = (response: ReceivedResponse): boolean =>
  /^application\/(.+\+)?json$/i.test(mediaTypeOf(response)) && response.json !== undefined;

const fields = requestSchemas.createCode.properties;

/** Whether the contract allows this value in a create. Servers refuse other values in queries as well. */
const isAllowed = (field: 'mentor_id' | 'org_id' | 'code', value: string | undefined): value is string => {
  const { pattern, maxLength } = fields[field];
  return value !== undefined && value !== '' && value.length <= maxLength && new RegExp(pattern, 'u').test(value);
};

/** The path that finds the record of an entry: by its code, or else by its pair. Undefined if neither is allowed in a query. */
export function searchPath({ code, mentor_id, org_id }: LedgerEntry): string | undefined {
  if (isAllowed('code', code)) return lookupPath(code);
  return isAllowed('mentor_id', mentor_id) && isAllowed('org_id', org_id) ? activePath(mentor_id, org_id) : undefined;
}

/**
 * Reads whether a record exists, to decide whether something is deleted. An error page, a timeout or a broken response never
 * counts as absent. Only a 404 does, in the form in which this server responds to an unused code.
 */
export class RecordReader {
  readonly #transport: Transport;
  readonly #unusedCode: (sample: number) => string;
  #notFoundTypes: Promise<ReadonlySet<string>> | undefined;

  constructor(transport: Transport, token: string) {
    this.#transport = transport;
    this.#unusedCode = (sample) => `CF-${token.toUpperCase()}-NOBODY-${sample}`;
  }

  /** Reads a record by its id. */
  get(id: string, onExchange: OnExchange = () => {}): Promise<ReadResult> {
    return this.#read(pathOf(id), onExchange);
  }

  /** Looks a record up by its code or pair. Absent if neither is allowed in a query. */
  async find(entry: LedgerEntry, onExchange: OnExchange = () => {}): Promise<ReadResult> {
    const path = searchPath(entry);
    return path === undefined ? { state: 'absent' } : this.#read(path, onExchange);
  }

  /** Whether the response is a 404 of the server itself, and not of a gateway. */
  async saysAbsent(response: ReceivedResponse): Promise<boolean> {
    if (response.status !== 404) return false;
    if (isJson(response)) return true;
    // Other rules judge a server whose 404 is not JSON. Here it must only be distinguished from the 404 of a gateway.
    this.#notFoundTypes ??= this.#sample();
    const types = await this.#notFoundTypes;
    return !types.has('json') && types.has(mediaTypeOf(response));
  }

  async #read(path: string, onExchange: OnExchange): Promise<ReadResult> {
    try {
      let result = await this.#readOnce(path, onExchange);
      for (const delay of DELAYS) {
        if (result.state !== 'unknown') break;
        await pause(delay);
        result = await this.#readOnce(path, onExchange);
      }
      return result;
    } catch (error) {
      // The transport itself has already tried again.
      if (error instanceof TransportError) return { state: 'unknown', why: error.message };
      throw error;
    }
  }

  async #readOnce(path: string, onExchange: OnExchange): Promise<ReadResult> {
    const response = await this.#transport.send({ method: 'GET', path }, onExchange);
    if (await this.saysAbsent(response)) return { state: 'absent' };
    const record = objectOf(response);
    if (is2xx(response) && typeof record.id === 'string') return { state: 'found', id: record.id, record };
    return { state: 'unknown', why: `GET ${path} responded with ${response.status}` };
  }

  async #sample(): Promise<ReadonlySet<string>> {
    const types = new Set<string>();
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const path = lookupPath(this.#unusedCode(sample));
      const response = await this.#transport.send({ method: 'GET', path }, () => {}).catch(() => undefined);
      if (response?.status === 404) types.add(isJson(response) ? 'json' : mediaTypeOf(response));
    }
    return types;
  }
}
