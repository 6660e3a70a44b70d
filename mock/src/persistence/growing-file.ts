import { renameSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, unlink } from 'node:fs/promises';
import { openTemporary } from './replace-file.ts';

/** A file is long if it is larger than twice its size when it was last rewritten, plus this many bytes. */
const SPARE = 1_000_000;

/** A file to which text is appended, and which can be rewritten as a whole when it is long. Call `rewrite` first: it makes the file. */
export class GrowingFile {
  readonly #path: string;
  #file: FileHandle | undefined;
  #size = 0;
  #sizeRewritten = 0;
  #isBehind = false;
  #rewriting: Promise<void> | undefined;
  /** What was appended while the file is being rewritten. */
  #meanwhile = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** Whether an append has failed since the file was last rewritten. Then no text is appended until it is rewritten. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** Whether the file should be rewritten. */
  get isLong(): boolean {
    return !this.#rewriting && !this.#isBehind && this.#size > 2 * this.#sizeRewritten + SPARE;
  }

  /**
   * Appends synchronously, to the system's cache: a few hundred bytes take microseconds.
   * @throws the system's error if it fails, and an Error if another program has changed the file.
   */
  append(text: string): void {
    if (this.#rewriting) this.#meanwhile += text;
    if (this.#isBehind || !this.#file) return;
    try {
      // Without this check, a file that was moved or removed would still be appended to.
      if (statSync(this.#path).size !== this.#size) throw new Error('another program has changed it');
      writeFileSync(this.#file.fd, text);
      this.#size += Buffer.byteLength(text);
    } catch (error) {
      this.#isBehind = true;
      throw error;
    }
  }

  /**
   * Writes a temporary file, syncs it to the disk, and renames it to the file's path. Text that is appended meanwhile is written to both files.
   * @param contents called at once, unless the file is being rewritten already.
   * @throws the system's error if it fails; the file is then unchanged.
   */
  rewrite(contents: () => string): Promise<void> {
    this.#rewriting ??= this.#replace(contents()).finally(() => {
      this.#rewriting = undefined;
      this.#meanwhile = '';
    });
    return this.#rewriting;
  }

  async #replace(contents: string): Promise<void> {
    const temporary = await openTemporary(this.#path);
    try {
      await temporary.file.writeFile(contents);
      await temporary.file.sync();
      // Nothing is awaited from here to the rename, so that nothing can be appended in between.
      writeFileSync(temporary.file.fd, this.#meanwhile);
      renameSync(temporary.path, this.#path);
    } catch (error) {
      await temporary.file.close();
      await unlink(temporary.path).catch(() => {});
      this.#sizeRewritten = this.#size; // Otherwise the next append would try again.
      throw error;
    }
    this.#file?.close();
    this.#file = temporary.file;
    this.#sizeRewritten = Buffer.byteLength(contents);
    this.#size = this.#sizeRewritten + Buffer.byteLength(this.#meanwhile);
    this.#isBehind = false;
  }

  /** Forces what was appended to the disk. @throws the system's error if it fails. */
  async sync(): Promise<void> {
    await this.#file?.sync();
  }

  /** Waits until the file is no longer being rewritten. */
  async idle(): Promise<void> {
    await this.#rewriting?.catch(() => {});
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}
