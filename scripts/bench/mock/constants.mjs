// node constants.mjs <bare|bridge|hono> <port>: one constant answer to everything, the speed no mock can beat.
// `bare` loads nothing but node:http, so that it is also the quickest start there is.

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
// Made once: to spread headers into an object of each answer's own would be a large part of its work.
const withLength = { ...headers, 'content-length': body.length };
const { createServer } = await import('node:http');
createServer(await listener()).listen(Number(port), '127.0.0.1');

async function listener() {
  if (kind === 'bare') return (_, answer) => answer.writeHead(200, withLength).end(body);
  const { getRequestListener } = await import('@hono/node-server');
  if (kind === 'bridge') return getRequestListener(() => new Response(body, { headers }));
  const { Hono } = await import('hono');
  return getRequestListener(new Hono().all('*', (context) => context.body(body, 200, headers)).fetch);
}
