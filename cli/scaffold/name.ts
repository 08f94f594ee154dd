import { Fault } from '../../spec/index.ts';

/** What stands where the author still has to write; a law forbids it in what is committed. */
export const toBeWritten = '（待填写）';

/** Throws USAGE_UNKNOWN_NAME when the name is not of the form. */
export function requireName(name: string, form: RegExp, example: string): void {
  if (form.test(name) && name.length <= 80) return;
  throw new Fault('USAGE_UNKNOWN_NAME', [
    { message: `${JSON.stringify(name)} 不是合规的编号`, remedy: `应形如 ${example}` },
  ]);
}

/** `tls-versions` -> `tlsVersions`. */
export function camelCase(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
