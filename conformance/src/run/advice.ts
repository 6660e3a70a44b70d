import { operations } from '@referral-codes/sdk/contract';
import type { ReceivedResponse } from '../message/exchange.ts';

/** What to do if nothing responds, by a part of the reason. The codes are those of Node and OpenSSL. */
const BY_REASON: readonly (readonly [RegExp, string])[] = [
  [
    /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|CERT_UNTRUSTED/,
    'Its certificate is not trusted here: set NODE_EXTRA_CA_CERTS to a PEM file that holds the certificate of its authority.',
  ],
  [/CERT_HAS_EXPIRED/, 'Its certificate has expired.'],
  [/ALTNAME/, 'Its certificate is for another host: use that one in the server URL.'],
  [/WRONG_VERSION|EPROTO|packet length/, 'It does not speak TLS: use http://.'],
  [/ENOTFOUND|EAI_AGAIN/, 'Is the name of the host right?'],
  [/no response within/, 'It accepts connections but does not respond; --timeout SECONDS waits longer.'],
  [/responded with (429|503)/, 'It limits requests or is overloaded: try later.'],
  [/responded with 50[24]/, 'A gateway responded in its place: is the server behind it running?'],
];

export const adviceFor = (reason: string): string =>
  BY_REASON.find(([pattern]) => pattern.test(reason))?.[1] ?? 'Is the server running, and is this its server URL?';

/** What to do if something else than this API responds. */
export function adviceForResponse(response: ReceivedResponse): string {
  const { status, headers, exchange } = response;
  const location = headers.get('location');
  if (status >= 300 && status < 400 && location !== null) return adviceForRedirect(location, exchange.url);
  const type = headers.get('content-type') ?? '';
  const what = /html/i.test(type) ? 'It is a web page. ' : '';
  return `${what}The server URL is what stands before ${operations.listRecords.path} in the URL of the list.`;
}

function adviceForRedirect(location: string, url: string): string {
  const { path } = operations.listRecords;
  const to = URL.canParse(location, url) ? new URL(location, url).href : location;
  if (to.endsWith(path)) return `It redirects to ${to}: use ${to.slice(0, -path.length)} as the server URL.`;
  return `It redirects to ${to}, which is not followed. If that is a login page, give credentials with -H.`;
}
