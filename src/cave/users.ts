/** The names behind CAVE's user ids. */
import { asObject } from '../core/json';
import { all, ask, type Work } from '../exchange/work';
import { type Access, get } from './access';
import { slices } from './chunkedgraph';
import { broken, readJson } from './replies';

/** A URL of Apps Script holds 2,082 characters; ids have up to six digits and a comma. */
const IDS_A_REQUEST = 200;

/** Names by user id; ids that the service does not know are absent. Any signed-in user may ask. */
export function* userNames(access: Access, ids: readonly string[]): Work<Map<string, string>> {
  const asked = { what: 'auth usernames', datastack: 'CAVE' };
  const wanted = [...new Set(ids)].filter((id) => /^[0-9]+$/.test(id));
  const names = new Map<string, string>();
  const replies = yield* all(
    slices(wanted, IDS_A_REQUEST).map((part) =>
      ask(get(access, `${access.server}/auth/api/v1/username?id=${part.join(',')}`, asked.what)),
    ),
  );
  for (const reply of replies) {
    const list = readJson(reply, asked);
    if (!Array.isArray(list)) throw broken(asked);
    for (const item of list) {
      const user = asObject(item);
      if (user) names.set(String(user.id), String(user.name ?? ''));
    }
  }
  return names;
}
