/** A Host whose services answer from another thread, as Google's do: what they answer is the add-on's own copy. */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { Host, SheetTab } from '../../src/addon/interfaces/host';
import type { HttpReply, HttpRequest } from '../../src/http/request';

/** One call of a service, by its path: `file.tabById`, `tab.values`. */
export interface ServiceCall {
  path: string;
  tab: number;
  args: unknown[];
}

/** `now`: the services' clock after the call. */
export type ServiceReply = { now: number } & ({ value: unknown } | { error: string });

/** A tab as it travels. */
export interface TabHandle {
  tabId: number;
}

export interface SentReply {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

const TAB_METHODS = [
  'name lastRow lastColumn maxColumns maxRows values formulas formats notes bolds validated',
  'lockedBoxes mergedBoxes tags addTag removeTag links setValues setSame growTo setFormat backgrounds setNote',
  'setBackground setBold insertColumns deleteColumns insertRows deleteRows freezeRows frozenRows width setWidth',
  'data dataFormulas insertTopRow',
].flatMap((line) => line.split(' '));

/** `meter` runs before each call and once its answer is here. */
export function remoteHost(port: MessagePort, flag: Int32Array, meter: (path: string) => void): Host {
  let clock = 0;
  const call = (path: string, args: unknown[] = [], tab = 0): unknown => {
    meter(path);
    Atomics.store(flag, 0, 0);
    port.postMessage({ path, tab, args } satisfies ServiceCall);
    Atomics.wait(flag, 0, 0);
    const reply = receiveMessageOnPort(port)!.message as ServiceReply;
    meter(`${path} answered`);
    clock = reply.now;
    if ('error' in reply) throw new Error(reply.error);
    return reply.value;
  };
  const tabOf = (handle: unknown): SheetTab => {
    const { tabId } = handle as TabHandle;
    const methods = TAB_METHODS.map((name) => [
      name,
      (...args: unknown[]) => call(`tab.${name}`, args, tabId),
    ]);
    return { id: tabId, ...Object.fromEntries(methods) } as SheetTab;
  };
  const orNull = (handle: unknown) => (handle === null ? null : tabOf(handle));
  const service =
    (path: string) =>
    (...args: unknown[]): never =>
      call(path, args) as never;
  const store = (name: string) => ({
    get: service(`${name}.get`),
    all: service(`${name}.all`),
    set: service(`${name}.set`),
    remove: service(`${name}.remove`),
  });
  let read = 0;
  call('clock');
  const unused = () => {
    throw new Error('not part of this');
  };
  return {
    now: () => clock,
    random: () => 0.5,
    uuid: service('uuid'),
    user: () => 'olga@example.org',
    identityToken: () => '',
    storage: null,
    http: {
      send: (requests: HttpRequest[]) => {
        const plain = requests.map(({ url, method, headers, body, contentType }) => ({
          url,
          method,
          headers,
          body,
          contentType,
        }));
        const replies = call('http.send', [plain]) as SentReply[];
        return replies.map(({ status, headers, body }): HttpReply => {
          read += body.length;
          return { status, headers, text: () => Buffer.from(body).toString('utf8'), bytes: () => body };
        });
      },
      sleep: service('http.sleep'),
      bytesRead: () => read,
      isSpent: () => false,
    },
    userStore: store('userStore'),
    documentStore: store('documentStore'),
    cache: { getAll: service('cache.getAll'), putAll: service('cache.putAll') },
    keyValueCache: { get: service('keyValueCache.get'), put: service('keyValueCache.put') },
    file: {
      id: () => 'spreadsheet-1',
      locale: () => 'en_US',
      tabs: () => (call('file.tabs') as TabHandle[]).map(tabOf),
      tabByName: (name) => orNull(call('file.tabByName', [name])),
      tabById: (id) => orNull(call('file.tabById', [id])),
      addTab: (name) => tabOf(call('file.addTab', [name])),
      selected: unused,
      select: unused,
      show: unused,
      range: unused,
      flush: service('file.flush'),
      toast: unused,
      zone: () => 'Etc/UTC',
      localTime: (at) => new Date(at).toISOString().slice(0, 19).replace('T', ' '),
    },
    locked: (work) => {
      call('lock');
      try {
        return work();
      } finally {
        call('unlock');
      }
    },
    triggers: { ensureHourly: unused, remove: unused },
    ui: { showSidebar: unused, showDialog: unused, alert: unused },
    mail: unused,
  };
}
