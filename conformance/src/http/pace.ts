/** The limits of a server that a run keeps to. */
export interface Limits {
  /** How many requests are sent in a second, on average. As many may be sent at once. @default no limit */
  rate?: number | undefined;
  /** Called with a sentence if the server asks to wait for seconds. */
  onNotice?: ((text: string) => void) | undefined;
}

/** How long a turn waits before it looks again whether the run was stopped, in milliseconds. */
const STEP = 250;
/** The user is told about a wait of at least this time, in milliseconds. */
const NOTABLE = 2_000;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Holds requests back: to a rate, and for as long as the server asks to wait. All requests of a run share it. */
export class Pace {
  /** For how long the server asked to wait, in milliseconds. Times at which several requests were held back count once. */
  heldBackMs = 0;
  readonly #rate: number;
  readonly #onNotice: (text: string) => void;
  /** How many requests may be sent now, and when that was counted. */
  #tokens: number;
  #countedAt = performance.now();
  #notBefore = 0;

  constructor({ rate = Number.POSITIVE_INFINITY, onNotice = () => {} }: Limits = {}) {
    this.#rate = rate;
    this.#onNotice = onNotice;
    this.#tokens = this.#most;
  }

  /** Resolves when a request may be sent, or at once if the signal is aborted. */
  async turn(signal?: AbortSignal): Promise<void> {
    for (let wait = this.#wait(); wait > 0 && !signal?.aborted; wait = this.#wait()) await pause(Math.min(wait, STEP));
    this.#tokens -= 1;
  }

  /** Sends nothing for this time, in milliseconds. */
  holdBack(ms: number): void {
    const now = performance.now();
    const added = now + ms - Math.max(now, this.#notBefore);
    if (added <= 0) return;
    this.heldBackMs += added;
    this.#notBefore = now + ms;
    if (added >= NOTABLE) this.#onNotice(`the server limits requests, and asks to wait ${Math.ceil(ms / 1000)} s`);
  }

  get #most(): number {
    return Math.max(1, Math.floor(this.#rate));
  }

  /** How long the next request has to wait. */
  #wait(): number {
    const now = performance.now();
    if (Number.isFinite(this.#rate)) {
      this.#tokens = Math.min(this.#most, this.#tokens + ((now - this.#countedAt) / 1000) * this.#rate);
      this.#countedAt = now;
    }
    const forToken = this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / this.#rate) * 1000;
    return Math.max(this.#notBefore - now, forToken);
  }
}
