/** Wraps a store for public reading: requests carry no credentials, and writing is refused. */
import { TtError } from '../../core/errors';
import type { HttpReply, HttpRequest } from '../../http/request';
import { type Work, workOf } from '../../http/work';
import type { Store } from '../store/store';

/** Runs work and removes the credentials from its requests. */
export function* anonymously<T>(work: Work<T>): Work<T> {
  let step = work.next();
  while (!step.done) {
    const bare = step.value.map(({ signFor: _, ...request }): HttpRequest => request);
    const replies: HttpReply[] = yield bare;
    step = work.next(replies);
  }
  return step.value;
}

/** The writing methods of a store that refuses to write. */
export function refusesWrites(root: string, why: string) {
  const refuse = function* (): Work<never> {
    throw new TtError('INPUT', `${root}: ${why}`);
  };
  return {
    readOnly: why,
    write: refuse,
    upload: refuse,
    unfinished: () => workOf([]),
    abandon: refuse,
    copy: refuse,
    move: refuse,
    remove: refuse,
    removeMany: refuse,
  };
}

const WHY = 'an https address is only read: give the bucket’s own address, such as gs://bucket/folder';

/** `root` is the https address of the store. */
export const publicStore = (store: Store, root: string): Store => ({
  ...store,
  root,
  place: '',
  read: (...args) => anonymously(store.read(...args)),
  open: (...args) => anonymously(store.open(...args)),
  stat: (...args) => anonymously(store.stat(...args)),
  list: (...args) => anonymously(store.list(...args)),
  ...refusesWrites(root, WHY),
});
