import msw from 'msw/package.json' with { type: 'json' };

/** The msw under test; vitest.config.ts says which are tried. */
export const mswVersion: string = msw.version;

/** Whether it supports the Node that runs the tests, as msw 3 does from 22.12 on. */
export const mswRunsHere = (): boolean =>
  process.versions.node.localeCompare(msw.engines.node.replace('>=', ''), 'en', { numeric: true }) >= 0;

/** What becomes of a request that no handler answers, under the name msw 2 has for it and under that of msw 3. */
export const unanswered = (how: 'bypass' | 'error') => ({ onUnhandledRequest: how, onUnhandledFrame: how });
