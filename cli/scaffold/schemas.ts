import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  admissionFileSchema,
  bidFileSchema,
  freezeFileSchema,
  proceedingsFileSchema,
  roundFileSchema,
  scoreSheetFileSchema,
  signingFileSchema,
} from '../../spec/index.ts';

const schemas = [
  roundFileSchema,
  bidFileSchema,
  admissionFileSchema,
  proceedingsFileSchema,
  scoreSheetFileSchema,
  signingFileSchema,
  freezeFileSchema,
];

/** The schemas of what people hand in, for editors: file of docs/schemas -> text. */
export function publishedSchemas(): Map<string, string> {
  return new Map(
    schemas.map((schema) => {
      const { $id, title, ...rest } = schema;
      const file = `${$id}.schema.json`;
      // An id relative to where the file lies: editors find it without a network.
      const published = {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: file,
        title,
        ...rest,
      };
      return [file, `${JSON.stringify(published, undefined, 2)}\n`];
    }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = fileURLToPath(new URL('../../docs/schemas', import.meta.url));
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of publishedSchemas()) writeFileSync(join(folder, file), text);
  process.stdout.write(`重写 docs/schemas：${[...publishedSchemas().keys()].join('、')}\n`);
}
