import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostVolume, portOf } from '../../src/cli/host-volume';

test('ports', () => {
  expect([portOf(), portOf('0'), portOf('65535')]).toEqual([1337, 0, 65_535]);
  for (const text of ['', '65536', '-1', '1.5', '0x10', ' 80', 'x'])
    expect(() => portOf(text)).toThrow(/^--port: a number/);
});

test('a folder is served until it is closed; a taken port, no folder and no volume are refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracertools-host-'));
  expect(() => hostVolume(join(folder, 'none'), 0)).toThrow(/there is no folder/);
  expect(() => hostVolume(folder, 0)).toThrow(/it has no file named info/);
  writeFileSync(join(folder, 'info'), '{"a": 1}');
  const hosted = await hostVolume(folder, 0);
  expect(hosted.source).toBe(`precomputed://http://127.0.0.1:${hosted.port}`);
  const reply = await fetch(`http://127.0.0.1:${hosted.port}/info`);
  expect(await reply.json()).toEqual({ a: 1 });
  await expect(hostVolume(folder, hosted.port)).rejects.toThrow(/is in use: choose another/);
  hosted.close();
  await expect(fetch(`http://127.0.0.1:${hosted.port}/info`)).rejects.toThrow();
});
