/** Finds the missing id that a failed request of the graph names. */
import type { Id } from '../../core/ids';
import type { HttpReply } from '../../http/request';

/** The message of a KeyError is only the key, in the notation of the service's numpy. */
const KEY_ERROR = /"message"\s*:\s*"?(?:np\.uint64\(|')?([0-9]{15,20})[')]?"?\s*[,}]/;

/** Returns one of `ids`, or null if the failure has another cause. */
export function missingNode(reply: HttpReply, ids: readonly Id[]): Id | null {
  if (reply.status !== 500) return null;
  const match = KEY_ERROR.exec(reply.text().slice(0, 4000))?.[1];
  return ids.find((id) => id === match) ?? null;
}
