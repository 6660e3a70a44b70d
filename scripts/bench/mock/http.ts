import { faster, type Generator, type Speed } from './load.ts';
import { type Server, start } from './server.ts';
import { median } from './statistics.ts';
import { BARE, BRIDGE, creates, getPath, OURS, type Subject, subjects } from './subjects.ts';
import { type Findings, share, type Table } from './table.ts';

const SECONDS = 1;
/** Rounds before those that count: until then, code is still being compiled. */
const UNCOUNTED = 2;

interface Figure {
  readonly name: string;
  /** Medians over the rounds. */
  readonly get: Speed;
  readonly post: Speed;
}

/** How fast the mock answers over HTTP beside constants and other mocks. */
export async function overHttp({ generator, rounds }: { generator: Generator; rounds: number }): Promise<Findings> {
  const figures = await measure(generator, rounds);
  const of = (name: string) => figures.find((figure) => figure.name === name)!;
  const [ours, bare, bridge] = [of(OURS), of(BARE), of(BRIDGE)];
  return {
    figures,
    tables: [
      table('GET by id over HTTP, 20 connections', figures, ({ get }) => get, bridge.get),
      table('POST over HTTP, 20 connections', figures, ({ post }) => post, bridge.post),
    ],
    verdicts: [
      faster('GET by id : bridge constant', ours.get, bridge.get, 0.8),
      faster('GET by id : node:http constant', ours.get, bare.get, 0.6),
      faster('POST : bridge constant', ours.post, bridge.post, 0.6),
    ],
  };
}

const table = (title: string, figures: Figure[], of: (figure: Figure) => Speed, bridge: Speed): Table => ({
  title,
  rows: figures.map((figure) => {
    const { perSecond, cpu } = of(figure);
    return {
      name: figure.name,
      'requests a second': Math.round(perSecond),
      'of bridge': share(perSecond / bridge.perSecond),
      'processor µs a request': cpu.toFixed(1),
      'of bridge by processor time': share(bridge.cpu / cpu),
    };
  }),
});

/** All subjects in turn in every round: each is woken, then asked, then written to. */
async function measure(generator: Generator, rounds: number): Promise<Figure[]> {
  const running: { subject: Subject; server: Server; get: Speed[]; post: Speed[] }[] = [];
  try {
    for (const subject of subjects())
      running.push({ subject, server: await start(subject.command, getPath(subject)), get: [], post: [] });
    for (let round = -UNCOUNTED; round < rounds; round++)
      for (const { subject, server, get, post } of running) {
        const [got, posted] = await turn(generator, subject, server, { 'x-mock-session': `round${round}` });
        if (round < 0) continue;
        get.push(got);
        post.push(posted);
      }
    return running.map(({ subject: { name }, get, post }) => ({ name, get: middle(get), post: middle(post) }));
  } finally {
    await Promise.all(running.map(({ server }) => server.stop()));
  }
}

/** Every round has a session of its own, where its codes are new. */
async function turn(generator: Generator, subject: Subject, server: Server, headers: Record<string, string>) {
  const get = { method: 'GET', path: getPath(subject), headers };
  await generator.warmUp(server, get);
  const got = await generator.run(server, { requests: [get], seconds: SECONDS }, 200);
  const requests = creates(subject, headers, SECONDS);
  return [got, await generator.run(server, { requests, seconds: SECONDS }, subject.created)] as const;
}

const middle = (speeds: Speed[]): Speed => ({
  perSecond: median(speeds.map(({ perSecond }) => perSecond)),
  cpu: median(speeds.map(({ cpu }) => cpu)),
});
