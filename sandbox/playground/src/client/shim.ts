// `google.script` inside a sidebar or dialog: calls go to the surrounding page, which sends them to the server.

type Handler = (value: unknown, userObject?: unknown) => void;

interface Waiting {
  success: Handler | null;
  failure: Handler | null;
  userObject: unknown;
}

const MOST_AT_ONCE = 10;
const waiting = new Map<number, Waiting>();
const queue: (() => void)[] = [];
let last = 0;

function builder(success: Handler | null, failure: Handler | null, userObject: unknown): object {
  return new Proxy(
    {},
    {
      get(_target, name) {
        if (name === 'withSuccessHandler') return (next: Handler) => builder(next, failure, userObject);
        if (name === 'withFailureHandler') return (next: Handler) => builder(success, next, userObject);
        if (name === 'withUserObject') return (next: unknown) => builder(success, failure, next);
        if (typeof name !== 'string') return undefined;
        return (...args: unknown[]) => send(name, args, { success, failure, userObject });
      },
    },
  );
}

function send(fn: string, args: unknown[], handlers: Waiting): void {
  args.forEach((argument, at) => {
    if (!legal(argument)) throw new TypeError(`Failed due to illegal value in property: ${at}`);
  });
  const go = () => {
    last += 1;
    waiting.set(last, handlers);
    parent.postMessage({ gsr: { id: last, fn, args: JSON.parse(JSON.stringify(args)) as unknown } }, '*');
  };
  if (waiting.size < MOST_AT_ONCE) go();
  else queue.push(go);
}

function legal(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'object') {
    if (value instanceof Date || value instanceof Node) return false;
    return Object.values(value).every(legal);
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== parent || event.data === null || typeof event.data !== 'object') return;
  const { gsrReply } = event.data as {
    gsrReply?: { id: number; ok: boolean; value?: unknown; message?: string };
  };
  if (gsrReply === undefined) return;
  const handlers = waiting.get(gsrReply.id);
  waiting.delete(gsrReply.id);
  queue.shift()?.();
  if (handlers === undefined) return;
  if (gsrReply.ok) handlers.success?.(gsrReply.value, handlers.userObject);
  else if (handlers.failure !== null) handlers.failure(new Error(gsrReply.message), handlers.userObject);
  else console.error(gsrReply.message);
});

const tell = (message: object) => parent.postMessage(message, '*');
Object.assign(window, {
  google: {
    script: {
      run: builder(null, null, undefined),
      host: {
        origin: 'local',
        close: () => tell({ host: 'close' }),
        setWidth: (width: number) => tell({ host: 'size', width }),
        setHeight: (height: number) => tell({ host: 'size', height }),
        editor: { focus: () => tell({ host: 'focus' }) },
      },
    },
  },
});
