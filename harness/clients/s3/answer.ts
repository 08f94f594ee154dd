import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { Fault } from '../../../spec/index.ts';
import type { HttpAnswer } from '../http.ts';

/** What an S3 service said. The root element, not the status, tells what it answered to. */
export interface S3Answer {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Uint8Array;
  ok: boolean;
  /** Name of the XML root element; undefined when the body is no XML. */
  root: string | undefined;
  /** Content of the root; all texts stay strings. */
  xml: Record<string, unknown>;
  /** Error code of S3, e.g. `NoSuchKey`; empty when there is none. */
  code: string;
  /** The platform's clock by its Date header, milliseconds; NaN when it sent none. */
  platformTime: number;
}

const lists = new Set(['Bucket', 'CommonPrefixes', 'Contents', 'DeleteMarker', 'Rule', 'Version']);
const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => lists.has(name),
});

const ourAccount = new Set([
  'AccessDenied',
  'AuthorizationHeaderMalformed',
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidToken',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);
const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(body: Uint8Array): { root: string; xml: Record<string, unknown> } | undefined {
  const text = Buffer.from(body).toString('utf8').trimStart();
  if (!text.startsWith('<') || XMLValidator.validate(text) !== true) return undefined;
  const [element] = Object.entries(parser.parse(text) as Record<string, unknown>).filter(
    ([name]) => name !== '?xml',
  );
  return element ? { root: element[0], xml: isFields(element[1]) ? element[1] : {} } : undefined;
}

/** The text at a path; empty when there is none. */
export function textAt(xml: Record<string, unknown>, ...path: string[]): string {
  let at: unknown = xml;
  for (const name of path) at = isFields(at) ? at[name] : undefined;
  return typeof at === 'string' ? at : '';
}

/** The elements of a repeated name. */
export function elementsAt(xml: Record<string, unknown>, name: string): Record<string, unknown>[] {
  const value = xml[name];
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/**
 * Reads an answer. What is broken or concerns our account is thrown: TARGET_STATUS, TARGET_UNAUTHORISED,
 * and TARGET_GARBAGE for a refusal that is no S3 error. A clear refusal is handed back, for it may be the measurement.
 */
export function readAnswer(answer: HttpAnswer, where: string, bodyless: boolean): S3Answer {
  const { status, headers, body } = answer;
  const refusal = (status >= 400 && status < 500) || status === 501 || status === 507;
  const ok = status >= 200 && status < 300;
  if (status === 429 || !(ok || refusal)) throw new Fault('TARGET_STATUS', `${where}：HTTP ${status}`);
  const document = bodyless ? undefined : parse(body);
  const code = document?.root === 'Error' ? textAt(document.xml, 'Code') : '';
  if (status === 401 || ourAccount.has(code) || (status === 403 && code === '')) {
    throw new Fault('TARGET_UNAUTHORISED', `${where}：HTTP ${status}${code === '' ? '' : ` ${code}`}`);
  }
  if (refusal && !bodyless && code === '') {
    throw new Fault('TARGET_GARBAGE', `${where}：HTTP ${status} 的应答不是 S3 错误文档`);
  }
  return {
    status,
    headers,
    body,
    ok,
    root: document?.root,
    xml: document?.xml ?? {},
    code,
    platformTime: Date.parse(headers.date ?? ''),
  };
}

/** What a refusal says in one line, for steps and notes. */
export const described = (answer: S3Answer): string =>
  `HTTP ${answer.status}${answer.code === '' ? '' : ` ${answer.code}`}${answer.root === undefined || answer.code !== '' ? '' : ` <${answer.root}>`}`;
