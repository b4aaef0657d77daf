/** S3's XML: its answers, and the two documents that it reads. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { escapeXml } from '../gcs/xml';

export const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A refusal in the form of S3. */
export class S3Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Further elements of the error document. */
    readonly more: Record<string, string> = {},
  ) {
    super(message);
  }
}

export const element = (name: string, text: string | number | boolean): string =>
  `<${name}>${escapeXml(String(text))}</${name}>`;

export function xml(root: string, body: string, status = 200): WireReply {
  const document = `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${body}</${root}>`;
  return { status, headers: [['Content-Type', 'application/xml']], body: Buffer.from(document) };
}

export function refusedBy(error: unknown, resource: string, method: string): WireReply {
  if (!(error instanceof S3Refusal)) throw error;
  const { status, code, message, more } = error;
  const elements = { Code: code, Message: message, ...more, Resource: resource, RequestId: 'SANDBOX' };
  const body = Object.entries(elements)
    .map(([name, text]) => element(name, text))
    .join('');
  // Replies to HEAD, and status 304, have no body.
  const silent = method === 'HEAD' || status === 304;
  const document = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${body}</Error>`;
  return {
    status,
    headers: silent ? [] : [['Content-Type', 'application/xml']],
    body: silent ? new Uint8Array(0) : Buffer.from(document),
  };
}

const malformedXml = (): S3Refusal =>
  new S3Refusal(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const plainText = (text: string): string =>
  text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (_, name: string) => {
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    const char = name.startsWith('#') ? String.fromCodePoint(code) : ENTITIES[name];
    if (char === undefined) throw malformedXml();
    return char;
  });

/** The children `item` of the document `root`, each with the texts of its own children. */
export function itemsOf(bytes: Uint8Array, root: string, item: string): Map<string, string>[] {
  const text = Buffer.from(bytes).toString('utf8');
  const body = new RegExp(`^(?:<\\?xml[^>]*\\?>)?\\s*<${root}(?:\\s[^>]*)?>([\\s\\S]*)</${root}>\\s*$`).exec(
    text,
  )?.[1];
  if (body === undefined) throw malformedXml();
  return [...body.matchAll(new RegExp(`<${item}>([\\s\\S]*?)</${item}>`, 'g'))].map(
    ([, inner = '']) =>
      new Map(
        [...inner.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => [name!, plainText(value!)]),
      ),
  );
}

/** The text of one element of a document, or ''. */
export const textOf = (bytes: Uint8Array, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(Buffer.from(bytes).toString('utf8'))?.[1] ?? '';
