import { mounts, type Operation, type OperationId, operations } from '@referral-codes/sdk/contract';
import { splitTarget } from './url.ts';

/** An operation that may have been meant. */
export interface NearMiss {
  readonly operation: OperationId;
  readonly method: string;
  readonly path: string;
  /** What to change. */
  readonly hint: string;
}

const MOST = 3;
const MOST_EDITS = 8;
/** A longer path is near to none. */
const LONGEST = 200;

/** The operations nearest to a request that is none, nearest first. */
export function nearMisses(method: string, target: string): NearMiss[] {
  const { pathname } = splitTarget(target);
  const paths = mounts.filter((mount) => pathname.startsWith(`${mount}/`)).map((mount) => pathname.slice(mount.length));
  return Object.entries<Operation>(operations)
    .flatMap(([id, operation]) => paths.map((path) => ({ id: id as OperationId, operation, path })))
    .map((one) => ({ ...one, far: edits(one.path, meant(one)) + Number(one.operation.method !== method) }))
    .filter(({ far }) => far <= MOST_EDITS)
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST)
    .map((one) => ({
      operation: one.id,
      method: one.operation.method,
      path: one.operation.path,
      hint: hintOf(method, one),
    }));
}

interface Candidate {
  operation: Operation;
  path: string;
}

/** The operation's path, its parameter being what the request has last. */
const meant = ({ operation, path }: Candidate): string =>
  operation.path.replace(/\{\w+\}/, () => path.match(/([^/]+)\/?$/)?.[1] ?? '');

function hintOf(method: string, candidate: Candidate): string {
  const { operation, path } = candidate;
  if (path === meant(candidate)) return `${method} is not answered here; send ${operation.method}`;
  return path === `${meant(candidate)}/` ? 'leave out the trailing slash' : `the path is ${operation.path}`;
}

/** Levenshtein's distance. */
function edits(a: string, b: string): number {
  if (a.length > LONGEST) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length]!;
}
