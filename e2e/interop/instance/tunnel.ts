import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'

/** A proxy on loopback that leads names to ports of this machine, and every other name nowhere. */
export async function startTunnel(
  ports: Readonly<Record<string, number>>,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const server = createServer((_, response) => response.writeHead(403).end())
  server.on('connect', (request, socket) => {
    const port = ports[(request.url ?? '').replace(/:443$/, '')]
    if (port === undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      return
    }
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.pipe(upstream).pipe(socket)
    })
    socket.on('error', () => upstream.destroy())
    upstream.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop }
}
