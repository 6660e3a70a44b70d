import { expectTypeOf, it } from 'vitest';
import { createReferralCodes } from './client.ts';
import { type ErrorOf, isProblem } from './errors.ts';
import type { ActiveCodeExists, DeletionReceipt, RecordPage, ReferralCodeRecord } from './generated/client.ts';

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

it('isProblem narrows to the body of that refusal', () => {
  const error: unknown = new Error();
  if (isProblem(error, 'active-code-exists')) {
    expectTypeOf(error.problem).toEqualTypeOf<ActiveCodeExists>();
    expectTypeOf(error.problem.record_id).toEqualTypeOf<string>();
  }
  // @ts-expect-error There is no such refusal.
  isProblem(error, 'no-such-refusal');
});

it('the errors of an operation are those the contract lists for it', () => {
  type Slugs<Id extends Parameters<typeof slugs>[0]> = Extract<ErrorOf<Id>, { kind: 'problem' }>['slug'];
  const slugs = (_id: 'getRecord' | 'getActiveCode') => undefined;
  expectTypeOf<Slugs<'getRecord'>>().toEqualTypeOf<'record-not-found'>();
  expectTypeOf<Slugs<'getActiveCode'>>().toEqualTypeOf<'invalid-request' | 'no-active-code'>();
});
