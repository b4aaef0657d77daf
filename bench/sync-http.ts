/**
 * Blocking HTTP, as UrlFetchApp provides: a second thread fetches while this one waits; the bytes of the reply are
 * transferred.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type HttpReply, type HttpRequest, noReply } from '../src/http/request';
import type { SyncDriver } from '../src/http/runner';

type Received = { status: number; headers: [string, string][]; body: ArrayBuffer } | { failed: string };

const FETCHER = `
const { workerData } = require('node:worker_threads');
const { port, flag } = workerData;
port.on('message', async (requests) => {
  const replies = await Promise.all(requests.map(async ({ url, method, headers, body }) => {
    try {
      const reply = await fetch(url, { method, headers, body, redirect: 'manual' });
      return { status: reply.status, headers: [...reply.headers], body: await reply.arrayBuffer() };
    } catch (error) { return { failed: String(error) }; }
  }));
  port.postMessage(replies, replies.flatMap((reply) => (reply.body ? [reply.body] : [])));
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
});`;

export interface BlockingHttp extends SyncDriver {
  requests(): number;
  close(): void;
}

export function blockingHttp(onReply: () => void): BlockingHttp {
  const { port1, port2 } = new MessageChannel();
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(FETCHER, {
    eval: true,
    workerData: { port: port2, flag },
    transferList: [port2],
  });
  let requests = 0;
  return {
    requests: () => requests,
    close: () => {
      port1.close();
      void worker.terminate();
    },
    sleep: (ms) => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    },
    send: (batch) => {
      requests += batch.length;
      Atomics.store(flag, 0, 0);
      port1.postMessage(batch.map(asFetch));
      Atomics.wait(flag, 0, 0);
      const replies = receiveMessageOnPort(port1)!.message as Received[];
      onReply();
      return replies.map((reply) =>
        'failed' in reply ? noReply('network', reply.failed) : asReply(reply, onReply),
      );
    },
  };
}

function asFetch(request: HttpRequest) {
  const { url, method, body } = request;
  const type = request.contentType ? { 'Content-Type': request.contentType } : {};
  return { url, method, body, headers: { ...request.headers, ...type } };
}

function asReply(reply: Exclude<Received, { failed: string }>, onReply: () => void): HttpReply {
  return {
    status: reply.status,
    headers: Object.fromEntries(reply.headers),
    text: () => {
      const text = inHeap(reply.body);
      onReply();
      return text;
    },
    bytes: () => new Uint8Array(reply.body),
  };
}

/**
 * Node keeps a long decoded text outside the heap, which would hide its size. Decoding in parts and joining them puts
 * it on the heap.
 */
function inHeap(body: ArrayBuffer): string {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  const PART = 1 << 16;
  for (let at = 0; at < body.byteLength; at += PART) {
    const part = new Uint8Array(body, at, Math.min(PART, body.byteLength - at));
    parts.push(decoder.decode(part, { stream: at + PART < body.byteLength }));
  }
  return parts.join('');
}
