/** The mentor and organisation of a record. A pair has at most one active code. */
export interface Pair {
  mentor_id: string;
  org_id: string;
}

/** The body of a create request. */
export interface CreateBody extends Pair {
  code: string;
}

/** A token that no other run has: eight letters and digits. */
export const newToken = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte % 36).toString(36)).join('');

/** Generates values that no record has. Each contains the token of the run. */
export class Names {
  readonly #token: string;
  #count = 0;

  constructor(token: string) {
    this.#token = token;
  }

  pair(): Pair {
    const name = this.#next();
    return { mentor_id: `cf-${name}-m`, org_id: `cf-${name}-o` };
  }

  code(): string {
    return `CF-${this.#next().toUpperCase()}`;
  }

  #next(): string {
    this.#count += 1;
    return `${this.#token}-${this.#count.toString(36)}`;
  }
}

/** Whether a mentor is one of this run. */
export const isOwnMentor = (mentor: unknown, token: string): boolean => String(mentor).startsWith(`cf-${token}`);
