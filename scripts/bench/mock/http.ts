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
  const all = subjects();
  const ours = all.findIndex(({ name }) => name === OURS);
  // The other mocks after those that are compared closely: what they collect while they rest would slow whoever has the turn.
  const figures = [
    ...(await measure(generator, rounds, all.slice(0, ours + 1))),
    ...(await measure(generator, rounds, all.slice(ours + 1))),
  ];
  const of = (name: string) => figures.find((figure) => figure.name === name)!;
  const [mock, bare, bridge] = [of(OURS), of(BARE), of(BRIDGE)];
  return {
    figures,
    tables: [
      table('GET by id over HTTP, 20 connections', figures, ({ get }) => get, bridge.get),
      table('POST over HTTP, 20 connections', figures, ({ post }) => post, bridge.post),
    ],
    verdicts: [
      faster('GET by id : bridge constant', mock.get, bridge.get, 0.8),
      faster('GET by id : node:http constant', mock.get, bare.get, 0.6),
      faster('POST : bridge constant', mock.post, bridge.post, 0.6),
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

/** In every round all subjects in turn are asked, and then in turn written to; each is woken before. */
async function measure(generator: Generator, rounds: number, subjects: Subject[]): Promise<Figure[]> {
  const running: { subject: Subject; server: Server; get: Speed[]; post: Speed[] }[] = [];
  try {
    for (const subject of subjects)
      running.push({ subject, server: await start(subject.command, getPath(subject)), get: [], post: [] });
    for (let round = -UNCOUNTED; round < rounds; round++) {
      // A session of its own, where its codes are new.
      const headers = { 'x-mock-session': `round${round}` };
      for (const kind of ['get', 'post'] as const)
        for (const { subject, server, [kind]: speeds } of running) {
          const get = { method: 'GET', path: getPath(subject), headers };
          await generator.warmUp(server, get);
          const requests = kind === 'get' ? [get] : creates(subject, headers, SECONDS);
          const status = kind === 'get' ? 200 : subject.created;
          const speed = await generator.run(server, { requests, seconds: SECONDS }, status);
          if (round >= 0) speeds.push(speed);
        }
    }
    return running.map(({ subject: { name }, get, post }) => ({ name, get: middle(get), post: middle(post) }));
  } finally {
    await Promise.all(running.map(({ server }) => server.stop()));
  }
}

const middle = (speeds: Speed[]): Speed => ({
  perSecond: median(speeds.map(({ perSecond }) => perSecond)),
  cpu: median(speeds.map(({ cpu }) => cpu)),
});
