import { appendFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { CannotJudge } from '../errors.ts';
import { type Entry, Ledger, type LedgerStore } from './ledger.ts';
import { isRunning, type ProcessIdentity, thisProcess } from './process-identity.ts';

/** A ledger on disk, as left by a run: where it was run, and what it may have made. */
export interface KeptLedger {
  file: string;
  url: string;
  /** Whether that run is still at work: then its records are its own to delete. */
  running: boolean;
  ledger: Ledger;
}

/** The first line of a ledger. */
interface Head extends ProcessIdentity {
  url: string;
  token: string;
}

/** A later line: a request that is about to be sent, what came of it, or that the run has come to its end. */
type Note = Entry | (Pick<Entry, 'number'> & Partial<Entry>) | { done: true };

/**
 * Where ledgers are kept between runs: in the user's folder for state, or, for a user without a home, in a folder of the
 * temporary one that bears the user's number. A variable that is empty or no absolute path counts as unset, as the XDG base
 * directory specification has it.
 */
export function ledgerFolder({ XDG_STATE_HOME, HOME }: Record<string, string | undefined>): string {
  const absolute = (path: string | undefined): string | undefined => (path && isAbsolute(path) ? path : undefined);
  const home = absolute(HOME);
  const state = absolute(XDG_STATE_HOME) ?? (home && join(home, '.local', 'state'));
  if (state !== undefined) return join(state, 'referral-codes-conformance');
  return join(tmpdir(), `referral-codes-conformance-${process.getuid?.() ?? 'user'}`);
}

/**
 * The ledger of one run as a file with a line for each note, written before what it notes is done. It is readable by its
 * owner alone, and holds no header and no secret.
 */
export class LedgerFile implements LedgerStore {
  readonly #folder: string;
  readonly #head: Head;
  #file: string | undefined;

  /** Nothing is written before there is something to note. */
  constructor(folder: string, url: string, token: string) {
    this.#folder = folder;
    this.#head = { url, token, ...thisProcess() };
  }

  intend(entry: Entry): void {
    this.#note(entry);
  }

  settle({ number, answered, id, refused }: Entry): void {
    this.#note({ number, answered: answered === true, ...(id !== undefined && { id }), refused: refused === true });
  }

  /** Keeps the ledger where something is left, for a later clean-up. */
  done(leftovers: readonly string[]): void {
    if (this.#file === undefined) return;
    if (leftovers.length === 0) rmSync(this.#file, { force: true });
    else this.#note({ done: true });
  }

  /** Throws CannotJudge if it cannot be written: what is not noted could not be deleted after a crash. */
  #note(note: Note): void {
    try {
      this.#file ??= this.#begin();
      appendFileSync(this.#file, `${JSON.stringify(note)}\n`);
    } catch (error) {
      if (error instanceof CannotJudge) throw error;
      throw new CannotJudge(`what is made could not be noted in ${this.#folder}: ${(error as Error).message}`);
    }
  }

  #begin(): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const fault = faultOf(this.#folder);
    if (fault) throw new CannotJudge(`${this.#folder} ${fault}; set XDG_STATE_HOME to a folder of your own`);
    const file = join(this.#folder, `${crypto.randomUUID()}.jsonl`);
    appendFileSync(file, `${JSON.stringify(this.#head)}\n`, { mode: 0o600, flag: 'ax' });
    return file;
  }
}

/**
 * Every ledger that was left in a folder. Throws CannotJudge if the folder or a ledger in it belongs to another user or can
 * be written by one: who plants a ledger could have the records in it deleted, with the headers that are given.
 */
export function keptLedgers(folder: string): KeptLedger[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new CannotJudge(`the ledgers in ${folder} cannot be read: ${(error as Error).message}`);
  }
  for (const path of [folder, ...names.map((name) => join(folder, name))]) {
    const fault = faultOf(path);
    if (fault) throw new CannotJudge(`${path} ${fault}, so it is not followed. Delete it if it is not yours`);
  }
  return names.flatMap((name) => read(join(folder, name)) ?? []);
}

/** Why a folder or a ledger is not to be trusted; undefined if it is this user's, and no one else can write it. */
function faultOf(path: string): string | undefined {
  const stats = lstatSync(path);
  const isFolder = !path.endsWith('.jsonl');
  if (isFolder ? !stats.isDirectory() : !stats.isFile()) return `is no plain ${isFolder ? 'folder' : 'file'}`;
  // Windows has neither owners nor modes of this kind.
  if (process.getuid === undefined) return undefined;
  if (stats.uid !== process.getuid()) return 'belongs to another user';
  return (stats.mode & 0o022) !== 0 ? 'can be written by other users' : undefined;
}

/** A ledger, or none where the crash came before its first line was whole. */
function read(file: string): KeptLedger | undefined {
  const [head, ...notes] = readFileSync(file, 'utf8').split('\n').flatMap(parsed);
  if (!isHead(head)) return undefined;
  const entries: Entry[] = [];
  let done = false;
  for (const note of notes as Note[]) {
    if ('done' in note) done = true;
    else if (entries[note.number]) Object.assign(entries[note.number] as Entry, note);
    else entries[note.number] = note as Entry;
  }
  const ledger = new Ledger(head.token, undefined, Object.values(entries));
  return { file, url: head.url, running: !done && isRunning(head), ledger };
}

const isHead = (value: unknown): value is Head => {
  const { url, token, pid } = (value ?? {}) as Partial<Head>;
  return typeof url === 'string' && typeof token === 'string' && token.length >= 8 && typeof pid === 'number';
};

/** A line, or none where a crash cut it short. */
function parsed(line: string): unknown[] {
  try {
    return line ? [JSON.parse(line)] : [];
  } catch {
    return [];
  }
}
