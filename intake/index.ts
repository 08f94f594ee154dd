// The door of the desk: what people hand in becomes checked records.
export { readAssetList } from './asset-list.ts';
export { readInstruments } from './attest/instruments.ts';
export { type ReadAttestations, readAttestations } from './attest/read.ts';
export { attestTemplate } from './attest/template.ts';
export { readDeferrals } from './deferrals.ts';
export { readToolResult } from './results/read.ts';
export {
  checkFreeze,
  type FreezeMismatch,
  freezeOf,
  type ReadRoundOptions,
  readRound,
  readRoundHead,
} from './round/index.ts';
export { writeRoundTemplates } from './round-workbook/index.ts';
export { type KpiRow, kpiRows } from './tender-text/kpi-table.ts';
export { type ParsedTender, type Prose, parseTenderText } from './tender-text/parse.ts';
export { type PriceRow, priceRows } from './tender-text/price-table.ts';
export { readTenderDocument, type TenderDocument } from './tender-text/read.ts';
export { type ScoringRow, scoringRows } from './tender-text/scoring-table.ts';
