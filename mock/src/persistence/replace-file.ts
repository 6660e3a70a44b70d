import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A new, empty file in the same folder as another, whose place it is to take. */
export interface Beside {
  readonly file: FileHandle;
  readonly path: string;
}

/**
 * Makes a file beside `path`, to append to. Its name is random and it must not exist, so that nobody can have put a file
 * or a symbolic link in its place. It gets the mode of the file at `path` and, where that is allowed, its owner; 0600
 * where there is none.
 */
export async function openBeside(path: string): Promise<Beside> {
  const like = await stat(path).catch(() => undefined);
  const beside = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  const file = await open(beside, 'ax', 0o600);
  if (like) {
    const own = await file.stat();
    if (own.uid !== like.uid || own.gid !== like.gid) await file.chown(like.uid, like.gid).catch(() => {});
    if (own.mode !== like.mode) await file.chmod(like.mode & 0o777);
  }
  return { file, path: beside };
}

/** Removes what `openBeside` made and a killed process left. */
export async function removeLeftovers(path: string): Promise<void> {
  for (const name of await readdir(dirname(path)))
    if (name.startsWith(`${basename(path)}.`) && /^[\da-f]{16}\.tmp$/.test(name.slice(basename(path).length + 1)))
      await unlink(join(dirname(path), name));
}
