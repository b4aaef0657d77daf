/** A page on a server of its own, with a CAVE sandbox at the same address. */
import { join } from 'node:path';
import { type CaveSandbox, createCaveSandbox } from '@tracer-tools/cave';
import { serve } from '@tracer-tools/cave/server';
import { loadAssets } from '../../src/assets';
import { attachPage } from '../../src/attach';
import type { Page, PageOptions } from '../../src/page';

export const ROOT = join(__dirname, '../../../..');

export interface ServedPage {
  origin: string;
  sandbox: CaveSandbox;
  close(): Promise<void>;
}

export async function servePage(
  open: (options: Pick<PageOptions, 'root' | 'origin' | 'sandbox' | 'assets'>) => Page,
): Promise<ServedPage> {
  const server = await serve({ port: 0, handlers: [] });
  const { origin } = server;
  const sandbox = createCaveSandbox({ origin });
  const page = open({ root: ROOT, origin, sandbox, assets: await loadAssets(ROOT) });
  attachPage(server.server, page.handler);
  await page.ready;
  return {
    origin,
    sandbox,
    close: async () => {
      await page.close();
      await server.close();
    },
  };
}
