import { version } from '../version.ts';
import { parseSeed, type RunOptions } from './options.ts';
import type { Report } from './report.ts';
import { coverageOf } from './verdict.ts';

/** The report of a run that has only begun. If its process is killed, this is what remains. */
export const unfinishedReport = (url: string, { seed, strict = false }: RunOptions): Report => ({
  version,
  target: url,
  startedAt: new Date().toISOString(),
  durationMs: 0,
  requests: 0,
  heldBackMs: 0,
  verdict: 'inconclusive',
  coverage: coverageOf([], strict),
  problem: 'the run has not ended: it is still in progress, or it was killed',
  seed: parseSeed(seed).seed,
  token: '',
  results: [],
  leftovers: [],
});
