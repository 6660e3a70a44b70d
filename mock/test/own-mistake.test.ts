import { afterEach, expect, it, vi } from 'vitest';
import { serve } from '../src/http/index.ts';
import { createMock } from '../src/mock.ts';

afterEach(() => vi.restoreAllMocks());

it.each([
  [
    'at once',
    (error: Error) => {
      throw error;
    },
  ],
  ['after a wait', (error: Error) => Promise.reject(error)],
])(
  'an error of the mock itself, %s, is a 500 that tells the client nothing more, and is logged in full',
  async (_, fail) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const mock = createMock();
    const error = new Error('the path is /home/somebody');
    mock.answer = () => fail(error);
    const served = await serve(mock);
    try {
      const response = await fetch(`${served.url}/api/v1/referral-code-records`);
      const body = await response.text();
      expect(response.status).toBe(500);
      expect(body).toContain('The mock failed');
      expect(body).not.toMatch(/somebody|Error:|\bat /);
      expect(log).toHaveBeenCalledWith(error);
    } finally {
      await served.close(0);
    }
  },
);
