import { appendFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { CannotJudge } from '../errors.ts';
import { Ledger, type LedgerEntry, type LedgerStore } from './ledger.ts';
import { isRunning, type ProcessIdentity, thisProcess } from './process-identity.ts';

/** A ledger that a run left on disk. */
export interface StoredLedger {
  file: string;
  /** The server URL of that run. */
  url: string;
  /** Whether that run is still running. Then it deletes its records itself. */
  running: boolean;
  ledger: Ledger;
}

/** The first line of a ledger file. */
interface Head extends ProcessIdentity {
  url: string;
  token: string;
}

/** A later line: a request that is about to be sent, its outcome, or the end of the run. */
type Note = LedgerEntry | (Pick<LedgerEntry, 'number'> & Partial<LedgerEntry>) | { done: true };

/**
 * The folder of the ledgers: in the user's folder for state or, for a user without a home, in the folder for temporary files
 * under a name with the user's id. A variable that is empty or not an absolute path counts as unset, as the XDG base directory
 * specification requires.
 */
export function ledgerFolder({ XDG_STATE_HOME, HOME }: Record<string, string | undefined>): string {
  const absolute = (path: string | undefined): string | undefined => (path && isAbsolute(path) ? path : undefined);
  const home = absolute(HOME);
  const state = absolute(XDG_STATE_HOME) ?? (home && join(home, '.local', 'state'));
  if (state !== undefined) return join(state, 'referral-codes-conformance');
  return join(tmpdir(), `referral-codes-conformance-${process.getuid?.() ?? 'user'}`);
}

/**
 * The ledger of one run as a file. Each line is written before the action that it notes. Only its owner can read the file, and
 * it contains no header and no secret.
 */
export class LedgerFile implements LedgerStore {
  readonly #folder: string;
  readonly #head: Head;
  #file: string | undefined;

  /** Creates no file: that happens with the first note. */
  constructor(folder: string, url: string, token: string) {
    this.#folder = folder;
    this.#head = { url, token, ...thisProcess() };
  }

  noteRequest(entry: LedgerEntry): void {
    this.#note(entry);
  }

  noteResponse({ number, answered, id, refused }: LedgerEntry): void {
    this.#note({ number, answered: answered === true, ...(id !== undefined && { id }), refused: refused === true });
  }

  /** Deletes the file, or keeps it for a later cleanup if records are left. */
  noteEnd(leftovers: readonly string[]): void {
    if (this.#file === undefined) return;
    if (leftovers.length === 0) rmSync(this.#file, { force: true });
    else this.#note({ done: true });
  }

  /** @throws {CannotJudge} if it cannot be written: after a crash nothing could delete a record that was not noted. */
  #note(note: Note): void {
    try {
      this.#file ??= this.#begin();
      appendFileSync(this.#file, `${JSON.stringify(note)}\n`);
    } catch (error) {
      if (error instanceof CannotJudge) throw error;
      throw new CannotJudge(`cannot write the ledger in ${this.#folder}: ${(error as Error).message}`);
    }
  }

  #begin(): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const flaw = flawOf(this.#folder);
    if (flaw) throw new CannotJudge(`${this.#folder} ${flaw}; set XDG_STATE_HOME to a folder of your own`);
    const file = join(this.#folder, `${crypto.randomUUID()}.jsonl`);
    appendFileSync(file, `${JSON.stringify(this.#head)}\n`, { mode: 0o600, flag: 'ax' });
    return file;
  }
}

/**
 * Every ledger in a folder.
 * @throws {CannotJudge} if another user owns the folder or a ledger in it, or can write it. Otherwise that user could have
 * records deleted that are named in a forged ledger, with the headers given on the command line.
 */
export function storedLedgers(folder: string): StoredLedger[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new CannotJudge(`cannot read the ledgers in ${folder}: ${(error as Error).message}`);
  }
  for (const path of [folder, ...names.map((name) => join(folder, name))]) {
    const flaw = flawOf(path);
    if (flaw) throw new CannotJudge(`${path} ${flaw}, so it is not used. Delete it if it is not yours`);
  }
  return names.flatMap((name) => read(join(folder, name)) ?? []);
}

/** Why a folder or a ledger cannot be trusted; undefined if this user owns it and no other user can write it. */
function flawOf(path: string): string | undefined {
  const stats = lstatSync(path);
  const isFolder = !path.endsWith('.jsonl');
  if (isFolder ? !stats.isDirectory() : !stats.isFile()) return `is not a regular ${isFolder ? 'folder' : 'file'}`;
  // Windows has neither such owners nor such modes.
  if (process.getuid === undefined) return undefined;
  if (stats.uid !== process.getuid()) return 'belongs to another user';
  return (stats.mode & 0o022) !== 0 ? 'can be written by other users' : undefined;
}

/** A ledger; undefined if the run crashed before the first line was written completely. */
function read(file: string): StoredLedger | undefined {
  const [head, ...notes] = readFileSync(file, 'utf8').split('\n').flatMap(parseLine);
  if (!isHead(head)) return undefined;
  const entries: LedgerEntry[] = [];
  let done = false;
  for (const note of notes as Note[]) {
    if ('done' in note) done = true;
    else entries[note.number] = Object.assign(entries[note.number] ?? {}, note) as LedgerEntry;
  }
  const ledger = new Ledger(head.token, undefined, Object.values(entries));
  return { file, url: head.url, running: !done && isRunning(head), ledger };
}

const isHead = (value: unknown): value is Head => {
  const { url, token, pid } = (value ?? {}) as Partial<Head>;
  return typeof url === 'string' && typeof token === 'string' && token.length >= 8 && typeof pid === 'number';
};

/** The value in a line, or none if a crash cut the line short. */
function parseLine(line: string): unknown[] {
  try {
    return line ? [JSON.parse(line)] : [];
  } catch {
    return [];
  }
}
