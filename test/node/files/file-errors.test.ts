/** Failures of a file system as sentences: which file they name, and which may pass. */
import { asTtError, TtError } from '../../../src/core/errors';
import { diskWork, fileWords } from '../../../src/node/files/file-errors';

const failure = (code: string) => Object.assign(new Error(`${code}: hidden`), { code });

test.each([
  ['ENOENT', 'NONE', /^\/a is not there$/],
  ['EACCES', 'PERMISSION', /^\/a: you may not do this/],
  ['ENOSPC', 'INPUT', /^\/a: the disk is full\. Make room/],
  ['EIO', 'DOWN', /the disk failed \(EIO\)\. Try again/],
  ['EMFILE', 'DOWN', /too many files are open\. Try again/],
  ['ESTRANGE', 'DOWN', /^\/a: ESTRANGE\. Try again$/],
])('%s is %s', (code, expected, words) => {
  const error = fileWords(failure(code), '/a') as TtError;
  expect(error).toMatchObject({ code: expected, message: expect.stringMatching(words) });
});

test('errors of others stay as they are', () => {
  const own = new TtError('INPUT', 'own words');
  const bug = new TypeError('a bug');
  expect([fileWords(own, '/a'), fileWords(bug, '/a')]).toEqual([own, bug]);
});

test.each([
  ['ENOSPC', /^\/to: /],
  ['EDQUOT', /^\/to: /],
  ['EROFS', /^\/to: /],
  ['EACCES', /^\/from: /],
])('%s of a copy names the file that it concerns', (code, words) => {
  const work = diskWork(
    'from',
    () => {
      throw failure(code);
    },
    'to',
  );
  try {
    work.next();
  } catch (error) {
    return expect(asTtError(error).message).toMatch(words);
  }
  throw new Error('nothing was thrown');
});
