/** host_ng_volume_locally: serves a volume's folder to viewers on this machine until it is stopped. */

import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { digitsValue } from '../core/digits';
import { TtError } from '../core/errors';
import { volumeFolder } from '../node/files/volume-folder';

export interface HostedVolume {
  port: number;
  source: string;
  close(): void;
}

const PORT = 1337;

/** The value of --port; 0 takes any free port. Throws INPUT if it is not a port. */
export function portOf(text = String(PORT)): number {
  const port = digitsValue(text);
  if (port <= 65_535) return port;
  throw new TtError('INPUT', `--port: a number up to 65535, not "${text.slice(0, 20)}"`);
}

/** Only programs on this machine can connect. */
export function hostVolume(folder: string, port: number): Promise<HostedVolume> {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new TtError('INPUT', `there is no folder ${folder}`);
  }
  if (!existsSync(join(folder, 'info')) && !existsSync(join(folder, 'info.gz'))) {
    throw new TtError('INPUT', `${folder} is no volume: it has no file named info`);
  }
  const server = createServer(volumeFolder(folder));
  return new Promise((ready, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(
        error.code === 'EADDRINUSE' ? new TtError('INPUT', `port ${port} is in use: choose another`) : error,
      ),
    );
    server.listen(port, '127.0.0.1', () => {
      const { port: freePort } = server.address() as AddressInfo;
      ready({
        port: freePort,
        source: `precomputed://http://127.0.0.1:${freePort}`,
        close: () => {
          server.close();
          // Viewers keep their connections open.
          server.closeAllConnections();
        },
      });
    });
  });
}
