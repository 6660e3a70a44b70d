import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { UsageError } from '../errors.ts';
import { readText } from './read-text.ts';

/** A certificate and its private key, both in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/**
 * Reads a certificate and its private key from two PEM files.
 * @throws {UsageError} if the files do not contain a certificate and the private key that belongs to it.
 * @throws the system's error if a file cannot be read.
 */
export async function certificateFromFiles(certFile: string, keyFile: string): Promise<Certificate> {
  const [cert, key] = [await readText(certFile), await readText(keyFile)];
  const certificate = parsePem(certFile, 'certificate', () => new X509Certificate(cert));
  const privateKey = parsePem(keyFile, 'private key', () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey))
    throw new UsageError(`the private key in ${keyFile} does not belong to the certificate in ${certFile}`);
  return { cert, key };
}

function parsePem<T>(file: string, kind: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(`${file} does not contain a valid ${kind} in PEM format: ${(error as Error).message}`);
  }
}

const YEAR = 365 * 24 * 60 * 60 * 1000;

/** Makes a self-signed certificate for `host`, localhost and the loopback addresses. It is valid for a year. */
export async function selfSignedCertificate(host: string): Promise<Certificate> {
  // Imported here because it is the largest dependency, and only --https needs it.
  const { default: forge } = await import('node-forge');
  const { publicKey, privateKey } = await promisify(forge.pki.rsa.generateKeyPair)({ bits: 2048 });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  certificate.serialNumber = `00${randomBytes(16).toString('hex')}`;
  certificate.validity.notAfter = new Date(Date.now() + YEAR);
  const name = [{ name: 'commonName', value: 'referral-codes-mock' }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([{ name: 'subjectAltName', altNames: altNames(host) }]);
  certificate.sign(privateKey, forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(certificate), key: forge.pki.privateKeyToPem(privateKey) };
}

/** A GeneralName of RFC 5280: type 7 is an address, type 2 is a DNS name. */
const altNames = (host: string): object[] =>
  [...new Set(['localhost', '127.0.0.1', '::1', host])].map((name) =>
    isIP(name) ? { type: 7, ip: name } : { type: 2, value: name },
  );
