import { afterEach, beforeEach } from 'vitest';
import { required } from '../../scripts/required.ts';
import { type ServedMock, serve } from '../src/http/index.ts';
import { createMock, type Mock } from '../src/mock.ts';
import type { MockOptions } from '../src/mock-options.ts';

/** Serves a new mock before each test of the file, and closes it afterwards. The members are those of the current test. */
export function serveForEachTest(options: MockOptions): { readonly mock: Mock; readonly served: ServedMock } {
  let mock: Mock | undefined;
  let served: ServedMock | undefined;
  beforeEach(async () => {
    mock = createMock(options);
    served = await serve(mock);
  });
  afterEach(() => served?.close(0));
  return {
    get mock() {
      return required(mock);
    },
    get served() {
      return required(served);
    },
  };
}
