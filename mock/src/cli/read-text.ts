import { readFile } from 'node:fs/promises';

/** Reads a text file. @throws the system's error, with the `path` that Node leaves out for a directory. */
export const readText = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error) => {
    throw Object.assign(error, { path });
  });
