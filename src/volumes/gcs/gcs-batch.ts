/** Deletes many objects of Cloud Storage: several calls in one batch request. */
import { digitsValue } from '../../core/digits';
import type { HttpReply } from '../../http/request';
import { replyTo, type Work } from '../../http/work';
import { damagedObject, isAbsent, isGood } from '../store/failures';
import type { Removal } from '../store/store';
import { GCS_ORIGIN, gcsFailure, gcsMessage, gcsObjectUrl, gcsRequest } from './gcs-api';

/** Limit of calls per batch: https://cloud.google.com/storage/docs/batch. */
const CALLS = 100;
const BOUNDARY = 'tracer-tools-batch';

export function* removeBatches(bucket: string, names: readonly string[]): Work<Removal[]> {
  const what = `the deletion of ${names.length} objects of gs://${bucket}`;
  const notRemoved: Removal[] = [];
  for (let at = 0; at < names.length; at += CALLS) {
    const group = names.slice(at, at + CALLS);
    const parts = group.map((name, i) => {
      const path = gcsObjectUrl(bucket, name).slice(GCS_ORIGIN.length);
      return `--${BOUNDARY}\r\nContent-Type: application/http\r\nContent-ID: <n+${i}>\r\n\r\nDELETE ${path} HTTP/1.1\r\n\r\n\r\n`;
    });
    const reply = yield* replyTo(
      gcsRequest('POST', `${GCS_ORIGIN}/batch/storage/v1`, what, {
        contentType: `multipart/mixed; boundary=${BOUNDARY}`,
        body: `${parts.join('')}--${BOUNDARY}--\r\n`,
        expectedBytes: 600 * group.length,
      }),
    );
    if (!isGood(reply)) throw gcsFailure(reply, what);
    const answers = answersIn(reply);
    group.forEach((name, i) => {
      const answer = answers.get(i);
      if (answer === undefined) throw damagedObject(what);
      if (isGood(answer) || isAbsent(answer)) return;
      if (answer.status === 401 || answer.status === 404) throw gcsFailure(answer, what);
      notRemoved.push({ name, why: gcsMessage(answer) || `HTTP ${answer.status}` });
    });
  }
  return notRemoved;
}

/** The reply to each call, by the number in its id. */
function answersIn(reply: HttpReply): Map<number, HttpReply> {
  const edge = /boundary="?([^";]+)"?/.exec(reply.headers['content-type'] ?? '')?.[1];
  const answers = new Map<number, HttpReply>();
  for (const part of edge === undefined ? [] : reply.text().split(`--${edge}`).slice(1, -1)) {
    const id = /^content-id:\s*<response-n\+(\d+)>/im.exec(part)?.[1];
    const status = /^HTTP\/1\.1 (\d{3})/m.exec(part)?.[1];
    if (id === undefined || status === undefined) continue;
    const body = part.slice(part.indexOf('\r\n\r\n', part.indexOf('HTTP/1.1')) + 4);
    answers.set(digitsValue(id), { ...reply, status: digitsValue(status), text: () => body });
  }
  return answers;
}
