import type { HttpRequest } from '../http.ts';
import type { S3Answer } from './answer.ts';

export interface S3Call {
  method: NonNullable<HttpRequest['method']>;
  bucket?: string;
  key?: string;
  /** Subresources have an empty value. */
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
}

/** Raw signed S3, path-style. Faults of the target are thrown, refusals handed back; see `readAnswer`. */
export interface S3 {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string };
  call(call: S3Call): Promise<S3Answer>;
  /** A link that carries its signature (signature V4), valid for whole seconds from `at`, now when absent. */
  presign(method: 'GET' | 'PUT', bucket: string, key: string, seconds: number, at?: Date): Promise<string>;
}
