/** UrlFetchApp. */

import { continueWith } from '../../platform/awaitable';
import { ScriptError } from '../../platform/errors';
import { isPlainObject, ServiceObject, type Signatures } from '../../platform/service-object';
import { decodeText } from '../content/blob';
import type { ServiceContext } from '../context';
import { type PreparedRequest, prepareRequest } from './http-request';
import { HTTPResponse } from './http-response';
import { type FetchResult, sendRequests, throwFailure } from './send-requests';

const SHOWN = 200;

export class UrlFetchApp extends ServiceObject {
  static readonly path = 'UrlFetchApp';
  static readonly signatures: Signatures = { fetch: ['s', 's,o'], fetchAll: ['a'], getRequest: ['s', 's,o'] };
  readonly kind = 'UrlFetchApp';

  constructor(readonly execution: ServiceContext) {
    super();
  }

  fetch(url: string, options: Record<string, unknown> = {}) {
    const request = prepareRequest(this.execution.world, url, options);
    return continueWith(sendRequests(this.execution, [request]), ([result]) =>
      this.response(request, result as FetchResult),
    );
  }
  /** Keeps the order. A single failed reply without muteHttpExceptions loses all replies. */
  fetchAll(list: unknown[]) {
    const requests = list.map((item) => {
      if (typeof item === 'string') return prepareRequest(this.execution.world, item, {});
      if (!isPlainObject(item) || typeof item.url !== 'string') {
        throw new ScriptError('Attribute provided with no value: url');
      }
      return prepareRequest(this.execution.world, item.url, item);
    });
    return continueWith(sendRequests(this.execution, requests), (all) =>
      all.map((result, at) => this.response(requests[at] as PreparedRequest, result)),
    );
  }
  getRequest(url: string, options: Record<string, unknown> = {}) {
    const { headers, body, method } = prepareRequest(this.execution.world, url, options);
    return {
      url,
      method: method.toLowerCase(),
      headers,
      contentType: headers['content-type'] ?? null,
      payload: decodeText(body),
    };
  }

  private response(request: PreparedRequest, result: FetchResult): HTTPResponse {
    const { reply, url } = throwFailure(result);
    const response = new HTTPResponse(this.execution, reply);
    if (reply.status < 400 || request.mute) return response;
    const text = response.getContentText();
    const excerpt = text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
    throw new ScriptError(
      `Request failed for ${new URL(url).origin} returned code ${reply.status}. Truncated server response: ${excerpt} (use muteHttpExceptions option to examine full response)`,
    );
  }
}
