import { Inconclusive } from '../errors.ts';
import { pause } from '../http/pace.ts';
import { is2xx, is4xx, type JsonObject, objectOf, type ReceivedResponse, summary } from '../message/exchange.ts';
import type { CreateBody, Pair } from './names.ts';
import { Requests } from './requests.ts';
import { asTime, serverNow } from './times.ts';

/** A record that a check has created, and the response that shows its last known state. */
export interface CreatedRecord extends CreateBody {
  id: string;
  record: JsonObject;
  response: ReceivedResponse;
}

/** Prepares the records and values that checks need. */
export class Fixtures extends Requests {
  /** A mentor and organisation that no record has. */
  freshPair(): Pair {
    return this.run.freshPair();
  }

  /** A code that no record has. */
  freshCode(): string {
    return this.run.freshCode();
  }

  /** A body for create that every server must accept. */
  freshBody(): CreateBody {
    return this.run.freshBody();
  }

  /** Creates a record; fields that are not given are fresh. Throws Inconclusive if the server creates none. */
  async createCode(fields: Partial<CreateBody> = {}): Promise<CreatedRecord> {
    const body = { ...this.freshBody(), ...fields };
    const response = await this.create(body);
    const record = objectOf(response);
    if (!is2xx(response) || typeof record.id !== 'string')
      throw new Inconclusive(
        `the check needs a record, and the server created none for ${JSON.stringify(body)}: ${summary(response)}`,
      );
    return { ...body, id: record.id, record, response };
  }

  /** Creates several records, one after the other. */
  async createSeveral(count: number): Promise<CreatedRecord[]> {
    const created: CreatedRecord[] = [];
    for (let index = 0; index < count; index += 1) created.push(await this.createCode());
    return created;
  }

  /** Creates an inactive record. Throws Inconclusive if the server does not deactivate it. */
  async createInactive(fields: Partial<CreateBody> = {}): Promise<CreatedRecord> {
    const created = await this.createCode(fields);
    const response = await this.deactivateNow(created.id);
    if (!is2xx(response))
      throw new Inconclusive(`the check needs an inactive record, and the deactivation got ${summary(response)}`);
    return { ...created, record: objectOf(response), response };
  }

  /** Makes a record inactive now. The body contains a time if this server requires one. */
  async deactivateNow(id: string): Promise<ReceivedResponse> {
    if (!(await this.run.requiresTime(this.addExchange))) return this.deactivate(id, { status: 'inactive' });
    const response = await this.deactivate(id, await this.#inactiveIn(0));
    // The time is in whole seconds, so it may be before the creation of a record of this second. The next second is not.
    return is2xx(response) ? response : this.deactivate(id, await this.#inactiveIn(1000));
  }

  /** A body that makes any existing record inactive now on this server. */
  async deactivation(): Promise<JsonObject> {
    return (await this.run.requiresTime(this.addExchange)) ? this.#inactiveIn(1000) : { status: 'inactive' };
  }

  /** A deactivation with the server's time in `ms` milliseconds, returned at that time. */
  async #inactiveIn(ms: number): Promise<JsonObject> {
    const at = asTime(serverNow(await this.list({ limit: 1 })).now + ms);
    await pause(ms);
    return { status: 'inactive', deactivated_at: at };
  }

  /** Deletes a record. Throws Inconclusive if the server does not. */
  async deleteCode(id: string): Promise<ReceivedResponse> {
    const response = await this.delete(id);
    if (!is2xx(response)) throw new Inconclusive(`the check needs a deletion, which got ${summary(response)}`);
    return response;
  }

  /** Call this before a race for one record. See `Ownership.prepareRace`. */
  prepareRace(id: string, options: { deletes: boolean }): Promise<void> {
    return this.run.ownership.prepareRace(id, this.addExchange, options);
  }

  /**
   * An id in the format of this server that no record has. It is similar to an id of the server; if the server does not accept
   * such an id, it is the id of a deleted record. If the server responds with a record to every similar id, the last one is
   * returned, so that a rule can report that.
   */
  async unusedId(): Promise<string> {
    const id = await this.run.once('an id', async () => (await this.createCode()).id);
    for (let attempt = 1; ; attempt += 1) {
      const candidate = similarId(id);
      const response = await this.get(candidate);
      if (response.status === 404 || (is2xx(response) && attempt === 3)) return candidate;
      if (is4xx(response) || attempt === 3) break;
    }
    const deleted = await this.createCode();
    await this.delete(deleted.id);
    return deleted.id;
  }
}

/** A digit that every usual alphabet for ids contains. */
const digit = (): string => String(2 + Math.floor(Math.random() * 6));

/** An id in the same format: with its last eight letters and digits replaced, or a large number for a number. */
export function similarId(id: string): string {
  if (/^\d+$/.test(id)) return `9${Array.from({ length: 8 }, digit).join('')}`;
  let left = 8;
  return [...id]
    .reverse()
    .map((char) => (/[A-Za-z0-9]/.test(char) && left-- > 0 ? digit() : char))
    .reverse()
    .join('');
}
