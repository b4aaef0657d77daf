/** What the sidebar's Files panel may ask of the add-on: stores, their credentials, requests to them. */

/** One of this user's S3 stores. No part of its key is in it. */
export interface StoreView {
  /** First word of its addresses, such as nokura. */
  name: string;
  host: string;
  hasKeys: boolean;
}

export interface StoreKeysForm {
  /** A known store, or an alias of one's own. */
  name: string;
  /** Of an alias. */
  host?: string;
  accessKey?: string;
  secret?: string;
  /** Of temporary keys. */
  sessionToken?: string;
  region?: string;
}

/** How this user's Google account may be used for Cloud Storage. */
export interface GoogleAccess {
  /** `absent`: this build of the add-on does not ask Google for it. */
  state: 'allowed' | 'refused' | 'absent';
  /** Page on which it is allowed; '' where there is none. */
  link: string;
}

/** Work of the Files panel that was begun and has not ended. */
export interface FileTask {
  /** Of the catalogue, such as bucket_copy_folder. */
  tool: string;
  args: Record<string, string>;
  /** ISO time. */
  begun: string;
}

export interface StoreAccessView {
  google: GoogleAccess;
  stores: StoreView[];
  task: FileTask | null;
}

/** A request of `src/http`; its body as text, or as base64 of its bytes. */
export interface StoreRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  contentType?: string;
  text?: string;
  base64?: string;
  signFor?: 'gcs' | 's3';
  raw?: true;
  route: string;
}

/** Its bytes as base64 where they were asked for as they travel, else its text. */
export interface StoreReply {
  status: number;
  headers: Record<string, string>;
  failure?: string;
  detail?: string;
  text?: string;
  base64?: string;
}

export interface FilesCalls {
  storeAccess: { args: []; value: StoreAccessView };
  saveStoreKeys: { args: [StoreKeysForm]; value: StoreAccessView };
  removeStoreKeys: { args: [name: string]; value: StoreAccessView };
  /** Sends requests to stores with this user's credentials, in parallel, once each. */
  storeSend: { args: [StoreRequest[]]; value: StoreReply[] };
  /** Remembers what is under way, so that it can be gone on with; null where it has ended. */
  fileTask: { args: [FileTask | null]; value: null };
  /** A form's fields as the function's arguments, cells read. */
  readForm: {
    args: [name: string, form: Record<string, string>];
    value: Record<string, string | number | boolean>;
  };
}
