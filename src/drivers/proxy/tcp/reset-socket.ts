import type { Socket } from 'node:net';

/**
 * Ends a connection by RST, also one whose FIN is on its way to the kernel. For that turn of the event loop libuv refuses to
 * reset (uv_tcp_close_reset), and Node then forgets the socket without closing it: its descriptor would be lost, and the
 * thread could never end.
 */
export function resetSocket(socket: Socket): void {
  // Bytes that wait keep the FIN back, perhaps for ever.
  const ending = socket.writableEnded && !socket.writableFinished && socket.writableLength === 0;
  if (ending) socket.once('finish', () => socket.resetAndDestroy());
  else socket.resetAndDestroy();
}
