import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A temporary file that will replace another one. */
export interface TemporaryFile {
  readonly file: FileHandle;
  readonly path: string;
}

/**
 * Makes a temporary file in the folder of `path`, and opens it for appending. Its name is random and must not exist, so that
 * nobody can put a file or a symbolic link there first. It gets the mode of the file at `path` (0600 if there is none) and, if
 * the system allows it, its owner.
 */
export async function openTemporary(path: string): Promise<TemporaryFile> {
  const like = await stat(path).catch(() => undefined);
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  const file = await open(temporary, 'ax', 0o600);
  if (like) {
    const own = await file.stat();
    if (own.uid !== like.uid || own.gid !== like.gid) await file.chown(like.uid, like.gid).catch(() => {});
    if (own.mode !== like.mode) await file.chmod(like.mode & 0o777);
  }
  return { file, path: temporary };
}

/** Removes the temporary files that a killed process has left. */
export async function removeLeftovers(path: string): Promise<void> {
  for (const name of await readdir(dirname(path)))
    if (name.startsWith(`${basename(path)}.`) && /^[\da-f]{16}\.tmp$/.test(name.slice(basename(path).length + 1)))
      await unlink(join(dirname(path), name));
}
