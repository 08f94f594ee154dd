import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function readVersion(): string {
  for (
    let folder = dirname(fileURLToPath(import.meta.url));
    folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  }
  throw new Error('package.json not found');
}

export const version = readVersion();

/** The instruments of a run, for the report. */
export function tools(): { name: string; version: string }[] {
  return [
    { name: 'Biaochi 标尺', version },
    { name: 'Node.js', version: process.versions.node },
    { name: 'OpenSSL（Node.js 内置）', version: process.versions.openssl },
  ];
}
