/** Connections to servers, kept for the next request: one request at a time on each, at most 64 per server. */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ResponseError, ResponseReader } from './response-reader';

export interface ServerAddress {
  isTls: boolean;
  hostname: string;
  port: number;
}

/** How a request ended without a response. */
export type ExchangeFailure = 'network' | 'timeout' | 'cut' | 'cancelled';

const MOST_OF_A_SERVER = 64;
const nothing = (): void => undefined;

/** A connection and its current request. */
class Connection {
  readonly socket: Socket;
  private reader: ResponseReader | null = null;
  private failed: ExchangeFailure | null = null;
  private settle: (end: ResponseReader | ExchangeFailure) => void = nothing;

  constructor(
    { isTls, hostname, port }: ServerAddress,
    timeoutMs: number,
    session: { last?: Buffer },
    /** Called when the connection can take another request, or is gone. */
    private readonly onFree: (connection: Connection, isOpen: boolean) => void,
  ) {
    const host = hostname.replace(/^\[|\]$/g, '');
    if (isTls) {
      // An IP address is not a name that TLS could ask for.
      const named = /^[0-9.]+$|:/.test(host) ? {} : { servername: host };
      const resumed = session.last ? { session: session.last } : {};
      const tls = connectTls({ host, port, ALPNProtocols: ['http/1.1'], ...named, ...resumed });
      tls.on('session', (ticket) => {
        session.last = ticket;
      });
      this.socket = tls;
    } else this.socket = connectTcp({ host, port });
    this.socket.setNoDelay(true);
    this.socket.setTimeout(timeoutMs);
    this.socket.on('timeout', () => this.fail('timeout'));
    this.socket.on('error', () => this.fail('network'));
    this.socket.on('data', (piece: Buffer) => this.read(piece));
    this.socket.on('end', () => this.ended());
    this.socket.on('close', () => this.fail('network'));
  }

  /** Sends a request and returns its response; never rejects. */
  exchange(
    head: string,
    body: Uint8Array | null,
    into?: Uint8Array,
  ): Promise<ResponseReader | ExchangeFailure> {
    const { socket } = this;
    if (this.failed !== null) return Promise.resolve(this.failed);
    socket.ref();
    this.reader = new ResponseReader(into);
    return new Promise((resolve) => {
      this.settle = resolve;
      if (body === null) socket.write(head, 'latin1');
      else {
        socket.cork();
        socket.write(head, 'latin1');
        socket.write(body);
        socket.uncork();
      }
    });
  }

  /** After the head of a response, a network failure is reported as `cut`. */
  fail(why: ExchangeFailure): void {
    const { settle, reader } = this;
    this.failed ??= why;
    this.settle = nothing;
    this.reader = null;
    this.socket.destroy();
    settle(why === 'network' && reader?.hasHead ? 'cut' : why);
    this.onFree(this, false);
  }

  private read(piece: Buffer): void {
    // Bytes without a request.
    if (this.reader === null) {
      this.fail('network');
      return;
    }
    try {
      this.reader.read(piece);
    } catch (error) {
      if (!(error instanceof ResponseError)) throw error;
      this.fail('network');
      return;
    }
    if (this.reader.isDone) this.finish(this.reader);
  }

  private ended(): void {
    const { reader } = this;
    try {
      reader?.end();
    } catch {
      this.fail('network');
      return;
    }
    if (reader) this.finish(reader);
    else this.fail('network');
  }

  private finish(reader: ResponseReader): void {
    const { settle, socket } = this;
    // A server that answers before it has read the whole request does not read the next one.
    const isOpen = reader.isReusable && socket.writableLength === 0 && !socket.destroyed;
    this.settle = nothing;
    this.reader = null;
    if (isOpen) socket.unref();
    else socket.destroy();
    settle(reader);
    this.onFree(this, isOpen);
  }
}

/** The connections to one server. */
class Pool {
  private readonly free: Connection[] = [];
  private readonly waiting: ((connection: Connection) => void)[] = [];
  private readonly session: { last?: Buffer } = {};
  private readonly all = new Set<Connection>();
  private isOver = false;

  constructor(
    private readonly address: ServerAddress,
    private readonly timeoutMs: number,
  ) {}

  take(): Connection | Promise<Connection> {
    const known = this.free.pop();
    if (known) return known;
    if (this.all.size < MOST_OF_A_SERVER) return this.open();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  cancel(): void {
    this.isOver = true;
    for (const one of [...this.all]) one.fail('cancelled');
  }

  private open(): Connection {
    const opened = new Connection(this.address, this.timeoutMs, this.session, this.onFree);
    this.all.add(opened);
    return opened;
  }

  private readonly onFree = (connection: Connection, isOpen: boolean): void => {
    if (isOpen) {
      const next = this.waiting.shift();
      if (next) next(connection);
      else this.free.push(connection);
      return;
    }
    if (!this.all.delete(connection)) return;
    const at = this.free.indexOf(connection);
    if (at >= 0) this.free.splice(at, 1);
    const next = this.waiting.shift();
    // After a cancel, waiting requests get this failed connection, which reports the cancel.
    if (next) next(this.isOver ? connection : this.open());
  };
}

export class Connections {
  private readonly pools = new Map<string, Pool>();

  /** Milliseconds without a byte until a request counts as unanswered. */
  constructor(private readonly timeoutMs: number) {}

  async exchange(
    address: ServerAddress,
    head: string,
    body: Uint8Array | null,
    into?: Uint8Array,
  ): Promise<ResponseReader | ExchangeFailure> {
    const connection = await this.poolOf(address).take();
    return connection.exchange(head, body, into);
  }

  /** Cancels open requests. */
  cancel(): void {
    for (const pool of this.pools.values()) pool.cancel();
  }

  private poolOf(address: ServerAddress): Pool {
    const key = `${address.isTls} ${address.hostname}:${address.port}`;
    const known = this.pools.get(key);
    if (known) return known;
    const opened = new Pool(address, this.timeoutMs);
    this.pools.set(key, opened);
    return opened;
  }
}
