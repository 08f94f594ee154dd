import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { projectRoot } from '../../meta/source-files.ts';

const folder = join(projectRoot, 'test/fixtures/schemas');

/** A published schema, unchanged but for the keywords of draft 4 that say the same by other names. */
export function publishedSchema(file: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;
  if (String(schema.$schema).includes('draft-04')) {
    delete schema.$schema;
    delete schema.id;
  }
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: true });
  (addFormats as unknown as (one: Ajv) => void)(ajv);
  return ajv.compile(schema);
}

const xsd = join(folder, 'junit-10.xsd');
const lxml = `import sys
from lxml import etree
schema = etree.XMLSchema(etree.parse(sys.argv[1]))
document = etree.fromstring(sys.stdin.buffer.read(), etree.XMLParser(huge_tree=True))
sys.exit(0 if schema.validate(document) else str(schema.error_log))`;
const ways: { name: string; command: string; args: string[]; present: string[] }[] = [
  {
    name: 'xmllint',
    command: 'xmllint',
    args: ['--huge', '--noout', '--schema', xsd, '-'],
    present: ['--version'],
  },
  ...['python3', '/usr/bin/python3'].map((command) => ({
    name: 'lxml',
    command,
    args: ['-c', lxml, xsd],
    present: ['-c', 'from lxml import etree'],
  })),
];

/** libxml2's validator by whatever carries it here; undefined where nothing does. */
export const xsdValidator = ways.find(({ command, present }) => spawnSync(command, present).status === 0);

/** Complaints of the validator about a JUnit file; empty when it is valid. */
export function xsdComplaints(text: string): string {
  const { command, args } = xsdValidator!;
  const { status, stderr } = spawnSync(command, args, { input: text, encoding: 'utf8' });
  return status === 0 ? '' : stderr;
}
