import type { TestProject } from 'vitest/node';
import { startCluster } from './cluster.ts';

/** Starts one PostgreSQL for all tests of the project `postgres`. If it does not start, the run ends with its message. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { connection, stop } = await startCluster();
  project.provide('postgres', connection);
  return stop;
}
