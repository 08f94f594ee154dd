import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function find(): string {
  // From a checkout this file lies in spec/load; from the package in dist/spec/load, with the data still in spec.
  for (
    let folder = dirname(fileURLToPath(import.meta.url));
    folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    if (existsSync(join(folder, 'spec', 'probes'))) return join(folder, 'spec');
  }
  throw new Error('spec data not found');
}

/** The folder of the data files: probes/ and tenders/. */
export const specRoot = find();
