// Toxiproxy in front of a server, and its toxics, by its own API.
import { freePort, startServer } from '../harness/processes.mjs';

export async function startToxiproxy(peer, originPort, core) {
  const api = await freePort();
  const server = await startServer([peer.file, '-port', String(api)], api, {
    core,
    env: { LOG_LEVEL: 'error' },
  });
  const port = await freePort();
  const call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${api}/proxies${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`Toxiproxy answers ${response.status}: ${await response.text()}`);
    return response.status === 204 ? undefined : await response.json();
  };
  const listen = `127.0.0.1:${port}`;
  await call('POST', '', { name: 'origin', listen, upstream: `127.0.0.1:${originPort}`, enabled: true });
  return {
    port,
    ...server,
    /** Instead of what is in force; each as `{ type, stream, attributes }`. */
    setToxics: async (toxics) => {
      const { toxics: before } = await call('GET', '/origin');
      for (const { name } of before) await call('DELETE', `/origin/toxics/${name}`);
      for (const toxic of toxics) await call('POST', '/origin/toxics', toxic);
    },
    connectTo: async (upstream) => {
      await call('POST', '/origin', { listen, upstream: `127.0.0.1:${upstream}`, enabled: true });
    },
  };
}
