import { readFile } from 'node:fs/promises';

/** What a file says. Rejects with the system's error, which names the file; Node leaves that out for a directory. */
export const readText = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error) => {
    throw Object.assign(error, { path });
  });
