// node constants.mjs <bare|bridge> <port>: answers every request with the same record, which no mock can do faster.
// `bare` loads node:http only, so its start is also the fastest possible one.

const [kind, port] = process.argv.slice(2);
const body = JSON.stringify({
  id: 'rc_9a2c471b',
  mentor_id: 'usr_4491',
  org_id: 'org_001',
  code: 'JAN-VERV-8F3A',
  status: 'active',
  created_at: '2026-01-10T09:00:00Z',
  deactivated_at: null,
});
const headers = { 'content-type': 'application/json' };
// Made once: making it for each response would be a large part of the work.
const headersWithLength = { ...headers, 'content-length': body.length };
const { createServer } = await import('node:http');
createServer(await listener()).listen(Number(port), '127.0.0.1');

async function listener() {
  if (kind === 'bare') return (_, response) => response.writeHead(200, headersWithLength).end(body);
  const { getRequestListener } = await import('@hono/node-server');
  return getRequestListener(() => new Response(body, { headers }));
}
