import { http } from 'msw';
import { setupWorker } from 'msw/browser';
import { createMock } from '../../src/msw.ts';

const mock = createMock({ scenario: 'source' });
const own = http.get('*/api/v1/referral-code-records/lookup', () => Response.json({ own: true }));
await setupWorker(own, ...mock.handlers).start({ quiet: true, onUnhandledRequest: 'bypass' });

Object.assign(globalThis, { mock });
