import { constants } from 'node:crypto';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { Fault } from '../../spec/index.ts';
import { asTargetFault } from './http.ts';

/** Protocol versions as OpenSSL spells them, oldest first. */
export const tlsVersions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof tlsVersions)[number];

export interface TlsEndpoint {
  host: string;
  port: number;
  signal: AbortSignal;
  /** For one handshake, milliseconds. */
  timeoutMs?: number;
}

/**
 * How the target took one ClientHello: `refused` is its own word (an alert, or a ServerHello of another version);
 * `unclear` is a connection that ended, or an alert that does not name its reason, before any ServerHello.
 */
export interface Handshake {
  version: TlsVersion;
  outcome: 'accepted' | 'refused' | 'unclear';
  detail: string;
}

export interface CertificateCheck {
  /** In its period, chain verified to a trusted root, name as in the address. */
  valid: boolean;
  /** Why it is not, with OpenSSL's or Node's code. */
  reason?: string;
  subject: string;
  /** Its alternative names, as OpenSSL prints them. */
  names: string;
  issuer: string;
  validFrom: string;
  validTo: string;
  fingerprint256: string;
}

const defaultTimeoutMs = 10_000;
const alertRecord = 0x15;
const handshakeRecord = 0x16;
// RFC 8446 section 6: handshake_failure, protocol_version, insufficient_security.
const refusingAlerts = new Set([40, 70, 71]);
// internal_error, illegal_parameter, decode_error: old stacks send them for a version they do not know.
const vagueAlerts = new Set([47, 50, 80]);
/** Everything our OpenSSL has, at its lowest security level, so that a refusal is never ours. */
const lenient = {
  ciphers: 'ALL:!aNULL:@SECLEVEL=0',
  minDHSize: 512,
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
};

type Ended<T> = { kind: 'done'; looked: T } | { kind: 'failed'; error: unknown } | { kind: 'ended' };

interface Attempt<T> {
  ended: Ended<T>;
  sentBytes: number;
  /** The first bytes that came back: they tell an alert from a ServerHello from noise. */
  answer: Buffer;
}

interface AttemptOptions {
  minVersion: TlsVersion;
  maxVersion: TlsVersion;
  lenient: boolean;
  ca?: string | undefined;
}

/** A stream around a TCP socket that shows the bytes that pass. */
function watched(tcp: Socket, seen: { sentBytes: number; answer: Buffer }): Duplex {
  const pipe = new Duplex({
    read: () => void tcp.resume(),
    write(chunk: Buffer, _encoding, done) {
      seen.sentBytes += chunk.length;
      tcp.write(chunk, done);
    },
    final: (done) => void tcp.end(done),
    destroy(error, done) {
      tcp.destroy();
      done(error);
    },
  });
  tcp.on('data', (chunk: Buffer) => {
    if (seen.answer.length < 16) seen.answer = Buffer.concat([seen.answer, chunk]).subarray(0, 16);
    if (!pipe.push(chunk)) tcp.pause();
  });
  tcp.on('end', () => pipe.push(null));
  tcp.on('error', (error) => pipe.destroy(error));
  return pipe;
}

