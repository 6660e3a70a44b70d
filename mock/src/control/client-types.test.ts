import createClient from 'openapi-fetch';
import { expect, expectTypeOf, it } from 'vitest';
import type { JournalEntry as EntryInProcess } from '../journal/entry.ts';
import { createControl, type ExpectedRequest, type Fault } from './client.ts';
import type { components, paths } from './generated/control-schema.ts';
import type { ControlResult } from './handler-types.ts';

// Checked by the compiler: `npm run check` fails if a line marked @ts-expect-error compiles.

it('a request that control.yaml does not describe does not compile', () => {
  const api = createClient<paths>();
  expect([
    // @ts-expect-error There is no such path.
    () => api.GET('/clocks'),
    // @ts-expect-error The path has no such method.
    () => api.PATCH('/clock'),
    // @ts-expect-error A path parameter is missing.
    () => api.DELETE('/faults/{id}'),
    // @ts-expect-error There is no such query parameter.
    () => api.DELETE('/faults', { params: { query: { sed: 1 } } }),
    // @ts-expect-error A query parameter has another type.
    () => api.GET('/journal', { params: { query: { status: '409' } } }),
    // @ts-expect-error A body is missing.
    () => api.PUT('/clock', {}),
    // @ts-expect-error A field has another name.
    () => api.PUT('/clock', { body: { settings: 'real' } }),
    // @ts-expect-error A field has another type.
    () => api.PUT('/ids', { body: { seed: '1', drawn: 0 } }),
  ]).toHaveLength(8);
});

it('the methods of the client take only what the mock takes', () => {
  const control = createControl({ origin: 'http://127.0.0.1:4010' });
  expectTypeOf(control.faults.arm).parameter(0).toEqualTypeOf<Fault>();
  expect([
    // @ts-expect-error A latency takes a delay, min and max, or median and p99.
    () => control.faults.arm({ kind: 'latency' }),
    // @ts-expect-error There is no such scenario.
    () => control.scenario('nope'),
    // @ts-expect-error There is no such operation.
    () => control.journal.find({ operation: 'createCodes' }),
  ]).toHaveLength(3);
});

it('an exchange has the same type over HTTP and in process', () => {
  expectTypeOf<components['schemas']['JournalEntry']>().toExtend<EntryInProcess>();
  expectTypeOf<readonly EntryInProcess[]>().toExtend<ControlResult<'getJournal'>>();
});

it('an expected request has the same fields over HTTP and in process', () => {
  expectTypeOf<keyof components['schemas']['ExpectedRequest']>().toEqualTypeOf<keyof ExpectedRequest>();
});

it('a handler returns what control.yaml promises', () => {
  expectTypeOf<ControlResult<'armFault'>>().toEqualTypeOf<{ readonly id: string }>();
  expectTypeOf<ControlResult<'getCurl'>>().toEqualTypeOf<Response>();
  expectTypeOf<ControlResult<'reset'>>().toEqualTypeOf<void>();
});
