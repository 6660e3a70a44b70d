import { expect, it } from 'vitest';
import { instantiations, openapiFetchPage, ownPage } from '../../scripts/bench/instantiations/pages.ts';

it('a page of all operations costs the compiler at most a tenth of the types that openapi-fetch alone does', () => {
  const own = instantiations(ownPage());
  expect(own).toBeGreaterThan(0);
  expect(own).toBeLessThanOrEqual(instantiations(openapiFetchPage()) / 10);
});

it('a page that does not compile is not measured', () => {
  expect(() => instantiations('const text: string = 1;')).toThrow("'number' is not assignable to type 'string'");
});
