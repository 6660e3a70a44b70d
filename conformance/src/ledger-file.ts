import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CannotJudge } from './errors.ts';
import type { Entry, LedgerStore } from './ledger.ts';

/** A ledger on disk, as left by a run: where it was run, and what it may have made. */
export interface KeptLedger {
  file: string;
  url: string;
  /** Whether that run is still at work: then its records are its own to delete. */
  running: boolean;
  entries: Entry[];
}

/** The ledger of one run, a line a note, written before what it notes is done. It holds no header and no secret. */
export class LedgerFile implements LedgerStore {
  readonly #folder: string;
  readonly #head: { url: string; pid: number };
  #file: string | undefined;

  /** Nothing is written before there is something to note. */
  constructor(folder: string, url: string) {
    this.#folder = folder;
    this.#head = { url, pid: process.pid };
  }

  intend(entry: Entry): void {
    this.#note(entry);
  }

  made(id: string): void {
    this.#note({ id });
  }

  /** Keeps the ledger where something is left, for a later clean-up. */
  done(leftovers: readonly string[]): void {
    if (this.#file !== undefined && leftovers.length === 0) rmSync(this.#file, { force: true });
  }

  /** Throws CannotJudge if it cannot be written: what is not noted could not be deleted after a crash. */
  #note(line: object): void {
    try {
      if (this.#file === undefined) {
        mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
        this.#file = join(this.#folder, `${crypto.randomUUID()}.jsonl`);
        this.#note(this.#head);
      }
      appendFileSync(this.#file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    } catch (error) {
      throw new CannotJudge(`what is made could not be noted in ${this.#folder}: ${(error as Error).message}`);
    }
  }
}

/** Every ledger that was left in a folder. */
export function keptLedgers(folder: string): KeptLedger[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  } catch {
    return [];
  }
  return names.map((name) => {
    const file = join(folder, name);
    const [head, ...entries] = readFileSync(file, 'utf8').split('\n').flatMap(parsed);
    const { url, pid } = (head ?? {}) as { url?: string; pid?: number };
    return { file, url: url ?? '', running: pid !== undefined && isRunning(pid), entries };
  });
}

/** A line, or none where a crash cut it short. */
function parsed(line: string): (Entry & { url?: string; pid?: number })[] {
  try {
    return line ? [JSON.parse(line)] : [];
  } catch {
    return [];
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
