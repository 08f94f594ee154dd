import { sameTitle } from '../../spec/index.ts';
import { type ConditionFinding, type ConditionInput, held, missing, refuted } from './finding.ts';

/** Every item is among what the papers together list. What else they list is nobody's business here. */
export function namesFinding({ condition, examination }: ConditionInput<'names-all'>): ConditionFinding {
  const papers = examination.documents;
  const told = papers.filter(({ names }) => names !== undefined);
  const said = { title: '列明内容', expected: `列明 ${condition.items.join('、')}`, samples: told.length };
  const listed = told.flatMap(({ names }) => names ?? []);
  const absent = condition.items.filter((item) => !listed.some((name) => sameTitle(item, name)));
  if (absent.length === 0) return held({ ...said, measured: `${condition.items.length} 项均列明` });
  // A paper whose list nobody entered may name the rest.
  if (told.length < papers.length || papers.length === 0)
    return missing({ ...said, measured: `${papers.length - told.length} 份未填所列名称` });
  return refuted({ ...said, measured: `未列明 ${absent.join('、')}` });
}
