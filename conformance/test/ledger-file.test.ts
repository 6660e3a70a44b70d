import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runConformance } from '../src/index.ts';
import { LedgerFile, storedLedgers } from '../src/ledger/ledger-file.ts';
import { asFetch, PlainServer } from './servers/plain.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conformance-ledgers-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const note = () => new LedgerFile(folder, 'http://127.0.0.1:1', 'abcdefgh').noteRequest({ number: 0, sentAt: 0 });

it('a ledger is always a new file: nothing is written through a link with its name', () => {
  const target = join(folder, 'target');
  writeFileSync(target, 'as it was');
  const name = crypto.randomUUID();
  // As if an attacker had guessed the name.
  vi.spyOn(crypto, 'randomUUID').mockReturnValue(name);
  symlinkSync(target, join(folder, `${name}.jsonl`));
  expect(note).toThrow('cannot write the ledger');
  expect(readFileSync(target, 'utf8')).toBe('as it was');
});

it.skipIf(process.getuid === undefined)('a ledger of another user is not used', () => {
  note();
  expect(storedLedgers(folder)).toHaveLength(1);
  // As if this process belonged to another user, because only root can change the owner of a file.
  vi.spyOn(process, 'getuid').mockReturnValue(12_345);
  expect(() => storedLedgers(folder)).toThrow('belongs to another user');
});

it('a create is in the ledger before it is sent', async () => {
  const server = new PlainServer();
  const create = server.create.bind(server);
  const noted: boolean[] = [];
  server.create = async (request) => {
    const { code } = JSON.parse(request.body);
    const ledgers = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    noted.push(ledgers.join().includes(`"code":"${code}"`));
    return create(request);
  };
  const target = asFetch(server);
  const ledger = (token: string) => new LedgerFile(folder, target.url, token);
  await runConformance(target, { rules: ['get-answers-the-record'], ledger });
  expect(noted.length).toBeGreaterThan(0);
  expect(noted).not.toContain(false);
});
