import { afterEach, expect, it, vi } from 'vitest';
import { serve } from '../src/http/index.ts';
import { createMock } from '../src/mock.ts';

afterEach(() => vi.restoreAllMocks());

it('an error of the mock itself is logged in full, and the client gets a 500 that does not show it', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const error = new Error('the path is /home/somebody');
  const mock = createMock();
  mock.handle = () => Promise.reject(error);
  const served = await serve(mock);

  const response = await fetch(served.url);
  const body = await response.text();
  await served.close(0);

  expect(response.status).toBe(500);
  expect(body).toContain('The mock failed');
  expect(body).not.toMatch(/somebody|Error:|\bat /);
  expect(log).toHaveBeenCalledWith(error);
});
