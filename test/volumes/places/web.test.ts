/** A web server as a store: missing files, redirections, pages in place of files, servers without ranges. */
import type { HttpReply } from '../../../src/http/request';
import type { Work } from '../../../src/http/work';
import { webStore } from '../../../src/volumes/places/web';
import { replyOf } from '../store/bench';

const web = webStore('https://data.example.org');

/** Runs work of one request. */
function answered<T>(work: Work<T>, reply: HttpReply): T {
  const first = work.next();
  expect(first.value).toHaveLength(1);
  const step = work.next([reply]);
  if (!step.done) throw new Error('more than one request');
  return step.value;
}

test('a missing file is null; listing and writing are refused without a request', () => {
  expect(answered(web.read('a'), replyOf(404, '<html>Not Found</html>'))).toBeNull();
  expect(answered(web.stat('a'), replyOf(404, ''))).toBeNull();
  expect(() => web.list('a').next()).toThrow(/cannot be listed: give the bucket’s own address/);
  const options = { contentType: 'text/plain' };
  for (const work of [web.write('a', new Uint8Array(1), options), web.remove('a'), web.move('a', 'b')])
    expect(() => work.next()).toThrow(/an https address is only read/);
});

test.each([301, 302, 303, 307, 308])(
  'a redirection (%i) names its host, and no signature of it',
  (status) => {
    const location = 'https://files.example.net/x?X-Amz-Signature=secret';
    const work = () => answered(web.read('a b'), replyOf(status, '', { location }));
    expect(work).toThrow(
      /^https:\/\/data\.example\.org\/a%20b leads on to another address, at files\.example\.net: give/,
    );
    expect(work).not.toThrow(/secret/);
    const hidden = { location: 'https://user:secret@files.example.net/x' };
    expect(() => answered(web.read('a'), replyOf(status, '', hidden))).not.toThrow(/secret/);
    expect(() => answered(web.read('a'), replyOf(status, '', { location: '/other' }))).toThrow(
      /refuses \(HTTP 3/,
    );
  },
);

test('a server without ranges sends the whole file, of which the range is taken', () => {
  const whole = replyOf(200, 'abcdef', { 'content-length': '6' });
  expect(Buffer.from(answered(web.read('a', { start: 2, end: 4 }), whole)!).toString()).toBe('cd');
  expect(answered(web.stat('a'), whole)).toMatchObject({ name: 'a', size: 6, md5: '' });
});

test('bytes of another version than the one that was begun are refused', () => {
  const other = replyOf(206, 'cd', { etag: '"new"', 'content-range': 'bytes 2-3/6', 'content-length': '2' });
  expect(() => answered(web.read('a', { start: 2, end: 4 }, 'old'), other)).toThrow(
    /changed in the meantime/,
  );
});

test('a server without tags: another time of the last change is another version', () => {
  const [old, later] = ['Wed, 10 Jun 2026 12:00:00 GMT', 'Wed, 10 Jun 2026 12:00:01 GMT'];
  const part = (time: string) =>
    replyOf(206, 'cd', { 'last-modified': time, 'content-range': 'bytes 2-3/6', 'content-length': '2' });
  const { version } = answered(web.stat('a'), part(old))!;
  expect(Buffer.from(answered(web.read('a', { start: 2, end: 4 }, version), part(old))!).toString()).toBe(
    'cd',
  );
  expect(() => answered(web.read('a', { start: 2, end: 4 }, version), part(later))).toThrow(/changed in the/);
});
