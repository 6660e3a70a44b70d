import { isProblem, outcomeUnknown, type ReferralCodesError } from './errors.ts';
import type { FindByCodeQuery, NewCode, ReferralCodeRecord } from './generated/client.ts';
import { quote } from './request.ts';
import { failed, type Success } from './response.ts';
import { type PreparedRequest, retryDelay } from './retry.ts';
import { sleep } from './time-limit.ts';

/**
 * Creates a record at most once. If the response to a create is lost, the code is looked up: a matching active record is
 * the result; only if the server says that the code does not exist is the create sent again.
 *
 * @throws {ReferralCodesError} `outcome-unknown` if neither can be established; otherwise the error of the create.
 */
export async function createOnce(
  request: PreparedRequest,
  create: () => Promise<Success>,
  find: (query: FindByCodeQuery) => Promise<Success>,
): Promise<Success> {
  const { code, mentor_id, org_id }: NewCode = JSON.parse(request.body ?? '');
  for (let failures = 0; ; failures++) {
    const created = await create().catch(failed);
    if (created.ok) return created;
    const lost = created.error;
    // After a lost response, a conflict may be with the very record that the earlier attempt created.
    const conflict = failures > 0 && lost.kind === 'problem' && lost.status === 409;
    if (!conflict && !mayBeStored(lost)) throw lost;
    const found = await find({ code }).catch(failed);
    if (!found.ok && !isProblem(found.error, 'code-not-found'))
      throw found.error.kind === 'aborted' ? found.error : unknown(lost, LOOK_UP, found.error);
    const record = found.ok ? (found.value as ReferralCodeRecord) : undefined;
    const ours = record?.mentor_id === mentor_id && record.org_id === org_id;
    if (found.ok && ours && record.status === 'active') return found;
    if (conflict && !ours) throw lost;
    if (record) throw unknown(lost, `the code belongs to the record ${quote(record.id)}, ${quote(record.status)}`);
    const delay = retryDelay(request, failures, lost.response);
    if (delay === undefined) throw unknown(lost, LOOK_UP);
    await sleep(request, delay);
  }
}

const LOOK_UP = 'look up the code before creating it again';

/** Tells whether the server may have stored the record although the create failed. */
const mayBeStored = ({ kind, status = 0 }: ReferralCodesError): boolean =>
  kind !== 'aborted' && (status < 400 || status === 408 || status >= 500);

const unknown = (lost: ReferralCodesError, advice: string, cause?: unknown) =>
  outcomeUnknown(`the record may have been created: ${advice}`, lost, false, cause);
