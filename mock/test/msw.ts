import msw from 'msw/package.json' with { type: 'json' };

/** The version of msw under test; vitest.config.ts lists them. */
export const mswVersion: string = msw.version;

/** Whether it supports the Node that runs the tests, as msw 3 does from 22.12 on. */
export const mswRunsHere = (): boolean =>
  process.versions.node.localeCompare(msw.engines.node.replace('>=', ''), 'en', { numeric: true }) >= 0;

/** The option for requests that no handler responds to: its names in msw 2 and in msw 3. */
export const onUnhandled = (how: 'bypass' | 'error') => ({ onUnhandledRequest: how, onUnhandledFrame: how });
