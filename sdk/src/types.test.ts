import { expectTypeOf, it } from 'vitest';
import { createReferralCodes } from './client.ts';
import { createError, type ErrorOf, isProblem, orNull, type ProblemBody, ReferralCodesError } from './errors.ts';
import type {
  ActiveCodeExists,
  DeletionReceipt,
  InvalidRequest,
  RecordPage,
  ReferralCodeRecord,
} from './generated/client.ts';
import type { OperationId, operations } from './generated/operations.ts';

const codes = createReferralCodes({ baseUrl: 'http://127.0.0.1:9' });

it('every method is typed by the contract', () => {
  expectTypeOf(codes.listRecords).returns.resolves.toEqualTypeOf<RecordPage>();
  expectTypeOf(codes.createCode).returns.resolves.toEqualTypeOf<ReferralCodeRecord>();
  expectTypeOf(codes.deleteRecord).returns.resolves.toEqualTypeOf<DeletionReceipt>();
  expectTypeOf(codes.getActiveCode).parameter(0).toEqualTypeOf<{ mentor_id: string; org_id: string }>();
  expectTypeOf(codes.getRecord).parameter(0).toEqualTypeOf<string>();
  expectTypeOf(codes.deactivateCode).toBeCallableWith('rc_8f3a21bc');
  // @ts-expect-error A code has three fields.
  () => codes.createCode({ mentor_id: 'usr_4491', org_id: 'org_002' });
  // @ts-expect-error The only status to be given is inactive.
  () => codes.deactivateCode('rc_8f3a21bc', { status: 'active' });
  // @ts-expect-error Both are required.
  () => codes.getActiveCode({ mentor_id: 'usr_4491' });
});

it('isProblem narrows to the body of that problem', () => {
  const error: unknown = new Error();
  if (isProblem(error, 'active-code-exists')) {
    expectTypeOf(error.problem).toEqualTypeOf<ProblemBody<'active-code-exists'>>();
    expectTypeOf(error.problem.record_id).toEqualTypeOf<ActiveCodeExists['record_id'] | undefined>();
  }
  const own = error as ErrorOf<'createCode'>;
  // The contract lists no such refusal for a create.
  if (isProblem(own, 'no-active-code')) expectTypeOf(own).toBeNever();
  if (isProblem(own, 'code-taken')) expectTypeOf(own.problem).toEqualTypeOf<ProblemBody<'code-taken'>>();
  // biome-ignore lint/suspicious/noExplicitAny: what a catch of a promise gives.
  const any: any = error;
  if (isProblem(any, 'code-taken')) expectTypeOf(any.problem).toEqualTypeOf<ProblemBody<'code-taken'>>();
  else expectTypeOf(any).toBeAny();
  // @ts-expect-error There is no such problem.
  isProblem(error, 'no-such-problem');
  // @ts-expect-error The contract lists it for no operation, so that no error can have it.
  isProblem(error, 'path-not-found');
});

it('the slug alone tells which problem an error is', () => {
  const error = new Error() as ErrorOf<'createCode'>;
  if (error.slug === 'code-taken') expectTypeOf(error.problem).toEqualTypeOf<ProblemBody<'code-taken'>>();
});

it('only the type of a problem is certain: a server may leave out the other members', () => {
  const error = new Error() as ErrorOf<'findByCode'>;
  if (!isProblem(error, 'invalid-request')) return;
  expectTypeOf(error.problem.type).toEqualTypeOf<InvalidRequest['type']>();
  expectTypeOf(error.problem.errors).toExtend<readonly { pointer: string }[] | undefined>();
  // @ts-expect-error A server may leave it out.
  () => error.problem.errors.length;
});

it('headers are typed, whatever libraries a project has', () => {
  () => codes.getRecord('rc_1', { headers: new Headers() });
  () => codes.getRecord('rc_1', { headers: [['x-app', 'shop']] });
  () => codes.getRecord('rc_1', { headers: { 'x-app': 'shop', 'x-trace': null, 'x-user': undefined } });
  () => codes.getRecord('rc_1', { headers: {} as HeadersInit });
  // @ts-expect-error A number is not headers.
  () => codes.getRecord('rc_1', { headers: 42 });
});

it('what may be omitted may be undefined, also where a project tells these apart', () => {
  const maybe = undefined as AbortSignal | undefined;
  const number = undefined as number | undefined;
  const text = undefined as string | undefined;
  () =>
    codes.getRecord('rc_1', { signal: maybe, timeout: number, headers: undefined, init: undefined, fetch: undefined });
  () => codes.listRecords({ page: number, limit: number }, { maxItems: number });
  () => codes.deactivateCode('rc_1', { deactivated_at: text, status: undefined });
  () =>
    createReferralCodes({ baseUrl: text, onStart: undefined, schemas: undefined, validate: undefined, signal: null });
});

it('instanceof narrows to the union of all errors', () => {
  const error: unknown = new Error();
  if (error instanceof ReferralCodesError) expectTypeOf(error).toEqualTypeOf<ReferralCodesError>();
});

it('an error cannot be created without the properties of its kind', () => {
  const response = new Response();
  // @ts-expect-error A problem has a slug and a body.
  () => createError('', { kind: 'problem', response, body: {} });
  // @ts-expect-error An unexpected status has a response.
  () => createError('', { kind: 'unexpected-status' });
  // @ts-expect-error A timeout has no response.
  () => createError('', { kind: 'timeout', response });
});

it('a result is a value or an error of that operation', async () => {
  const result = await codes.safe.createCode(
    { mentor_id: 'm', org_id: 'o', code: 'A' },
    { fetch: async () => new Response() },
  );
  if (result.ok) expectTypeOf(result.value).toEqualTypeOf<ReferralCodeRecord>();
  else if (result.error.kind === 'problem' && result.error.slug === 'code-taken')
    expectTypeOf(result.error.problem).toEqualTypeOf<ProblemBody<'code-taken'>>();
  else expectTypeOf(result.error).toExtend<Error>();
});

it('a list is a page to await and records to iterate over', () => {
  expectTypeOf(codes.listRecords).returns.toExtend<AsyncIterable<ReferralCodeRecord>>();
  expectTypeOf<ReturnType<ReturnType<typeof codes.listRecords>['pages']>>().toEqualTypeOf<AsyncIterable<RecordPage>>();
  expectTypeOf(
    orNull(codes.getRecord('rc_1', { fetch: async () => Response.json({}) })),
  ).resolves.toEqualTypeOf<ReferralCodeRecord | null>();
});

it('the errors of each operation are those that the contract lists for it, with and without safe', () => {
  type Listed = { [Id in OperationId]: (typeof operations)[Id]['problems'][number] };
  type Slug<E> = E extends { kind: 'problem'; slug: infer S } ? S : never;
  expectTypeOf<{ [Id in OperationId]: Slug<ErrorOf<Id>> }>().toEqualTypeOf<Listed>();
  type Answered<Id extends OperationId> = Extract<Awaited<ReturnType<(typeof codes.safe)[Id]>>, { ok: false }>['error'];
  expectTypeOf<{ [Id in OperationId]: Slug<Answered<Id>> }>().toEqualTypeOf<Listed>();
  expectTypeOf<Listed['getRecord']>().toEqualTypeOf<'record-not-found'>();
});
