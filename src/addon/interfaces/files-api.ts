/** The calls of the sidebar's Files panel: stores, their credentials, and requests to them. */

/** One of this user's S3 stores, without any part of its key. */
export interface StoreView {
  /** Scheme of its addresses, such as nokura. */
  name: string;
  host: string;
  hasKeys: boolean;
}

export interface StoreKeysForm {
  /** A known store, or an alias of the user's own. */
  name: string;
  /** Host of an alias. */
  host?: string;
  accessKey?: string;
  secret?: string;
  /** Only for temporary keys. */
  sessionToken?: string;
  region?: string;
}

/** How this user's Google account may be used for Cloud Storage. */
export interface GoogleAccess {
  /** `absent`: this build of the add-on does not request the scope. */
  state: 'allowed' | 'refused' | 'absent';
  /** Page on which the user can allow it; '' if there is none. */
  link: string;
}

/** Work of the Files panel that has started but not ended. */
export interface FileTask {
  /** A tool of the catalogue, such as bucket_copy_folder. */
  tool: string;
  args: Record<string, string>;
  /** ISO time; also tells the tasks of one person apart. */
  begun: string;
}

export interface StoreAccessView {
  google: GoogleAccess;
  stores: StoreView[];
  /** Oldest first. */
  tasks: FileTask[];
}

/** A request of `src/http`; its body is text, or base64 of its bytes. */
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

/** The body as base64 if `raw` was requested, otherwise as text. */
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
  /** Sends requests to stores with this user's credentials, in parallel, without retries. */
  storeSend: { args: [StoreRequest[]]; value: StoreReply[] };
  /** Stores work in progress, so that a later visit can continue it; removes it when it has ended. */
  fileTask: { args: [task: FileTask, isOpen: boolean]; value: null };
  /** A form's fields as the function's arguments; addresses of cells are replaced by their values. */
  readForm: {
    args: [name: string, form: Record<string, string>];
    value: Record<string, string | number | boolean>;
  };
}
