import type { ProbeContext } from '../probe.ts';
import { assertWritten, type DataSet, openDataSet, seededBytes } from './data-set.ts';

export type Site = 'local' | 'remote';

/** Test data with one backup at a site, and what came of archiving it. */
export interface ColdData {
  data: DataSet;
  copy: string;
  archived: string;
  /** In the product's words, where it refused to archive. */
  refused?: string;
}

const fileCount = 8;
const fileBytes = 250_000;

/** Whether a storage tier, as the cold storage itself names it, is a cold one. */
export const isCold = (tier: string): boolean => /cold|archive|glacier|tape|冷|归档|磁带/i.test(tier);

/** Writes test data, backs it up at a site and archives the copy; undefined when the adapter does not say how. */
export async function prepareColdData(context: ProbeContext, site: Site): Promise<ColdData | undefined> {
  const backUp = site === 'local' ? 'backup-full' : 'backup-remote';
  const data = await openDataSet(context);
  if (!data?.product.has(backUp, `archive-${site}`)) return undefined;
  for (let index = 0; index < fileCount; index++)
    await data.write(`cold-${index}`, seededBytes(`${data.name} ${index}`, fileBytes));
  await assertWritten(data);
  const set = { set: data.name };
  const copy = (await data.product.call(backUp, set)).text('copy');
  context.step(site === 'local' ? '在本地备份系统备份' : '在异地备份系统得到副本', `副本 ${copy}`);
  const { results, refused } = await data.product.ask(`archive-${site}`, { ...set, copy });
  context.step('归档到冷备份存储', refused ?? `冷副本 ${results!.text('archived')}`);
  if (refused !== undefined) return { data, copy, archived: '', refused };
  return { data, copy, archived: results!.text('archived') };
}
