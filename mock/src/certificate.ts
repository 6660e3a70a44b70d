/** A certificate for this machine's own names, made anew: browsers must be told to trust it. */
export async function selfMade(host: string): Promise<{ key: string; cert: string }> {
  // Loaded only when asked for: it is the largest thing the mock depends on.
  const { generate } = await import('selfsigned');
  const names = [...new Set(['localhost', '127.0.0.1', '::1', host])];
  const altNames = names.map((name) =>
    /^[\d.]+$|:/.test(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
  );
  const made = await generate([{ name: 'commonName', value: 'referral-codes-mock' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  return { key: made.private, cert: made.cert };
}
