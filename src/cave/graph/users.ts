/** The names behind CAVE's user ids. */
import { all, replyTo, type Work } from '../../http/work';
import { type Access, getRequest } from '../client/access';
import { ReplyParts } from '../client/reply-parts';
import { slices } from './chunkedgraph';

/** A URL of Apps Script holds 2,082 characters; ids have up to six digits and a comma. */
const IDS_A_REQUEST = 200;

/** Names by user id; ids that the service does not know are absent. Any signed-in user may ask. */
export function* userNames(access: Access, ids: readonly string[]): Work<Map<string, string>> {
  const parts = new ReplyParts({ route: 'auth usernames', datastack: 'CAVE' });
  const wanted = [...new Set(ids)].filter((id) => /^[0-9]+$/.test(id));
  const names = new Map<string, string>();
  const replies = yield* all(
    slices(wanted, IDS_A_REQUEST).map((part) =>
      replyTo(
        getRequest(access, `${access.server}/auth/api/v1/username?id=${part.join(',')}`, parts.label.route),
      ),
    ),
  );
  for (const reply of replies) {
    for (const item of parts.list(parts.json(reply))) {
      const user = parts.object(item);
      const id = String(parts.count(user.id));
      parts.check(wanted.includes(id) && !names.has(id));
      names.set(id, parts.orNull(user.name, (name) => parts.text(name)) ?? '');
    }
  }
  return names;
}
