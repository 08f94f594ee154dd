// The door of the desk: what people hand in becomes checked records.
export { readAssetList } from './asset-list.ts';
