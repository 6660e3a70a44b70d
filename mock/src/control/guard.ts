/** Who may use the control API. */
export interface GuardOptions {
  /** The host the mock was told to listen on; requests may name it. */
  host: string;
  /** What requests must carry as a bearer token, if anything. */
  token: string | undefined;
}

/** Why a request must not reach the control API, if it must not. */
export function forbiddenReason(
  request: Request,
  { host, token }: GuardOptions,
): { status: 401 | 403; detail: string } | undefined {
  const url = new URL(request.url);
  // A page that makes its own name lead here (DNS rebinding) still sends that name.
  if (!isKnownHost(url.hostname, host))
    return { status: 403, detail: `The control API is not known as ${url.hostname}; use its address or localhost.` };
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== url.origin)
    return { status: 403, detail: `Pages of ${origin} may not use the control API.` };
  // What a page asks without an Origin, such as an image. Another port of localhost is the same site, not the same origin.
  const site = request.headers.get('sec-fetch-site') ?? 'none';
  if (site !== 'none' && site !== 'same-origin')
    return { status: 403, detail: 'Pages of another origin may not use the control API.' };
  if (token !== undefined && !sameText(request.headers.get('authorization') ?? '', `Bearer ${token}`))
    return { status: 401, detail: 'Send the token that was printed at start: Authorization: Bearer <token>' };
  return undefined;
}

/** Whether nobody but this machine reaches a host. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);

/** An address cannot be made to lead elsewhere, nor can localhost. */
const isKnownHost = (name: string, host: string): boolean =>
  name === host || name === 'localhost' || name.endsWith('.localhost') || /^(\d+(\.\d+){3}|\[.*\])$/.test(name);

/** Takes as long for a near miss as for any other. */
function sameText(a: string, b: string): boolean {
  let differences = a.length ^ b.length;
  for (let index = 0; index < b.length; index++) differences |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return differences === 0;
}
