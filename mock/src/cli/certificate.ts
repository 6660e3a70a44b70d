import { createPrivateKey, X509Certificate } from 'node:crypto';
import { UsageError } from '../errors.ts';
import { readText } from './read-text.ts';

/** Both in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/**
 * A certificate and its key from files. Throws the system's error where one cannot be read, and a UsageError that names the
 * file where it is no certificate or key, or where they do not belong together.
 */
export async function fromFiles(certFile: string, keyFile: string): Promise<Certificate> {
  const [cert, key] = [await readText(certFile), await readText(keyFile)];
  const certificate = parsed(certFile, 'certificate', () => new X509Certificate(cert));
  const privateKey = parsed(keyFile, 'private key', () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey))
    throw new UsageError(`the key in ${keyFile} is not that of the certificate in ${certFile}`);
  return { cert, key };
}

function parsed<T>(file: string, kind: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(`${file} holds no ${kind} in PEM that can be used: ${(error as Error).message}`);
  }
}

/** A certificate for this machine's own names, made anew: browsers must be told to trust it. */
export async function selfMade(host: string): Promise<Certificate> {
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
