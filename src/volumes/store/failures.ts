/** Error messages for refusals and missing replies of stores; shared by all kinds of store. */
import type { Code } from '../../core/codes';
import { digitsValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import { toUtf8 } from '../../core/utf8';
import { type FailureFacts, type FailureWords, failureError } from '../../http/failures';
import type { HttpReply } from '../../http/request';
import type { Work } from '../../http/work';

export interface StoreWords {
  /** Name of the service, such as Google Cloud Storage. */
  service: string;
  /** The account that was refused, such as "your Google account". */
  caller: string;
  /** The message in the reply's body, or ''. */
  detail: string;
}

export const isGood = ({ status }: HttpReply): boolean => status >= 200 && status < 300;

export function storeFailure(
  reply: HttpReply,
  what: string,
  { service, caller, detail }: StoreWords,
): TtError {
  const { status } = reply;
  const words = detail === '' ? '' : `: ${detail.slice(0, 200)}`;
  const told = (code: Code, text: string): TtError => new TtError(code, `${what}: ${text}`);
  const error = status === 507 ? null : failureError(reply, wordsOf(what, service));
  if (error) return error;
  if (status === 401 && detail.startsWith('Anonymous caller')) {
    return new TtError('PERMISSION', `${what} is not public, and nobody is signed in here`);
  }
  if (status === 401) {
    return told(
      'PERMISSION',
      `${service} does not know this sign-in, or it has run out${words}. Sign in again`,
    );
  }
  if (status === 507 || FULL.test(detail)) {
    return told('INPUT', `the store has no room left${words}. Make room, then run again to go on`);
  }
  if (status === 403 && HELD.test(detail)) return told('PERMISSION', `it is protected${words}`);
  if (status === 403)
    return told('PERMISSION', `${caller} may not do this${words}. Ask its owner for access`);
  if (status === 404) {
    return told(
      'NONE',
      `there is no such bucket${NO_BUCKET.test(detail) ? '' : ' or object'}. Check the name`,
    );
  }
  if (status === 409) return told('BUSY', 'another program changes it at this moment. Try again');
  // From Apps Script, whose addresses have at most 2,082 characters.
  if (status === 414) return told('INPUT', 'the name is too long to be sent from here');
  return told('INPUT', `the store refuses (HTTP ${status})${words}`);
}

const FULL = /quota|minimum free|StorageFull/i;
const HELD = /retention|\bhold\b|object.?lock/i;
const NO_BUCKET = /bucket does not exist/;

/** True for a missing object; false if its bucket is missing, or if a web server answers in place of the store. */
export const isAbsent = ({ status, text }: HttpReply): boolean =>
  status === 404 && !/NoSuchBucket|bucket does not exist|<html/i.test(text());

function wordsOf(what: string, service: string): FailureWords {
  const stoppedText = `${what}: stopped before it was done. Run again to go on`;
  const unreachableText = `${what}: ${service} cannot be reached. Try again later`;
  const fails = ({ status }: FailureFacts) => `${what}: the store fails (HTTP ${status}). Try again later`;
  return {
    deadline: stoppedText,
    cancelled: stoppedText,
    timeout: `${what} did not come in time. Try again`,
    cut: unreachableText,
    blocked: ({ detail }) => `${what}: this address may not be fetched (${detail})`,
    unreachable: unreachableText,
    'rate limit': `${what}: the store asks to wait. Try again in a minute`,
    unavailable: fails,
    gateway: fails,
    'server error': fails,
  };
}

export const damagedObject = (what: string): TtError =>
  new TtError('DOWN', `the store's answer about ${what} was damaged. Try again`);

export const notWhole = (what: string): TtError =>
  new TtError('DOWN', `${what} was not stored whole. Try again`);

/** Thrown when an object that should be new already exists. */
export class PresentError extends TtError {
  constructor(what: string) {
    super('INPUT', `${what} is there already. Choose another name, or delete it first`);
  }
}

export const presentError = (what: string): TtError => new PresentError(what);

/** Nothing has this name, in a bucket that exists. */
export class AbsentError extends TtError {
  constructor(message: string) {
    super('NONE', message);
  }
}

export const absentError = (what: string): TtError => new AbsentError(`${what} is not there`);

/** An upload in pieces that the store has forgotten, or that another program ended. */
export const endedUpload = (what: string): TtError =>
  new TtError('DOWN', `${what}: the store has ended its upload. Try again`);

/**
 * The error of a move whose last step failed, the deletion of the original: it says that the copy exists. The same move
 * again only deletes the original.
 */
export const keptError = (error: unknown, copy: string): unknown =>
  error instanceof TtError
    ? new TtError(error.code, `${error.message}. ${copy} holds the copy, and the original is kept`)
    : error;

/** Runs the deletion of the original after its copy. */
export function* afterCopy<T>(copy: string, deletion: Work<T>): Work<T> {
  try {
    return yield* deletion;
  } catch (error) {
    throw keptError(error, copy);
  }
}

export const changedError = (what: string): TtError =>
  new TtError(
    'INPUT',
    `${what} changed in the meantime: nothing of it was deleted. Look at it, then try again`,
  );

/** Throws if both names are the same: a move would delete the only copy. */
export function mustDiffer(from: string, to: string): void {
  if (from === to) throw new TtError('INPUT', `${from} and the new name are the same: nothing was done`);
}

/** Bytes of a reply as sent, before decompression; NaN if the reply does not state it. */
export function sentLength({ status, headers }: HttpReply): number {
  const [, first, last] = /^bytes (\d+)-(\d+)\//.exec(headers['content-range'] ?? '') ?? [];
  return status === 206 ? digitsValue(last) - digitsValue(first) + 1 : digitsValue(headers['content-length']);
}

/** The requested range of a reply: status 206 contains only the range, 200 the whole object. */
export function stretchOf(reply: HttpReply, range: { start: number; end: number } | undefined): Uint8Array {
  const bytes = reply.bytes();
  return range && reply.status === 200 ? bytes.subarray(range.start, range.end) : bytes;
}

const MOST_NAME = 1024;

/**
 * The reason why an object cannot have this name, or ''. `path` is the name in an address, where . and .. would be path
 * steps.
 */
export function badName(name: string, path: string): string {
  if (name === '') return 'an object needs a name';
  if (path.split('/').some((part) => part === '.' || part === '..')) {
    return 'an address cannot hold "." or ".." as the name of a folder or file';
  }
  return 3 * name.length > MOST_NAME && toUtf8(name).length > MOST_NAME
    ? `the name is longer than ${MOST_NAME} bytes`
    : '';
}

/** Throws INPUT if `why` is not ''. */
export function checkName(name: string, root: string, why: string): void {
  if (why !== '') throw new TtError('INPUT', `${root}${name === '' ? '' : `/${name.slice(0, 200)}`}: ${why}`);
}

/** Thrown when a compressed object was decompressed in transit: the bytes are not the stored ones. */
export class UnpackedError extends TtError {
  constructor(
    what: string,
    readonly encoding: string,
    readonly unpacked: Uint8Array,
  ) {
    super('FAULT', `${what} is stored with ${encoding} and arrived unpacked: it was not read as stored`);
  }
}

/**
 * Returns the bytes if they are the stored ones. For a compressed object, their number must be the one that the store
 * states: else a driver has decompressed them, and this throws.
 */
export function checkStored(bytes: Uint8Array, encoding: string, size: number, what: string): Uint8Array {
  if (encoding === '' || encoding === 'identity' || !Number.isSafeInteger(size) || bytes.length === size) {
    return bytes;
  }
  throw new UnpackedError(what, encoding, bytes);
}
