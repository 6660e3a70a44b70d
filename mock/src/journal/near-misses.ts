import { mounts, type Operation, type OperationId, operations } from '@referral-codes/sdk/contract';
import { splitTarget } from '../message/url.ts';

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
/** A longer path is near to none, and must cost nothing: every page can ask for any path. */
const LONGEST = 200;

/** The operations nearest to a request that is none, nearest first. */
export function nearMisses(method: string, target: string): NearMiss[] {
  const { pathname } = splitTarget(target);
  const paths = mounts
    .filter((mount) => pathname.startsWith(`${mount}/`) && pathname.length <= mount.length + LONGEST)
    .map((mount) => pathname.slice(mount.length));
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
const meant = ({ operation, path }: Candidate): string => operation.path.replace(/\{\w+\}/, () => lastSegment(path));

const lastSegment = (path: string): string => path.split('/').findLast((segment) => segment !== '') ?? '';

function hintOf(method: string, candidate: Candidate): string {
  const { operation, path } = candidate;
  if (path === meant(candidate)) return `${method} is not answered here; send ${operation.method}`;
  return path === `${meant(candidate)}/` ? 'leave out the trailing slash' : `the path is ${operation.path}`;
}

/** Levenshtein's distance where it is at most MOST_EDITS, else Infinity. Looks only at the band that can stay below it. */
function edits(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_EDITS) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next: number[] = new Array(b.length + 1).fill(Number.POSITIVE_INFINITY);
    if (i <= MOST_EDITS) next[0] = i;
    for (let j = Math.max(1, i - MOST_EDITS); j <= Math.min(b.length, i + MOST_EDITS); j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1]));
    row = next;
  }
  return row[b.length]! <= MOST_EDITS ? row[b.length]! : Number.POSITIVE_INFINITY;
}
