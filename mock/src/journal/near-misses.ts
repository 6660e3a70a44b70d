import { mounts, type Operation, type OperationId, operations } from '@referral-codes/sdk/contract';
import leven from 'leven';
import { splitTarget } from '../message/url.ts';

/** An operation that a request may have been meant for, if its path or method matches none. */
export interface NearMiss {
  readonly operation: OperationId;
  readonly method: string;
  readonly path: string;
  /** What to change in the request, such as `remove the trailing slash`. */
  readonly hint: string;
}

const MAX_NEAR_MISSES = 3;
/** Characters to insert, delete or replace. */
const MAX_EDITS = 8;
/** A longer path has no near misses: comparing it would cost too much, and any client can send one. */
const MAX_PATH_LENGTH = 200;

/** The operations that are most like a request that matches none, the most similar first. */
export function nearMisses(method: string, target: string): NearMiss[] {
  const { pathname } = splitTarget(target);
  const paths = mounts
    .filter((mount) => pathname.startsWith(`${mount}/`) && pathname.length <= mount.length + MAX_PATH_LENGTH)
    .map((mount) => pathname.slice(mount.length));
  return Object.entries<Operation>(operations)
    .flatMap(([id, operation]) => paths.map((path) => ({ id: id as OperationId, operation, path })))
    .map((candidate) => ({ ...candidate, distance: distanceOf(method, candidate) }))
    .filter(({ distance }) => distance <= MAX_EDITS)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MAX_NEAR_MISSES)
    .map((candidate) => ({
      operation: candidate.id,
      method: candidate.operation.method,
      path: candidate.operation.path,
      hint: hintOf(method, candidate),
    }));
}

interface Candidate {
  readonly operation: Operation;
  /** The path that was sent, below its mount. */
  readonly path: string;
}

/** Edits between the path that was sent and the path of the operation; another method counts as one more. */
const distanceOf = (method: string, candidate: Candidate): number =>
  leven(candidate.path, expectedPath(candidate), { maxDistance: MAX_EDITS + 1 }) +
  Number(candidate.operation.method !== method);

/** The operation's path with the last segment of the path that was sent as its parameter. */
const expectedPath = ({ operation, path }: Candidate): string =>
  operation.path.replace(/\{\w+\}/, () => lastSegment(path));

const lastSegment = (path: string): string => path.split('/').findLast((segment) => segment !== '') ?? '';

function hintOf(method: string, candidate: Candidate): string {
  const { operation, path } = candidate;
  if (path === expectedPath(candidate)) return `use the method ${operation.method}, not ${method}`;
  return path === `${expectedPath(candidate)}/` ? 'remove the trailing slash' : `use the path ${operation.path}`;
}
