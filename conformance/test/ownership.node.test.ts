import { type RuleId, rules } from '@referral-codes/sdk/contract';
import { describe, it } from 'vitest';
import { type RunOptions, runConformance } from '../src/index.ts';
import { idFaults } from './id-faults.ts';
import { asFetch, PlainServer, type Row } from './servers/plain.ts';
import { seededRandom } from './servers/random.ts';

const FOREIGN = 30;
/** With `OWNERSHIP=all`, every rule runs alone against every fault, and all rules together four times. */
const thorough = process.env.OWNERSHIP === 'all';
const modelMs = thorough ? 3_000 : 1_000;
const ids = Object.keys(rules) as RuleId[];

/** Other clients: records that existed before, and a client that writes during the run, in the same process. */
class Others {
  readonly #server: PlainServer;
  readonly #timer: NodeJS.Timeout;
  readonly #random: () => number;
  /** The expected contents of each of their records, by code. */
  readonly #expected = new Map<string, Omit<Row, 'id'>>();
  #made = 0;

  constructor(server: PlainServer, seed: number) {
    this.#server = server;
    this.#random = seededRandom(seed);
    for (let index = 0; index < FOREIGN; index += 1) this.#create();
    this.#timer = setInterval(() => this.#write(), 2);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Their records that somebody else has changed or deleted. */
  harmed(): unknown[] {
    return [...this.#expected.values()].filter((expected) => {
      const row = this.#server.rows.find(({ code }) => code === expected.code);
      return JSON.stringify({ ...row, id: '' }) !== JSON.stringify({ ...expected, id: '' });
    });
  }

  #create(): void {
    const name = `${this.#made++}`;
    const row = this.#server.rowOf({ mentor_id: `their-${name}`, org_id: 'theirs', code: `THEIRS-${name}` });
    this.#server.insert(row);
    this.#expected.set(row.code, { ...row });
  }

  /** Changes the rows directly, so that the fault does not affect it. */
  #write(): void {
    const choice = this.#random();
    if (choice < 0.5) {
      this.#create();
      return;
    }
    const own = this.#server.rows.filter(({ code }) => this.#expected.has(code));
    const row = own[Math.floor(this.#random() * own.length)];
    if (!row || own.length <= FOREIGN) return;
    if (choice < 0.8) {
      this.#server.drop(row);
      this.#expected.delete(row.code);
    } else if (row.status === 'active') {
      this.#server.retire(row, Date.now(), {});
      this.#expected.set(row.code, { ...row });
    }
  }
}

/** Runs the suite against a faulty server that other clients use too. Returns the records of others that it changed, and its own that it left without naming them. */
async function runBeside(plant: (server: PlainServer) => void, options: RunOptions, seed: number) {
  const server = new PlainServer();
  plant(server);
  const others = new Others(server, seed);
  const run = runConformance(asFetch(server), { modelMs, lateMs: 100, seed: `${seed}`, ...options });
  const report = await run.finally(() => others.stop());
  const named = report.leftovers.join();
  const unreported = server.rows.filter(({ code }) => /^CF-/i.test(code) && !named.includes(`code ${code}`));
  return { harmed: others.harmed(), unreported: unreported.map(({ id, code }) => `${id} ${code}`), report };
}

// Concurrent, because they spend most of their time waiting.
describe.concurrent.each(idFaults)(
  'on a server that $how, no record of another client is changed or deleted',
  ({ how, plant }) => {
    it('by all checks together, and records that are left are named', async ({ expect }) => {
      for (let seed = 1; seed <= (thorough ? 4 : 1); seed += 1) {
        const { harmed, unreported, report } = await runBeside(plant, {}, seed);
        expect({ harmed, unreported }).toEqual({ harmed: [], unreported: [] });
        expect(report.verdict).not.toBe('conformant');
      }
    }, 600_000);

    const start = idFaults.findIndex((idFault) => idFault.how === how);
    const alone = thorough ? ids : ids.filter((id, index) => /delet|deactivat/.test(id) && index % 9 === start % 9);
    it.for(alone)('by %s alone', async (id, { expect }) => {
      const { harmed, unreported } = await runBeside(plant, { rules: [id] }, 7);
      expect({ harmed, unreported }).toEqual({ harmed: [], unreported: [] });
    });
  },
);
