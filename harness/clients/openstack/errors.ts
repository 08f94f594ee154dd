import { Fault } from '../../../spec/index.ts';
import { isFields } from './shape.ts';

const longest = 400;

/** What an error body says, whichever service wrote it; the bare text when it is no JSON. */
export function errorText(body: string): string {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return clip(stripHtml(body));
  }
  return clip(stripHtml(textOf(json) ?? body));
}

function textOf(json: unknown): string | undefined {
  if (typeof json === 'string') return json;
  if (!isFields(json)) return undefined;
  if (Array.isArray(json.errors)) {
    const parts = json.errors
      .filter(isFields)
      .map((error) => words(error.title, error.detail ?? error.message));
    if (parts.some(Boolean)) return parts.filter(Boolean).join('；');
  }
  if (json.faultstring !== undefined) return words(json.faultcode, json.faultstring);
  if (json.description !== undefined || json.title !== undefined)
    return words(json.title, json.description ?? json.message);
  if (json.message !== undefined) return words(json.code, json.message);
  // {badRequest: {...}}, {forbidden: {...}}, {NeutronError: {...}}, {error: {...}}: one key that names the kind.
  for (const [kind, inner] of Object.entries(json)) {
    if (isFields(inner)) return words(inner.type ?? inner.title ?? kind, inner.message ?? inner.detail);
    if (typeof inner === 'string') return words(kind, inner);
  }
  return undefined;
}

const words = (...parts: unknown[]) =>
  parts
    .filter((part) => typeof part === 'string' || typeof part === 'number')
    .map(String)
    .filter((part) => part !== '')
    .join('：');

const stripHtml = (text: string) =>
  text
    .replace(/<(head|style|script)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const clip = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** Whether a refusal speaks of quota: nova 403, cinder and glance 413, neutron 409 OverQuota. */
export function isQuota(status: number, text: string): boolean {
  if (status === 413) return true;
  if (status === 403) return /quota|exceed|limit/i.test(text);
  return status === 409 && /OverQuota|quota exceeded/i.test(text);
}

/** The fault that an answer is when its caller did not ask to have it handed back. */
export function faultOf(status: number, where: string, text: string): Fault {
  const message = `${where}：HTTP ${status}${text ? `，${text}` : ''}`;
  if (status === 401) return new Fault('TARGET_UNAUTHORISED', message);
  if (isQuota(status, text)) return new Fault('TARGET_QUOTA', message);
  if (status === 403) return new Fault('TARGET_UNAUTHORISED', message);
  return new Fault('TARGET_STATUS', message);
}

/** Whether an answer is the platform's clear no: not a broken service, not our account, not our quota. */
export function isRefusal(status: number, text: string): boolean {
  if (status === 501) return true;
  if (status < 400 || status > 499) return false;
  return ![401, 403, 408, 429].includes(status) && !isQuota(status, text);
}
