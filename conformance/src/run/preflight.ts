import { mounts, operations } from '@referral-codes/sdk/contract';
import { CannotJudge, TransportError } from '../errors.ts';
import { Transport, type TransportOptions } from '../http/transport.ts';
import { is2xx, objectOf, type ReceivedResponse, summary } from '../message/exchange.ts';
import { adviceFor, adviceForResponse } from './advice.ts';

/** Statuses with which this API may refuse or fail to list. The rules judge these. */
const REFUSALS = [401, 403, 429, 500];

/**
 * Checks that the API responds under this URL, before anything is written.
 * @throws {CannotJudge} if nothing responds, if it is another API, or if the API is under another mount, which the message names.
 */
export async function preflight(options: TransportOptions): Promise<void> {
  const response = await listAt(options.url, options).catch((error) => {
    if (!(error instanceof TransportError)) throw error;
    throw new CannotJudge(`${error.message}. ${adviceFor(error.message)}`);
  });
  if (isList(response) || REFUSALS.includes(response.status)) return;
  for (const url of otherUrls(options.url)) {
    const other = await listAt(url, options).catch(() => undefined);
    if (other && isList(other))
      throw new CannotJudge(`${options.url} is not the server URL. The API responds under ${url || '/'}: use that.`);
  }
  throw new CannotJudge(
    `this is not the referral-code-records API: ${response.exchange.url} responded with ${summary(response)}. ${adviceForResponse(response)}`,
  );
}

const listAt = (url: string, options: TransportOptions): Promise<ReceivedResponse> =>
  new Transport({ ...options, url, repeatTimeouts: false }).send(
    { method: 'GET', path: operations.listRecords.path },
    () => {},
  );

/** Whether a response is a list of this API, valid or not. */
const isList = (response: ReceivedResponse): boolean =>
  is2xx(response) &&
  (Array.isArray(response.json) || 'data' in objectOf(response) || 'pagination' in objectOf(response));

/** The server URLs that the user may have meant: the same place with each of the mounts. */
const otherUrls = (url: string): string[] =>
  [...new Set(mounts.map((mount) => withoutPaths(url) + mount))].filter((other) => other !== url);

/** The URL without the mounts and the path of the list at its end. */
function withoutPaths(url: string): string {
  const path = [operations.listRecords.path, ...mounts].find((path) => path !== '' && url.endsWith(path));
  return path === undefined ? url : withoutPaths(url.slice(0, -path.length));
}

/** Why the server cannot be judged; undefined if the work succeeds. */
export async function problemOf(work: Promise<void>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof CannotJudge) return error.message;
    throw error;
  }
}
