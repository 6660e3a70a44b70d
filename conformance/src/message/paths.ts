import { operations } from '@referral-codes/sdk/contract';

export type Query = Record<string, string | number>;

/** The path of a record. A server may choose any id. Lone surrogates are replaced, because encodeURIComponent throws on them. */
export const pathOf = (id: string): string =>
  operations.getRecord.path.replace('{id}', () => encodeURIComponent(id.replaceAll(/\p{Cs}/gu, '\uFFFD')));

/** The id in the path of a record; undefined for every other path. */
export function idIn(path: string): string | undefined {
  const [pathname = ''] = path.split('?');
  if (pathname === operations.getActiveCode.path || pathname === operations.findByCode.path) return undefined;
  const prefix = `${operations.listRecords.path}/`;
  if (!pathname.startsWith(prefix)) return undefined;
  try {
    return decodeURIComponent(pathname.slice(prefix.length));
  } catch {
    return pathname.slice(prefix.length);
  }
}

/** The code in the path of a lookup; undefined for every other path. */
export const codeIn = (path: string): string | undefined =>
  path.startsWith(`${operations.findByCode.path}?`)
    ? (new URLSearchParams(path.split('?')[1]).get('code') ?? undefined)
    : undefined;

export const search = (query: Query): string =>
  new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)])).toString();

export const lookupPath = (code: string): string => `${operations.findByCode.path}?${search({ code })}`;

export const activePath = (mentor_id: string, org_id: string): string =>
  `${operations.getActiveCode.path}?${search({ mentor_id, org_id })}`;
