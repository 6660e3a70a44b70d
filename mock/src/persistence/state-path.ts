import { lstat, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../errors.ts';

/**
 * The absolute path of a state file, symbolic links followed: it is their target that is locked and replaced. Throws a
 * UsageError where there can be no such file.
 */
export async function findStateFile(path: string): Promise<string> {
  if (await isThere(stat(path))) return realpath(path);
  if (await isThere(lstat(path)))
    throw new UsageError(`${path} is a symbolic link to nothing; make its target or remove it`);
  if (!(await isThere(stat(dirname(path)))))
    throw new UsageError(`${path} cannot be used: there is no folder ${dirname(path)}`);
  return join(await realpath(dirname(path)), basename(path));
}

/** What a state file holds; undefined where there is none. Rejects with the system's error where it cannot be read and written. */
export async function readStateFile(path: string): Promise<Buffer | undefined> {
  const found = await stat(path).catch(onlyMissing);
  if (!found) return undefined;
  // Before it is opened: that alone could block on a pipe, or do something to a device.
  if (!found.isFile()) throw new UsageError(`${path} cannot be used: it is not a regular file`);
  const file = await open(path, 'r+');
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

const isThere = (found: Promise<unknown>): Promise<boolean> => found.then(() => true, onlyMissing).then(Boolean);

function onlyMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
