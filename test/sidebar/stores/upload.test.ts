/** The plan of an upload: as many look-ups as files, equal files left out, and nothing sent that a store would refuse. */
import { ChosenFiles, type FileBytes } from '../../../sidebar/stores/chosen-files';
import { runHere } from '../../../sidebar/stores/driver';
import { planUpload } from '../../../sidebar/stores/upload';
import type { StoreRequest } from '../../../src/addon/interfaces/files-api';
import { replyTo } from '../../../src/http/work';
import { type Location, storeLocation } from '../../../src/volumes/places/locate';
import { type PageStores, pageStores } from './support';

let page: PageStores;
beforeEach(() => {
  page = pageStores();
});

const chosen = (...files: [path: string, text: string][]) =>
  new ChosenFiles(files.map(([path, text]) => ({ path, file: new Blob([text]) as FileBytes })));

/** The page's driver reads the chosen files; requests to stores go to the sandbox's. */
function plan(selection: ChosenFiles, to: Location) {
  const send = async (requests: StoreRequest[]) =>
    requests.map(({ url }) => {
      const reply = page.run(
        replyTo({ method: 'GET', url, idempotent: true, route: 'x', raw: true, signFor: 'gcs' }),
      );
      const base64 = Buffer.from(reply.bytes()).toString('base64');
      return { status: reply.status, headers: reply.headers, base64 };
    });
  return runHere(planUpload(selection, to), { send, chosenFiles: selection, sleep: async () => undefined });
}

test('new, equal and different files; one look-up for each', async () => {
  page.put('up/same', Buffer.from('same'));
  page.put('up/other', Buffer.from('before'));
  page.sent.splice(0);
  const files = chosen(['same', 'same'], ['other', 'after'], ['new', 'x']);
  const { items, same } = await plan(files, page.at('up'));
  expect(items.map(({ to }) => to).sort()).toEqual(['up/new', 'up/other']);
  expect(same).toHaveLength(1);
  expect(page.sent).toHaveLength(3);
});

test('a name that the store refuses, or a place that cannot be written: nothing is asked', async () => {
  await expect(plan(chosen(['n'.repeat(1100), 'x']), page.at('up'))).rejects.toThrow(/Nothing was uploaded$/);
  const readOnly = storeLocation('https://example.org/data', 'to');
  await expect(plan(chosen(['a', 'x']), readOnly)).rejects.toThrow(/^https:\/\/example\.org\/data: /);
  expect(page.sent).toEqual([]);
});

test('a look-up that is refused ends the plan with its reason', async () => {
  page.intercept = (_request, send) => ({ ...send(), status: 403 });
  await expect(plan(chosen(['a', 'x']), page.at('up'))).rejects.toMatchObject({ code: 'PERMISSION' });
});
