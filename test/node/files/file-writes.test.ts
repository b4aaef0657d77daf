/** Pieces of large files beside other requests: in their places, failures in words, no link followed. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HttpRequest, noReply } from '../../../src/http/request';
import { type AsyncDriver, runAsync } from '../../../src/http/runner';
import { all, type Work } from '../../../src/http/work';
import { fileStore } from '../../../src/node/files/file-store';
import { fileWriteDriver, pieceRequest } from '../../../src/node/files/file-writes';
import { FILE_PIECE } from '../../../src/node/files/part-file';
import { replyOf } from '../../volumes/store/bench';

let disk: string;
beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), 'file-writes-'));
});
afterEach(() => rmSync(disk, { recursive: true, force: true }));

const sent: HttpRequest[] = [];
const plain: AsyncDriver = {
  sleep: async () => undefined,
  send: async (requests) => {
    sent.push(...requests);
    return requests.map(({ url }) => replyOf(200, url));
  },
};
const driver = fileWriteDriver(plain);
const get = (url: string): HttpRequest => ({ method: 'GET', url, idempotent: true, route: url });
const bytes = (text: string) => new Uint8Array(Buffer.from(text));

test('pieces go to their places, and replies keep the order of their requests', async () => {
  const file = join(disk, 'a b #%ü?.part');
  writeFileSync(file, '');
  const replies = await driver.send([
    get('https://h/1'),
    pieceRequest(file, 4, bytes('efgh')),
    get('https://h/2'),
    pieceRequest(file, 0, bytes('abcd')),
  ]);
  expect(replies.map((reply) => reply.text())).toEqual(['https://h/1', '', 'https://h/2', '']);
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(readFileSync(file, 'utf8')).toBe('abcdefgh');
  expect(sent.some(({ url }) => url.startsWith('file:'))).toBe(false);
});

test('a file that is not there, a folder and a link are failures with the code of the file system', async () => {
  mkdirSync(join(disk, 'folder'));
  writeFileSync(join(disk, 'target'), 'whole');
  symlinkSync(join(disk, 'target'), join(disk, 'link'));
  const names = ['none', 'folder', 'link'];
  const replies = await driver.send(names.map((name) => pieceRequest(join(disk, name), 0, bytes('x'))));
  expect(replies.map(({ failure, detail }) => [failure, detail])).toEqual([
    ['network', 'ENOENT'],
    ['network', 'EISDIR'],
    ['network', 'ELOOP'],
  ]);
  expect(readFileSync(join(disk, 'target'), 'utf8')).toBe('whole');
});

function* uploadWork(name: string, size: number, pieces: Uint8Array[]): Work<number> {
  const store = fileStore({ beside: true });
  const upload = yield* store.upload(name, { contentType: 'application/octet-stream', size, crc32c: '' });
  for (const piece of pieces) yield* all([upload.write(piece)]);
  return (yield* upload.finish()).size;
}
const policy = { now: () => 0, random: () => 0 };

test('an upload in pieces is whole or is refused, and is told when its part is gone', async () => {
  const pieces = [new Uint8Array(FILE_PIECE).fill(1), new Uint8Array(7).fill(2)];
  const name = `${disk.slice(1)}/in/big`;
  expect(await runAsync(uploadWork(name, FILE_PIECE + 7, pieces), driver, policy)).toBe(FILE_PIECE + 7);
  const stored = readFileSync(join(disk, 'in/big'));
  expect([stored.length, stored[0], stored[FILE_PIECE], readdirSync(join(disk, 'in'))]).toEqual([
    FILE_PIECE + 7,
    1,
    2,
    ['big'],
  ]);
  await expect(runAsync(uploadWork(`${name}2`, FILE_PIECE + 8, pieces), driver, policy)).rejects.toThrow(
    /was not stored whole/,
  );
  const failing: AsyncDriver = {
    ...driver,
    send: async (all) => all.map(() => noReply('network', 'ENOSPC')),
  };
  await expect(runAsync(uploadWork(`${name}3`, FILE_PIECE + 7, pieces), failing, policy)).rejects.toThrow(
    /the disk is full/,
  );
  const stopped = { ...policy, cancelled: () => true };
  await expect(
    runAsync(uploadWork(`${name}4`, FILE_PIECE + 7, pieces), driver, stopped),
  ).rejects.toMatchObject({ code: 'PENDING' });
  expect(readdirSync(join(disk, 'in')).filter((file) => !file.startsWith('.'))).toEqual(['big']);
});
