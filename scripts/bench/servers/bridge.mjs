// The same constant answer through the Request/Response bridge the mock uses, as a handler would give it.
import { serve } from '@hono/node-server';
import { BODY, HEADERS, tell } from './constant.mjs';

serve({ fetch: () => new Response(BODY, { headers: HEADERS }), port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  tell(port),
);
