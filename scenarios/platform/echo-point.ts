import { createSocket } from 'node:dgram';
import type { Defect } from './defect.ts';

export const echoDefects: Defect[] = [
  {
    name: 'internal-network-lossy',
    title: '云主机之间每五十个数据报丢失一个',
    turns: [{ probe: 'network-packet-loss', measurands: ['loss'] }],
  },
];

export interface EchoPoint {
  host: string;
  port: number;
  close(): Promise<void>;
}

/** A guest that echoes datagrams (RFC 862), behind a network that loses every so many-th of them. */
export async function startEchoPoint(loseEvery?: number): Promise<EchoPoint> {
  const socket = createSocket('udp4');
  let received = 0;
  socket.on('error', () => undefined);
  socket.on('message', (message, { address, port }) => {
    received += 1;
    if (loseEvery === undefined || received % loseEvery !== 0) socket.send(message, port, address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject).bind(0, '127.0.0.1', resolve);
  });
  return {
    host: '127.0.0.1',
    port: socket.address().port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
