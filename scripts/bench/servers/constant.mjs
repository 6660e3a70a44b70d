export const BODY = JSON.stringify({
  id: 'rc_8f3a21bc',
  mentor_id: 'usr_4491',
  org_id: 'org_002',
  code: 'JAN-VERV-8F3A',
  status: 'active',
  created_at: '2026-01-10T09:00:00Z',
  deactivated_at: null,
});

export const HEADERS = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };

/** Tells the parent process where the server listens. */
export const tell = (port) => process.send?.({ port });
