import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasSm2Program, readCertificates, readPublicKey, readSigningKey } from '../../evidence/index.ts';
import {
  hasOpenssl,
  keyFor,
  openAuthority,
  openWorkshop,
  type StampService,
  startStampService,
  type Workshop,
} from './sealing.ts';

const day = 24 * 3600_000;

if (!hasOpenssl)
  it.skip('no openssl program here: time stamps, certificates and SM2 are not tried', () => {});

describe.runIf(hasOpenssl)('with openssl', () => {
  let workshop: Workshop;
  let keys: ReturnType<typeof keyFor>;
  let service: StampService;
  let authority: ReturnType<typeof openAuthority>;
  let certificate: string;
  beforeAll(async () => {
    workshop = await openWorkshop();
    await workshop.run();
    keys = keyFor(workshop);
    service = await startStampService(workshop.folder);
    authority = openAuthority(workshop.folder, '签发机构');
    certificate = authority.issue('signer', workshop.key, 30);
  });
  afterAll(async () => {
    await service.close();
    workshop.remove();
  });
  const certified = () => ({ ...keys.sign, certificates: readCertificates(certificate) });
  const anchors = () => [...readCertificates(authority.ca), ...readCertificates(service.ca)];
  const stateOf = (found: ReturnType<Workshop['verify']>, id: string) =>
    found.checks.find((check) => check.id === id)?.state;
  /** Puts other bytes into a file of the seal and mends the list that finds accidents. */
  const forge = (directory: string, name: string, change: (bytes: Buffer) => Buffer) => {
    const folder = join(directory, 'seal/001');
    const bytes = change(readFileSync(join(folder, name)));
    writeFileSync(join(folder, name), bytes);
    const hex = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
    const body = readFileSync(join(folder, 'seal.sha256'), 'utf8')
      .split('\n')
      .filter((line) => /^[0-9a-f]/.test(line))
      .map((line) => (line.endsWith(`  ${name}`) ? `${hex(bytes)}  ${name}\n` : `${line}\n`))
      .join('');
    writeFileSync(join(folder, 'seal.sha256'), `${body}# ${hex(body)}\n`);
  };

  describe('a time stamp', () => {
    it('over manifest and signature, with certificate: formal use has all it asks for', async () => {
      const directory = await workshop.run({ ...certified(), timeStampService: service.url });
      const found = workshop.verify(directory, { anchors: anchors() });
      expect(found.checks.filter(({ state }) => state !== 'passed')).toEqual([]);
      expect(found.result).toBe('intact-signed');
      expect(found.formalGaps).toEqual([]);
      const message = found.checks.find(({ id }) => id === 'time-stamp')!.message;
      expect(message).toContain('CN=stamper');
    });

    it('of an authority that nobody vouches for is unproven', async () => {
      const directory = await workshop.run({ ...certified(), timeStampService: service.url });
      const found = workshop.verify(directory, { anchors: readCertificates(authority.ca) });
      expect(stateOf(found, 'time-stamp')).toBe('unproven');
      expect(found.result).toBe('intact-signed');
      expect(found.formalGaps).toEqual(['缺少经 --ca 核对的可信时间戳']);
    });

    it('tampered with anywhere that counts is found, also when the list of digests was mended', async () => {
      const directory = await workshop.run({ ...keys.sign, timeStampService: service.url });
      const whole = readFileSync(join(directory, 'seal/001/manifest.tsr'));
      const signer = service.certificate.raw;
      const place = (bytes: Buffer) => {
        const at = whole.indexOf(bytes);
        expect(at).toBeGreaterThan(0);
        return at;
      };
      const stamped = place(
        createHash('sha256')
          .update(readFileSync(join(directory, 'seal/001/manifest.json')))
          .digest(),
      );
      const messageDigest = whole.lastIndexOf(Buffer.from('06092a864886f70d010904', 'hex'));
      const survived: number[] = [];
      // The stamped content, the whole certificate of the signer, the signed attributes and the signature.
      const ranges = [
        [stamped - 20, stamped + 60],
        [place(signer), place(signer) + signer.length],
        [messageDigest, whole.length],
      ] as const;
      const places = ranges.flatMap(([from, to]) =>
        Array.from({ length: Math.ceil((to - from) / 29) }, (_, index) => from + index * 29),
      );
      expect(places.length).toBeGreaterThan(40);
      for (const at of places) {
        const spoilt = Buffer.from(whole);
        spoilt[at]! ^= 4;
        forge(directory, 'manifest.tsr', () => spoilt);
        if (
          stateOf(workshop.verify(directory, { ...keys.trust, anchors: anchors() }), 'time-stamp') ===
          'passed'
        )
          survived.push(at);
      }
      forge(directory, 'manifest.tsr', () => whole);
      expect(stateOf(workshop.verify(directory, { ...keys.trust, anchors: anchors() }), 'time-stamp')).toBe(
        'passed',
      );
      expect(survived).toEqual([]);
    });

    it('of another bundle is refused', async () => {
      const directory = await workshop.run({ ...keys.sign, timeStampService: service.url });
      const other = await workshop.run({ ...keys.sign, timeStampService: service.url });
      forge(directory, 'manifest.tsr', () => readFileSync(join(other, 'seal/001/manifest.tsr')));
      const found = workshop.verify(directory, { ...keys.trust, anchors: anchors() });
      expect(found.checks).toContainEqual(
        expect.objectContaining({
          id: 'time-stamp',
          state: 'failed',
          message: expect.stringContaining('所盖的不是'),
        }),
      );
    });

    it.each([
      ['an answer that is cut short', (reply: Buffer) => reply.subarray(0, -5)],
      ['a rejection', () => Buffer.from('30053003020102', 'hex')],
      ['garbage', () => Buffer.from('<html>busy</html>')],
      ['nothing', () => Buffer.alloc(0)],
      ['a huge answer', () => Buffer.alloc(1 << 20)],
    ])('%s: nothing is sealed', async (_, change) => {
      const directory = await workshop.run();
      service.spoil(change);
      await expect(workshop.seal(directory, { timeStampService: service.url })).rejects.toThrow(
        /RECORD_UNSEALED/,
      );
      service.spoil(undefined);
      expect(workshop.verify(directory).seal).toBeUndefined();
      expect(workshop.verify(directory).result).toBe('intact-unsigned');
    });

    it('answered to an earlier request is refused by its nonce', async () => {
      const directory = await workshop.run();
      let kept: Buffer | undefined;
      service.spoil((reply) => {
        kept ??= reply;
        return kept;
      });
      const now = new Date();
      await workshop.seal(directory, { timeStampService: service.url, now });
      const again = await workshop.run();
      // Same bytes, same instant: only the nonce tells the old answer from a new one.
      await expect(workshop.seal(again, { timeStampService: service.url, now })).rejects.toThrow(/随机数/);
      service.spoil(undefined);
    });
  });

  describe('a certificate', () => {
    it('names the signer under the authority that is trusted, and under no other', async () => {
      const directory = await workshop.run(certified());
      const trusted = workshop.verify(directory, { anchors: readCertificates(authority.ca) });
      expect(trusted.result).toBe('intact-signed');
      expect(trusted.checks.find(({ id }) => id === 'certificate')!.message).toContain('CN=signer');
      expect(trusted.formalGaps).toEqual(['缺少经 --ca 核对的可信时间戳']);
      const stranger = openAuthority(workshop.folder, 'stranger');
      const found = workshop.verify(directory, { anchors: [stranger.certificate] });
      expect(stateOf(found, 'certificate')).toBe('failed');
      expect(found.result).toBe('altered');
    });

    it('out of date is found: at sealing, by a time stamp, and later', async () => {
      const later = new Date(Date.now() + 40 * day);
      await expect(workshop.run({ ...certified(), now: later })).rejects.toThrow(/不在有效期内/);
      const early = new Date(Date.now() - day);
      await expect(workshop.run({ ...certified(), now: early })).rejects.toThrow(/不在有效期内/);
      const directory = await workshop.run(certified());
      const found = workshop.verify(directory, { anchors: readCertificates(authority.ca), now: later });
      expect(found.checks).toContainEqual(expect.objectContaining({ id: 'certificate', state: 'unproven' }));
      expect(found.result).toBe('intact-unsigned');
      const stamped = await workshop.run({ ...certified(), timeStampService: service.url });
      expect(workshop.verify(stamped, { anchors: anchors(), now: later }).result).toBe('intact-signed');
    });

    it('that had expired when the stamp says it was used is refused', async () => {
      const short = openAuthority(workshop.folder, 'short');
      const leaf = short.issue('brief', workshop.key, 1);
      const certificates = readCertificates(leaf);
      const directory = await workshop.run({ ...keys.sign, certificates });
      const manifest = join(directory, 'seal/001/manifest.json');
      writeFileSync(
        manifest,
        readFileSync(manifest, 'utf8').replace(/"sealedAt": ".*?"/, '"sealedAt": "2031-01-01T00:00:00.000Z"'),
      );
      const found = workshop.verify(directory, { anchors: [short.certificate] });
      expect(stateOf(found, 'certificate')).toBe('failed');
    });

    it('of another key is refused', async () => {
      const other = generateKeyPairSync('ed25519').privateKey;
      const pem = other.export({ type: 'pkcs8', format: 'pem' }).toString();
      await expect(
        workshop.run({ key: { pem, key: other }, certificates: readCertificates(certificate) }),
      ).rejects.toThrow(/不是这把密钥的证书/);
    });
  });

  describe('an external signer', () => {
    it('reads the manifest and writes the signature, binary or base64', async () => {
      const publicKey = readPublicKey(workshop.publicKey);
      const script = join(workshop.folder, 'sign.mjs');
      writeFileSync(
        script,
        `import { readFileSync } from 'node:fs';\nimport { sign } from 'node:crypto';\nconst s = sign(null, readFileSync(0), readFileSync(process.argv[2]));\nprocess.stdout.write(process.argv[3] ? s.toString('base64') : s);\n`,
      );
      for (const form of ['', 'base64']) {
        const command = `"${process.execPath}" "${script}" "${workshop.key}" ${form}`;
        const directory = await workshop.run({ command, publicKey });
        expect(workshop.verify(directory, { publicKey }).result).toBe('intact-signed');
      }
      await expect(workshop.run({ command: 'echo nonsense', publicKey })).rejects.toThrow(/与公钥不符/);
      await expect(workshop.run({ command: 'exit 3', publicKey })).rejects.toThrow(/状态 3/);
      await expect(workshop.run({ command: 'cat' })).rejects.toThrow(/哪把密钥/);
    });
  });

  describe.runIf(hasSm2Program())('SM2 through openssl', () => {
    const make = () => {
      const path = (name: string) => join(workshop.folder, name);
      const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
      openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', path('sm2.pem'));
      openssl('pkey', '-in', path('sm2.pem'), '-pubout', '-out', path('sm2.pub'));
      openssl(
        ...['req', '-x509', '-new', '-key', path('sm2.pem'), '-sm3', '-sigopt', 'distid:1234567812345678'],
        ...['-subj', '/C=CN/O=SM2/CN=SM2 CA', '-days', '30', '-out', path('sm2.crt')],
      );
      return { key: path('sm2.pem'), publicKey: path('sm2.pub'), certificate: path('sm2.crt') };
    };

    it('signs and verifies; another key, other bytes and no key do not', async () => {
      const sm2 = make();
      const key = readSigningKey(`file:${sm2.key}`, await workshop.run());
      const directory = await workshop.run({ key });
      const publicKey = readPublicKey(sm2.publicKey);
      const found = workshop.verify(directory, { publicKey });
      expect(found.result).toBe('intact-signed');
      expect(found.checks.find(({ id }) => id === 'signature')!.message).toContain('SM2');
      expect(workshop.verify(directory, keys.trust).result).toBe('altered');
      forge(directory, 'signature', (bytes) => {
        bytes[20]! ^= 1;
        return bytes;
      });
      expect(stateOf(workshop.verify(directory, { publicKey }), 'signature')).toBe('failed');
    });

    it('also as the command of an external signer, with an SM2 certificate', async () => {
      const sm2 = make();
      const command = `openssl dgst -sm3 -sign "${sm2.key}" -sigopt distid:1234567812345678`;
      const directory = await workshop.run({ command, certificates: readCertificates(sm2.certificate) });
      const found = workshop.verify(directory, { anchors: readCertificates(sm2.certificate) });
      expect(found.result).toBe('intact-signed');
    });
  });
});
