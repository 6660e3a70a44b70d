import { setupWorker } from 'msw/browser';
import type { Fault } from '../../src/faults/fault.ts';
import { createMock } from '../../src/msw/index.ts';
import { suffer } from '../suffer.ts';

const mock = createMock({ scenario: 'empty' });
await setupWorker(...mock.handlers).start({ quiet: true });

Object.assign(globalThis, { suffer: (fault: Fault) => suffer(mock, fault, location.origin) });
