import { lstat, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../errors.ts';

/**
 * Returns the absolute path of a state file. Symbolic links are followed, because their target is locked and replaced.
 * @throws {UsageError} if a file cannot be made there.
 */
export async function findStateFile(path: string): Promise<string> {
  if (await exists(stat(path))) return realpath(path);
  if (await exists(lstat(path)))
    throw new UsageError(
      `${path} is a symbolic link to a file that does not exist; create that file, or remove the link`,
    );
  if (!(await exists(stat(dirname(path)))))
    throw new UsageError(`${path} cannot be used: there is no folder ${dirname(path)}`);
  return join(await realpath(dirname(path)), basename(path));
}

/** Reads a state file; undefined if there is none. @throws the system's error if it cannot be read and written. */
export async function readStateFile(path: string): Promise<Buffer | undefined> {
  const found = await stat(path).catch(onlyMissing);
  if (!found) return undefined;
  // Checked before opening, which would block on a pipe, and could change a device.
  if (!found.isFile()) throw new UsageError(`${path} cannot be used: it is not a regular file`);
  const file = await open(path, 'r+');
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

const exists = (found: Promise<unknown>): Promise<boolean> => found.then(() => true, onlyMissing).then(Boolean);

function onlyMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
