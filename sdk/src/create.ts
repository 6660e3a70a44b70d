import { outcomeUnknown, type ReferralCodesError } from './errors.ts';
import type { FindByCodeQuery, NewCode, ReferralCodeRecord } from './generated/client.ts';
import { quote } from './request.ts';
import { failed, responseOf, type Success } from './response.ts';
import { isTemporary, type PreparedRequest, retryDelay } from './retry.ts';
import { sleep } from './time-limit.ts';

/**
 * Creates a record at most once. If the response to a create is lost, the code is looked up: a matching active record that
 * was created since the call began is the result; only if the server says that the code does not exist is the create sent
 * again. A look-up without a response is repeated as well, but not the create.
 *
 * @throws {ReferralCodesError} `outcome-unknown` if neither can be established; otherwise the error of the create.
 */
export async function createOnce(
  request: PreparedRequest,
  create: () => Promise<Success>,
  find: (query: FindByCodeQuery) => Promise<Success>,
): Promise<Success> {
  const wanted: NewCode = JSON.parse(request.body ?? '');
  let lost: ReferralCodesError | undefined;
  let absent = false;
  for (let failures = 0; ; failures++) {
    if (!lost || absent) {
      const created = await create().catch(failed);
      if (created.ok) return created;
      lost = created.error;
      if (!lost.mayHaveHappened || !(lost.status || isTemporary(lost))) throw lost;
    }
    const found = await find({ code: wanted.code }).catch(failed);
    if (found.ok) return recovered(request, wanted, found, lost);
    const { error } = found;
    if (error.kind === 'aborted') throw error;
    absent = error.slug === 'code-not-found';
    // A refusal of the contract is final, unless it says that the code exists, which a later look-up may confirm.
    if (absent && lost.slug && lost.slug !== 'code-taken') throw lost;
    const last = absent ? lost : error;
    const delay = isTemporary(last) || last.status === 409 ? retryDelay(request, failures, last.response) : undefined;
    if (delay === undefined) throw unknown(request, lost, LOOK_UP, absent ? undefined : error);
    await sleep(request, delay);
  }
}

/** The result of a create whose code was found, if the record can only be the one that this call created. */
function recovered(
  request: PreparedRequest,
  { mentor_id, org_id }: NewCode,
  found: Success,
  lost: ReferralCodesError,
): Success {
  const record = found.value as ReferralCodeRecord;
  // The server's own clock, as far as a page may read it. It may show whole seconds, like the time of the record.
  const now = Date.parse(`${responseOf(record)?.headers.get('date')}`) || Date.now();
  const created = typeof record.created_at === 'string' ? Date.parse(record.created_at) : NaN;
  const isNew = created >= now - 1000 - (performance.now() - request.progress.started);
  const ours = record.mentor_id === mentor_id && record.org_id === org_id && isNew;
  if (ours && record.status === 'active') return { ...found, recovered: true };
  // A conflict with a record that is not this call's.
  if (lost.status === 409 && !ours) throw lost;
  throw unknown(request, lost, `the code belongs to the record ${quote(record.id)}`);
}

const LOOK_UP = 'look up the code first';

const unknown = (request: PreparedRequest, lost: ReferralCodesError, advice: string, lookup?: ReferralCodesError) =>
  outcomeUnknown(request, `the record may have been created: ${advice}`, lost, false, lookup);
