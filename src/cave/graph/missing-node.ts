/** The id that a failed request of the graph names as missing. */
import type { Id } from '../../core/ids';
import type { HttpReply } from '../../http/request';

/** The text of a KeyError is the key alone, as the numpy of the service writes it. */
const KEY_ERROR = /"message"\s*:\s*"?(?:np\.uint64\(|')?([0-9]{15,20})[')]?"?\s*[,}]/;

/** One of `ids`, or null where the failure means something else. */
export function missingNode(reply: HttpReply, ids: readonly Id[]): Id | null {
  if (reply.status !== 500) return null;
  const match = KEY_ERROR.exec(reply.text().slice(0, 4000))?.[1];
  return ids.find((id) => id === match) ?? null;
}
