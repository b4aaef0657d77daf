/** Looks up the names of CAVE's user ids. */
import { all, replyTo, type Work } from '../../http/work';
import { type Access, getRequest } from '../client/access';
import { ReplyParts } from '../client/reply-parts';
import { slices } from './chunkedgraph';

/** An Apps Script URL holds 2,082 characters; a user id takes up to six digits and a comma. */
const IDS_A_REQUEST = 200;

/** Names by user id; ids unknown to the service are absent. Any signed-in user may call this. */
export function* userNames(access: Access, ids: readonly string[]): Work<Map<string, string>> {
  const parts = new ReplyParts({ route: 'auth usernames', datastack: 'CAVE' });
  const userIds = [...new Set(ids)].filter((id) => /^[0-9]+$/.test(id));
  const names = new Map<string, string>();
  const replies = yield* all(
    slices(userIds, IDS_A_REQUEST).map((part) =>
      replyTo(
        getRequest(access, `${access.server}/auth/api/v1/username?id=${part.join(',')}`, parts.label.route),
      ),
    ),
  );
  for (const reply of replies) {
    for (const item of parts.list(parts.json(reply))) {
      const user = parts.object(item);
      const id = String(parts.count(user.id));
      parts.check(userIds.includes(id) && !names.has(id));
      names.set(id, parts.orNull(user.name, (name) => parts.text(name)) ?? '');
    }
  }
  return names;
}
