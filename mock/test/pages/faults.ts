import { setupWorker } from 'msw/browser';
import type { Fault } from '../../src/faults/fault.ts';
import { createMock } from '../../src/msw/index.ts';
import { createWithFault } from '../fault-effects.ts';

const mock = createMock({ scenario: 'empty' });
await setupWorker(...mock.handlers).start({ quiet: true });

Object.assign(globalThis, { createWithFault: (fault: Fault) => createWithFault(mock, fault, location.origin) });
