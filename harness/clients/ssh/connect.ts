import { createHash } from 'node:crypto';
import { Client, type ConnectConfig, type ServerHostKeyAlgorithm } from 'ssh2';
import { Fault, type ShellComponent } from '../../../spec/index.ts';
import type { ProbeContext } from '../../probe.ts';
import { asTargetFault } from '../http.ts';

/** What opening a shell needs of its surroundings. */
export type ShellContext = Pick<ProbeContext, 'signal' | 'secret' | 'permit' | 'command' | 'atEnd'>;

const readyLimitMs = 15_000;
const defaultPort = 22;

/** A server has one key of each kind and shows the one that is asked for first. */
const keyKinds: readonly ServerHostKeyAlgorithm[][] = [
  ['ssh-ed25519'],
  ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
];

export interface Connection {
  client: Client;
  isOpen(): boolean;
}

type Attempt = { connection: Connection } | { otherKey: string | undefined };

export const fingerprintOf = (key: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/**
 * Logs in on a host whose key has the fingerprint that the target file names; a host with none such gets
 * TARGET_CERTIFICATE and neither name nor password. Throws TARGET_* for whatever else the host does.
 */
export async function connectTo(context: ShellContext, component: ShellComponent): Promise<Connection> {
  context.permit(component.endpoint);
  const config = configOf(context, component);
  let shown: string | undefined;
  for (const serverHostKey of keyKinds) {
    const attempt = await dial(context.signal, component, { ...config, algorithms: { serverHostKey } });
    if ('connection' in attempt) return attempt.connection;
    shown ??= attempt.otherKey;
  }
  if (shown === undefined) throw new Fault('TARGET_GARBAGE', `${component.endpoint}：没有可用的主机密钥算法`);
  throw new Fault(
    'TARGET_CERTIFICATE',
    `${component.endpoint}：主机密钥 ${shown} 与目标文件所列 ${component.hostKey} 不符，未发送任何账号信息`,
  );
}

function configOf(context: ShellContext, component: ShellComponent): ConnectConfig {
  const { hostname, port } = new URL(component.endpoint);
  const { username, password, privateKey, passphrase } = component.credentials;
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? defaultPort : Number(port),
    username,
    readyTimeout: readyLimitMs,
    ...(password === undefined ? {} : { password: context.secret(password), tryKeyboard: true }),
    ...(privateKey === undefined ? {} : { privateKey: context.secret(privateKey) }),
    ...(passphrase === undefined ? {} : { passphrase: context.secret(passphrase) }),
  };
}

function dial(signal: AbortSignal, component: ShellComponent, config: ConnectConfig): Promise<Attempt> {
  const where = component.endpoint;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const client = new Client();
    let isOpen = false;
    let otherKey: string | undefined;
    const settle = (act: () => void) => {
      signal.removeEventListener('abort', stop);
      if (!isOpen) client.destroy();
      act();
    };
    const stop = () => settle(() => reject(signal.reason as Error));
    signal.addEventListener('abort', stop, { once: true });
    client.on('ready', () => {
      isOpen = true;
      // A command is many small packets: each would wait for the acknowledgement of the last.
      client.setNoDelay(true);
      settle(() => resolve({ connection: { client, isOpen: () => isOpen } }));
    });
    client.on('keyboard-interactive', (_name, _text, _language, prompts, answer) => {
      answer(prompts.map(({ echo }) => (echo ? '' : (config.password ?? ''))));
    });
    // The listener stays: without one, a reset of a connection that is open would end the process.
    client.on('error', (error: Error & { level?: string }) => {
      if (isOpen) return;
      if (otherKey !== undefined) return settle(() => resolve({ otherKey }));
      if (/no matching host key/i.test(error.message)) return settle(() => resolve({ otherKey: undefined }));
      settle(() => reject(faultOf(error, where)));
    });
    client.on('close', () => {
      isOpen = false;
      settle(() => reject(new Fault('TARGET_CLOSED', `${where}：登录完成前连接被关闭`)));
    });
    try {
      client.connect({
        ...config,
        hostVerifier: (key: Buffer) => {
          const shown = fingerprintOf(key);
          if (shown === component.hostKey) return true;
          otherKey = shown;
          return false;
        },
      });
    } catch {
      // What the library says of a key it cannot read may quote the key.
      settle(() =>
        reject(new Fault('TARGET_PREREQUISITE', `${where}：登录私钥无法解读，或其口令（passphrase）不对`)),
      );
    }
  });
}

function faultOf(error: Error & { level?: string }, where: string): Fault {
  if (error.level === 'client-authentication')
    return new Fault('TARGET_UNAUTHORISED', `${where}：账号未被接受`);
  if (error.level === 'client-timeout')
    return new Fault('TARGET_TIMED_OUT', `${where}：${readyLimitMs} 毫秒内未完成登录`);
  if (error.level === 'client-dns') return new Fault('TARGET_UNRESOLVED', where);
  if (/before handshake|connection lost/i.test(error.message)) return new Fault('TARGET_CLOSED', where);
  return (
    asTargetFault(error, where) ??
    new Fault('TARGET_GARBAGE', `${where}：不是可用的 SSH 应答（${error.message}）`)
  );
}
