import { http } from 'msw';
import { setupWorker } from 'msw/browser';
import { createMock } from '../../src/msw/index.ts';
import { mswVersion, unanswered } from '../msw.ts';
import { tellStories } from '../stories.ts';

const mock = createMock({ scenario: 'source' });
const own = http.get('*/api/v1/referral-code-records/lookup', () => Response.json({ own: true }));
await setupWorker(own, ...mock.handlers).start({ quiet: true, ...unanswered('bypass') });

Object.assign(globalThis, { mswVersion, tellStories: () => tellStories(mock, 'https://api.test') });
