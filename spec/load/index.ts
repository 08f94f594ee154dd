// The second door of spec: reads data files.

export { loadCatalogue } from './catalogue.ts';
export { clauseDigest } from './clause-digest.ts';
export { loadStatutes } from './statutes.ts';
export { type LoadTenderOptions, listTenders, loadTender, readSource, wordingOf } from './tender.ts';
export { type Hints, parseYaml, readYaml, type YamlFile } from './yaml.ts';
