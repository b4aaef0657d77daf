/** The names behind CAVE's user ids. */
import { asObject } from '../../core/json';
import { all, replyTo, type Work } from '../../http/work';
import { type Access, getRequest } from '../client/access';
import { damagedReply, readJson } from '../client/replies';
import { slices } from './chunkedgraph';

/** A URL of Apps Script holds 2,082 characters; ids have up to six digits and a comma. */
const IDS_A_REQUEST = 200;

/** Names by user id; ids that the service does not know are absent. Any signed-in user may ask. */
export function* userNames(access: Access, ids: readonly string[]): Work<Map<string, string>> {
  const label = { route: 'auth usernames', datastack: 'CAVE' };
  const wanted = [...new Set(ids)].filter((id) => /^[0-9]+$/.test(id));
  const names = new Map<string, string>();
  const replies = yield* all(
    slices(wanted, IDS_A_REQUEST).map((part) =>
      replyTo(getRequest(access, `${access.server}/auth/api/v1/username?id=${part.join(',')}`, label.route)),
    ),
  );
  for (const reply of replies) {
    const list = readJson(reply, label);
    if (!Array.isArray(list)) throw damagedReply(label);
    for (const item of list) {
      const user = asObject(item);
      if (user) names.set(String(user.id), String(user.name ?? ''));
    }
  }
  return names;
}
