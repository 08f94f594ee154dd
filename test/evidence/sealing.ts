import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  makeSigningKey,
  readPublicKey,
  readSigningKey,
  type SealOptions,
  sealRun,
  type Trust,
  verifyBundle,
} from '../../evidence/index.ts';
import { writeSyntheticRun } from '../server/synthetic-run.ts';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export interface Workshop {
  folder: string;
  /** A fresh copy of a small run, already sealed as asked. */
  run(seal?: Partial<SealOptions>): Promise<string>;
  seal(directory: string, seal?: Partial<SealOptions>): ReturnType<typeof sealRun>;
  verify(directory: string, trust?: Partial<Trust>): ReturnType<typeof verifyBundle>;
  key: string;
  publicKey: string;
  remove(): void;
}

/** A folder with a key and runs to seal. */
export async function openWorkshop(): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), 'biaochi-seal-'));
  const made = makeSigningKey(join(folder, 'key.pem'));
  const model = await writeSyntheticRun();
  let count = 0;
  const workshop: Workshop = {
    folder,
    key: made.privateKey,
    publicKey: made.publicKey,
    async run(seal) {
      const directory = join(folder, `run-${++count}`);
      cpSync(model.directory, directory, { recursive: true });
      if (seal) await workshop.seal(directory, seal);
      return directory;
    },
    seal: (directory, seal = {}) =>
      sealRun({
        directory,
        tool: { name: 'biaochi', version: '0.1.0' },
        now: new Date(),
        certificates: [],
        ...seal,
      }),
    verify: (directory, trust = {}) => verifyBundle(directory, { anchors: [], now: new Date(), ...trust }),
    remove() {
      model.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return workshop;
}

/** The key of a workshop, to seal with and to verify by. */
export const keyFor = ({ key, folder, publicKey }: Workshop) => ({
  sign: { key: readSigningKey(`file:${key}`, join(folder, 'run-1')) },
  trust: { publicKey: readPublicKey(publicKey) },
});

/** Every regular file below a folder, relative. */
export function allFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}

export function flip(file: string, bit: number): void {
  const bytes = readFileSync(file);
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  writeFileSync(file, bytes);
}

/** Certificates made by openssl: a CA, and leaves that it signs. */
export function openAuthority(folder: string, name: string) {
  const path = (file: string) => join(folder, `${name}-${file}`);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', path('ca.key'), '-out', path('ca.pem')],
    ...['-subj', `/C=CN/O=${name}/CN=${name} CA`, '-days', '3650'],
  );
  return {
    ca: path('ca.pem'),
    certificate: new X509Certificate(readFileSync(path('ca.pem'))),
    /** Signs a certificate for a key file, valid for so many days from now. */
    issue(
      leaf: string,
      key: string,
      days: number,
      extensions = 'keyUsage=critical,digitalSignature',
    ): string {
      writeFileSync(path('ext'), `basicConstraints=CA:FALSE\n${extensions}\n`);
      openssl('req', '-new', '-key', key, '-subj', `/C=CN/O=${leaf}/CN=${leaf}`, '-out', path('csr'));
      openssl(
        ...[
          'x509',
          '-req',
          '-in',
          path('csr'),
          '-CA',
          path('ca.pem'),
          '-CAkey',
          path('ca.key'),
          '-CAcreateserial',
        ],
        ...['-days', String(days), '-extfile', path('ext'), '-out', path(`${leaf}.pem`)],
      );
      return path(`${leaf}.pem`);
    },
  };
}

export interface StampService {
  url: string;
  certificate: X509Certificate;
  /** Certificate of its CA. */
  ca: string;
  /** Changes every answer before it is sent. */
  spoil(change: ((response: Buffer) => Buffer) | undefined): void;
  close(): Promise<void>;
}

/** A small real time-stamp authority: `openssl ts -reply` behind HTTP. */
export async function startStampService(folder: string): Promise<StampService> {
  const authority = openAuthority(folder, 'TSA');
  const key = join(folder, 'tsa.key');
  execFileSync('openssl', ['genrsa', '-out', key, '2048'], { stdio: 'pipe' });
  const certificate = authority.issue('stamper', key, 3650, 'extendedKeyUsage=critical,timeStamping');
  writeFileSync(join(folder, 'serial'), '01\n');
  writeFileSync(
    join(folder, 'tsa.cnf'),
    `[tsa]\ndefault_tsa = service\n[service]\nserial = ${join(folder, 'serial')}\nsigner_cert = ${certificate}\nsigner_key = ${key}\ncerts = ${authority.ca}\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\naccuracy = secs:1\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n`,
  );
  let change: ((response: Buffer) => Buffer) | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      writeFileSync(join(folder, 'query.tsq'), Buffer.concat(chunks));
      execFileSync(
        'openssl',
        [
          'ts',
          '-reply',
          '-queryfile',
          join(folder, 'query.tsq'),
          '-config',
          join(folder, 'tsa.cnf'),
          '-out',
          join(folder, 'reply.tsr'),
        ],
        { stdio: 'pipe' },
      );
      const reply = readFileSync(join(folder, 'reply.tsr'));
      response.setHeader('content-type', 'application/timestamp-reply');
      response.end(change ? change(reply) : reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    certificate: new X509Certificate(readFileSync(certificate)),
    ca: authority.ca,
    spoil: (next) => {
      change = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
