import { createRequire } from 'node:module';
import { runConformance, version } from '../../../conformance/src/index.ts';
import type { Fault } from '../../../conformance/test/faults/fault.ts';
import { faults } from '../../../conformance/test/faults/index.ts';
import { correctServers } from '../../../conformance/test/servers/index.ts';
import { listen, PlainServer } from '../../../conformance/test/servers/plain.ts';
import { rules } from '../../../sdk/src/contract.ts';
import { startDredd } from './dredd.ts';
import type { Peer } from './peer.ts';
import { startScripted } from './scripted.ts';

export interface PeerRow {
  tool: string;
  version: string;
  'MUST faults found': string;
  'SHOULD faults found': string;
  'could not judge': number;
  'correct servers accused': string;
  'seconds a server': number;
}

const installed = createRequire(import.meta.url);
const versionOf = (name: string): string => installed(`${name}/package.json`).version;

type Start = (url: string) => Promise<Peer>;

/**
 * Runs this suite, Prism's proxy with a scripted client, and Dredd against the same faulty and the same correct servers.
 * `every` selects every nth fault, and `tools` the tools whose names start with it.
 */
export async function peers(every = 1, tools = ''): Promise<PeerRow[]> {
  const subjects: [tool: string, version: string, start: Start][] = [
    ['referral-codes-conformance', version, async () => suite],
    ['Prism proxy, 7 requests', versionOf('@stoplight/prism-cli'), startScripted],
    ['Dredd, 7 requests, OpenAPI 3.0', versionOf('dredd'), async () => startDredd()],
  ];
  const rows: PeerRow[] = [];
  for (const [tool, its, start] of subjects) if (tool.startsWith(tools)) rows.push(await row(tool, its, start, every));
  return rows;
}

/** The whole suite with its default options, except for less time for random sequences, as in the fault catalogue's test. */
const suite: Peer = {
  judge: async (url) => {
    const { results } = await runConformance({ url }, { modelMs: 2000 });
    const failed = results.filter(({ status }) => status === 'failed');
    const wrong = failed.filter(({ level }) => level === 'MUST').length;
    return { wrong, unusual: failed.length - wrong };
  },
  async [Symbol.asyncDispose]() {},
};

async function row(tool: string, its: string, start: Start, every: number): Promise<PeerRow> {
  const some = faults.filter((_, index) => index % every === 0);
  const began = performance.now();
  const { found, inconclusive } = await overFaults(start, some);
  const seconds = (performance.now() - began) / 1000;
  const accused = await overCorrect(start);
  const share = (level: 'MUST' | 'SHOULD'): string => {
    const of = (list: readonly Fault[]) => list.filter(({ rule }) => rules[rule].level === level).length;
    return `${of(found)} of ${of(some)}`;
  };
  const one = {
    tool,
    version: its,
    'MUST faults found': share('MUST'),
    'SHOULD faults found': share('SHOULD'),
    'could not judge': inconclusive.length,
    'correct servers accused': `${accused.length} of ${correctServers.length + 1}${accused.length > 0 ? `: ${accused.join(' ')}` : ''}`,
    'seconds a server': Number((seconds / some.length).toFixed(2)),
  };
  console.log(JSON.stringify(one));
  return one;
}

/** All faults use one listening server, so that a tool that is a proxy for it is started only once. */
async function overFaults(start: Start, some: readonly Fault[]): Promise<{ found: Fault[]; inconclusive: Fault[] }> {
  let behind = new PlainServer();
  const front: Partial<PlainServer> = {
    // Some faults throw on unusual input. Over a socket that is a 500.
    handle: (request) => behind.handle(request).catch(() => behind.refuse(500, 'internal', 'Something went wrong.')),
    write: (body) => behind.write(body),
  };
  await using listening = await listen(Object.assign(new PlainServer(), front));
  await using peer = await start(listening.url);
  const found: Fault[] = [];
  const inconclusive: Fault[] = [];
  for (const fault of some) {
    behind = new PlainServer();
    fault.plant(behind);
    try {
      const { wrong, unusual } = await peer.judge(listening.url);
      if (wrong > 0 || (unusual > 0 && rules[fault.rule].level === 'SHOULD')) found.push(fault);
    } catch (error) {
      console.log(`${fault.rule} ${fault.how}: ${error}`);
      inconclusive.push(fault);
    }
  }
  return { found, inconclusive };
}

/** The correct servers in which a tool finds something wrong: the plain one, and those that differ where the document leaves a choice. */
async function overCorrect(start: Start): Promise<string[]> {
  const plain = async () => {
    const { url, [Symbol.asyncDispose]: close } = await listen(new PlainServer());
    return { url, close };
  };
  const accused: string[] = [];
  for (const { name, start: serve } of [{ name: 'plain', start: plain }, ...correctServers]) {
    const server = await serve();
    await using peer = await start(server.url);
    if ((await peer.judge(server.url)).wrong > 0) accused.push(name);
    await server.close();
  }
  return accused;
}
