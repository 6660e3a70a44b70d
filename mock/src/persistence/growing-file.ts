import { renameSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, unlink } from 'node:fs/promises';
import { openBeside } from './replace-file.ts';

/** A file should be rewritten once it has twice the bytes it was last rewritten with, and so many more. */
const SPARE = 1_000_000;

/** A file that is appended to, and rewritten as a whole when it gets long. It begins with `rewrite`. */
export class GrowingFile {
  readonly #path: string;
  #file: FileHandle | undefined;
  #size = 0;
  #sizeRewritten = 0;
  #isBehind = false;
  #rewriting: Promise<void> | undefined;
  /** What was appended since it is being rewritten. */
  #meanwhile = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** Whether it lacks what could not be appended; it is not appended to until it has been rewritten. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  get isLong(): boolean {
    return !this.#rewriting && !this.#isBehind && this.#size > 2 * this.#sizeRewritten + SPARE;
  }

  /**
   * Appends at once, to the system's cache: a few hundred bytes take microseconds. Throws the system's error where that
   * fails, and an Error where another program has changed the file.
   */
  append(text: string): void {
    if (this.#rewriting) this.#meanwhile += text;
    if (this.#isBehind) return;
    try {
      // A file that was moved or removed could still be appended to, and nobody would ever find that.
      if (statSync(this.#path).size !== this.#size) throw new Error('another program has changed it');
      writeFileSync(this.#file!.fd, text);
      this.#size += Buffer.byteLength(text);
    } catch (error) {
      this.#isBehind = true;
      throw error;
    }
  }

  /**
   * Writes a new file, to the disk, and puts it in the place of the old one in one step. What is appended meanwhile goes
   * into both. Rejects with the system's error where it fails; the old one is then as it was.
   * @param contents is asked at once, unless the file is being rewritten already.
   */
  rewrite(contents: () => string): Promise<void> {
    this.#rewriting ??= this.#replace(contents()).finally(() => {
      this.#rewriting = undefined;
      this.#meanwhile = '';
    });
    return this.#rewriting;
  }

  async #replace(contents: string): Promise<void> {
    const beside = await openBeside(this.#path);
    try {
      await beside.file.writeFile(contents);
      await beside.file.sync();
      // From here on nothing is awaited, so that nothing can be appended in between.
      writeFileSync(beside.file.fd, this.#meanwhile);
      renameSync(beside.path, this.#path);
    } catch (error) {
      await beside.file.close();
      await unlink(beside.path).catch(() => {});
      this.#sizeRewritten = this.#size; // Not again before it has grown as much.
      throw error;
    }
    this.#file?.close();
    this.#file = beside.file;
    this.#sizeRewritten = Buffer.byteLength(contents);
    this.#size = this.#sizeRewritten + Buffer.byteLength(this.#meanwhile);
    this.#isBehind = false;
  }

  /** What was appended reaches the disk. Rejects with the system's error where it does not. */
  async sync(): Promise<void> {
    await this.#file?.sync();
  }

  /** Resolves once it is not being rewritten. */
  async idle(): Promise<void> {
    await this.#rewriting?.catch(() => {});
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}