/** One handshake; `look` reads the socket before it is closed. */
async function attempt<T>(
  endpoint: TlsEndpoint,
  options: AttemptOptions,
  look: (socket: TLSSocket) => T,
): Promise<Attempt<T>> {
  const { host, port, signal } = endpoint;
  const where = `${host}:${port}`;
  const limit = endpoint.timeoutMs ?? defaultTimeoutMs;
  signal.throwIfAborted();
  const seen = { sentBytes: 0, answer: Buffer.alloc(0) };
  const tcp = connectTcp({ host, port });
  const socket = connectTls({
    socket: watched(tcp, seen),
    host,
    ...(isIP(host) ? {} : { servername: host }),
    minVersion: options.minVersion,
    maxVersion: options.maxVersion,
    rejectUnauthorized: false,
    ...(options.lenient ? lenient : {}),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
  let clock: NodeJS.Timeout | undefined;
  let stop: (() => void) | undefined;
  try {
    const ended = await new Promise<Ended<T>>((resolve, reject) => {
      clock = setTimeout(() => {
        reject(new Fault('TARGET_TIMED_OUT', `${where}：${limit} 毫秒内未完成 TLS 握手`));
      }, limit);
      stop = () => reject(signal.reason as Error);
      signal.addEventListener('abort', stop, { once: true });
      socket.once('secureConnect', () => resolve({ kind: 'done', looked: look(socket) }));
      socket.on('error', (error) => resolve({ kind: 'failed', error }));
      socket.once('end', () => resolve({ kind: 'ended' }));
      socket.once('close', () => resolve({ kind: 'ended' }));
    });
    return { ended, ...seen };
  } finally {
    clearTimeout(clock);
    if (stop) signal.removeEventListener('abort', stop);
    socket.destroy();
    tcp.destroy();
  }
}

/**
 * Offers exactly one version. Throws TARGET_REFUSED, TARGET_UNRESOLVED, TARGET_TIMED_OUT, and TARGET_TLS when what
 * answers is no TLS or the handshake broke off after the version had been agreed; a plain Error when our own side
 * could not offer the version.
 */
export async function shakeHands(endpoint: TlsEndpoint, version: TlsVersion): Promise<Handshake> {
  const options = { minVersion: version, maxVersion: version, lenient: true };
  const { ended, sentBytes, answer } = await attempt(endpoint, options, (socket) => socket.getCipher());
  const where = `${endpoint.host}:${endpoint.port}`;
  if (ended.kind === 'done') return { version, outcome: 'accepted', detail: ended.looked.standardName };
  const error = ended.kind === 'failed' ? ended.error : undefined;
  const code = String((error as { code?: unknown } | undefined)?.code ?? '');
  if (sentBytes === 0) {
    const fault = error === undefined ? new Fault('TARGET_CLOSED', where) : asTargetFault(error, where);
    if (fault && fault.code !== 'TARGET_TLS') throw fault;
    throw new Error(`our own side cannot offer ${version}: ${code} ${String(error)}`);
  }
  if (answer.length === 0) {
    const fault = error === undefined ? undefined : asTargetFault(error, where);
    if (fault && fault.code !== 'TARGET_CLOSED') throw fault;
    return { version, outcome: 'unclear', detail: code || '连接被关闭' };
  }
  if (answer[0] === alertRecord && answer[1] === 3) {
    const alert = answer[6] ?? -1;
    if (refusingAlerts.has(alert)) return { version, outcome: 'refused', detail: `告警 ${alert}` };
    if (vagueAlerts.has(alert)) return { version, outcome: 'unclear', detail: `告警 ${alert}` };
    throw new Fault('TARGET_TLS', `${where}：以告警 ${alert} 拒绝握手，并非因协议版本（${code}）`);
  }
  if (answer[0] === handshakeRecord && code === 'ERR_SSL_UNSUPPORTED_PROTOCOL') {
    return { version, outcome: 'refused', detail: '对方改选了其他版本' };
  }
  if (answer[0] === handshakeRecord) {
    throw new Fault('TARGET_TLS', `${where}：${version} 已选定，握手未能完成（${code || '连接被关闭'}）`);
  }
  throw new Fault('TARGET_TLS', `${where}：应答不是 TLS（${code || '连接被关闭'}）`);
}

/** One handshake at a version the target is known to accept, its certificate checked against `ca` or the public roots. */
export async function checkCertificate(
  endpoint: TlsEndpoint,
  version: TlsVersion,
  ca: string | undefined,
): Promise<CertificateCheck> {
  // Older versions need the lowest security level to be spoken at all; newer ones keep OpenSSL's own demands on keys.
  const old = version === 'TLSv1' || version === 'TLSv1.1';
  const options = { minVersion: version, maxVersion: version, lenient: old, ca };
  const { ended } = await attempt(endpoint, options, describe);
  const where = `${endpoint.host}:${endpoint.port}`;
  if (ended.kind !== 'done') {
    if (ended.kind === 'ended') throw new Fault('TARGET_CLOSED', where);
    throw asTargetFault(ended.error, where) ?? ended.error;
  }
  return ended.looked;
}

const reasons: Record<string, string> = {
  CERT_HAS_EXPIRED: '已过有效期',
  CERT_NOT_YET_VALID: '尚未生效',
  ERR_TLS_CERT_ALTNAME_INVALID: '证书所列名称与地址不符',
  DEPTH_ZERO_SELF_SIGNED_CERT: '自签名证书，不在受信之列',
  SELF_SIGNED_CERT_IN_CHAIN: '证书链的根不在受信之列',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: '证书链不全或签发者不受信',
  UNABLE_TO_GET_ISSUER_CERT: '证书链不全或签发者不受信',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: '证书链不全或签发者不受信',
};

function describe(socket: TLSSocket): CertificateCheck {
  const certificate: Partial<DetailedPeerCertificate> = socket.getPeerCertificate(true) ?? {};
  // Typed as an Error, handed over as OpenSSL's or Node's code.
  const error = socket.authorizationError as unknown;
  const code = error instanceof Error ? error.message : String(error);
  return {
    valid: socket.authorized,
    ...(socket.authorized ? {} : { reason: reasons[code] ? `${reasons[code]}（${code}）` : code }),
    subject: nameOf(certificate.subject),
    names: certificate.subjectaltname ?? '',
    issuer: nameOf(certificate.issuer),
    validFrom: certificate.valid_from ?? '',
    validTo: certificate.valid_to ?? '',
    fingerprint256: certificate.fingerprint256 ?? '',
  };
}

const nameOf = (name: object | undefined) =>
  Object.entries(name ?? {})
    .map(([key, value]) => `${key}=${String(value)}`)
    .join('，');
