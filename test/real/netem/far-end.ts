import { createSocket } from 'node:dgram';

// Echoes datagrams (RFC 862) on one address until its input ends.

const [address, port] = process.argv.slice(2);
const socket = createSocket('udp4');
socket.on('message', (message, from) => socket.send(message, from.port, from.address));
socket.bind(Number(port), address, () => {
  socket.setRecvBufferSize(4 * 1024 * 1024);
  console.log('ready');
});
process.stdin.on('end', () => socket.close()).resume();
