import { faster, type Generator, type Speed } from './load.ts';
import { type Server, start } from './server.ts';
import { median } from './statistics.ts';
import { bare, bridge, creates, mock, recordPath, type Subject } from './subjects.ts';
import { type Findings, share, type Table } from './table.ts';

const SECONDS = 1;
/** Rounds before those that count: until then, V8 is still compiling. */
const UNCOUNTED = 2;

interface Figure {
  readonly name: string;
  /** Medians over the rounds. */
  readonly get: Speed;
  readonly post: Speed;
}

/** How fast the mock answers over HTTP, compared with constant responses. */
export async function overHttp({ generator, rounds }: { generator: Generator; rounds: number }): Promise<Findings> {
  const running = await Promise.all(
    [bare, bridge, mock].map(async (subject) => ({ subject, server: await start(subject.command, recordPath) })),
  );
  try {
    const speeds = await measure(generator, rounds, running);
    const figures = speeds.map(({ name, get, post }): Figure => ({ name, get: middle(get), post: middle(post) }));
    return findings(figures);
  } finally {
    await Promise.all(running.map(({ server }) => server.stop()));
  }
}

function findings(figures: Figure[]): Findings {
  const [constant, bridged, ours] = figures as [Figure, Figure, Figure];
  return {
    figures,
    tables: [
      table('GET by id over HTTP, 20 connections', figures, ({ get }) => get),
      table('POST over HTTP, 20 connections', figures, ({ post }) => post),
    ],
    verdicts: [
      faster('GET by id : bridge constant', ours.get, bridged.get, 0.8),
      faster('GET by id : node:http constant', ours.get, constant.get, 0.6),
      faster('POST : bridge constant', ours.post, bridged.post, 0.6),
    ],
  };
}

const table = (title: string, figures: Figure[], speedOf: (figure: Figure) => Speed): Table => ({
  title,
  rows: figures.map((figure) => {
    const { perSecond, cpu } = speedOf(figure);
    return {
      name: figure.name,
      'requests a second': Math.round(perSecond),
      'mock : this': share(speedOf(figures.at(-1) ?? figure).perSecond / perSecond),
      'processor µs a request': cpu.toFixed(1),
    };
  }),
});

/** In every round, each server in turn gets the reads, and then each in turn the writes. */
async function measure(generator: Generator, rounds: number, running: { subject: Subject; server: Server }[]) {
  const speeds = running.map(({ subject: { name } }) => ({ name, get: [] as Speed[], post: [] as Speed[] }));
  for (let round = -UNCOUNTED; round < rounds; round++) {
    // A session of its own for each round, so that the codes are new.
    const headers = { 'x-mock-session': `round${round}` };
    const get = { method: 'GET', path: recordPath, headers };
    for (const kind of ['get', 'post'] as const)
      for (const [index, { subject, server }] of running.entries()) {
        await generator.warmUp(server, get);
        const requests = kind === 'get' ? [get] : creates(headers, SECONDS);
        const status = kind === 'get' ? 200 : subject.created;
        const speed = await generator.run(server, { requests, seconds: SECONDS }, status);
        if (round >= 0) speeds[index]?.[kind].push(speed);
      }
  }
  return speeds;
}

const middle = (speeds: Speed[]): Speed => ({
  perSecond: median(speeds.map(({ perSecond }) => perSecond)),
  cpu: median(speeds.map(({ cpu }) => cpu)),
});
