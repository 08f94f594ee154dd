import { document } from './xml.ts';

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

export const xml = (root: string, content: Parameters<typeof document>[1], status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: document(root, content),
});

/** An S3 error. Its element has no namespace. */
export const problem = (status: number, code: string, message: string): Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: document('Error', { Code: code, Message: message, RequestId: 'stand-in' }).replace(
    / xmlns="[^"]*"/,
    '',
  ),
});

export const noSuchBucket = problem(404, 'NoSuchBucket', 'The specified bucket does not exist.');
export const noSuchKey = problem(404, 'NoSuchKey', 'The specified key does not exist.');
export const notImplemented = (what: string) => problem(501, 'NotImplemented', `${what} is not implemented.`);
