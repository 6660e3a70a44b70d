import { http } from 'msw';
import { setupWorker } from 'msw/browser';
import { createMock } from '../../src/msw/index.ts';
import { mswVersion, onUnhandled } from '../msw.ts';
import { createInSessions } from '../parallel-sessions.ts';

const mock = createMock({ scenario: 'source' });
const own = http.get('*/api/v1/referral-code-records/lookup', () => Response.json({ own: true }));
await setupWorker(own, ...mock.handlers).start({ quiet: true, ...onUnhandled('bypass') });

Object.assign(globalThis, { mswVersion, createInSessions: () => createInSessions(mock, 'https://api.test') });
