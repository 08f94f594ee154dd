import { generate } from 'selfsigned';

/** PEM texts. */
export interface Certificate {
  key: string;
  cert: string;
}
export interface Certificates {
  /** The private CA, by which clients verify. */
  ca: string;
  /** For 127.0.0.1 and localhost. */
  valid: Certificate;
  /** The same name, out of date since yesterday. */
  expired: Certificate;
}

const dayMs = 86_400_000;

/** Makes a CA and two server certificates under it, with keys on P-256; takes a few milliseconds. */
export async function makeCertificates(): Promise<Certificates> {
  const now = Date.now();
  const common = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;
  const authority = await generate([{ name: 'commonName', value: 'Biaochi stand-in CA' }], {
    ...common,
    notBeforeDate: new Date(now - 30 * dayMs),
    notAfterDate: new Date(now + 30 * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const issue = async (from: number, until: number): Promise<Certificate> => {
    const made = await generate([{ name: 'commonName', value: 'localhost' }], {
      ...common,
      notBeforeDate: new Date(from),
      notAfterDate: new Date(until),
      ca: { key: authority.private, cert: authority.cert },
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true, critical: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ],
    });
    return { key: made.private, cert: made.cert };
  };
  return {
    ca: authority.cert,
    valid: await issue(now - dayMs, now + 20 * dayMs),
    expired: await issue(now - 20 * dayMs, now - dayMs),
  };
}
