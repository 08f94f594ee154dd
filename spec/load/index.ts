// The second door of spec: reads data files.

export { loadCatalogue } from './catalogue.ts';
export { clauseDigest } from './clause-digest.ts';
export { digestOf, digestOfJson } from './digest.ts';
export { loadOperations } from './operations.ts';
export { type Hints, schemaProblems } from './schema-problems.ts';
export { loadStatutes } from './statutes.ts';
export { type LoadTenderOptions, loadTender, readSource, wordingOf } from './tender.ts';
export { listTenders } from './tender-files.ts';
export { parseYaml, readYaml, type YamlFile } from './yaml.ts';
