import { expect, it } from 'vitest';
import { instantiations, ownPage } from '../../scripts/bench/instantiations/pages.ts';

it('to check a page of all operations the compiler instantiates at most a tenth of what openapi-fetch makes it', () => {
  // openapi-fetch 0.17.0: 9,897. `npm run bench -- instantiations` measures it again, on a page of the same calls.
  const count = instantiations(ownPage());
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThanOrEqual(989);
});
