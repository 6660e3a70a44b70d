import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** The environment variable that names the file to write. */
export const REPORT_FILE = 'MUTATE_REPORT';

/** The results of a test run, as the reporter writes them. */
export interface Report {
  /** The full titles of the tests that passed. */
  readonly passed: readonly string[];
  readonly failed: readonly { readonly title: string; readonly timedOut: boolean }[];
  /** Errors outside of tests, such as in an import or a hook. */
  readonly trouble: readonly string[];
}

/** A reporter for vitest, whose own JSON reporter does not distinguish timeouts from other failures. */
// biome-ignore lint/style/noDefaultExport: vitest takes the default export for the reporter.
export default class MutateReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const report: Report = {
      passed: tests.filter((test) => test.result().state === 'passed').map((test) => test.fullName),
      failed: tests
        .filter((test) => test.result().state === 'failed')
        .map((test) => ({
          title: test.fullName,
          timedOut: (test.result().errors ?? []).some(({ message }) => message.startsWith('Test timed out in')),
        })),
      trouble: [...suites.flatMap((suite) => suite.errors()), ...unhandled].map(({ message }) => message),
    };
    const file = process.env[REPORT_FILE];
    if (file === undefined) throw new Error(`${REPORT_FILE} must name the file to write`);
    writeFileSync(file, JSON.stringify(report));
  }
}
