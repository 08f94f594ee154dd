import type { Catalogue, Tender } from '../../spec/index.ts';
import { type Catcher, catchers, type Kind, kindOf, kinds } from './kinds.ts';
import type { Leaf } from './leaves.ts';
import { type LimitCases, limitProblems, testsOf } from './limits.ts';
import { type Slip, slipsOf } from './slips.ts';
import { differencesFromStated, type StatedTable } from './stated.ts';
import { mutate, type TenderData } from './tender-data.ts';

/** A mutant of a tender's data and who noticed it. */
export interface Caught {
  leaf: Leaf;
  slip: Slip;
  kind: Kind;
  by: Catcher[];
}
export interface Watch {
  catalogue: Catalogue;
  stated: StatedTable;
  limits: LimitCases;
  /** Do the example rounds end otherwise? */
  rounds?: (tender: Tender) => boolean;
}

/** Files whose slips cannot change what a round ends in. */
const offStage = /^(requirements\/|tariff|kpi|obligations|contract)/;
/** All mutants of a tender's data in order, each with its kind; throws where a leaf is of no kind. */
export function mutantsOfData(data: TenderData): { leaf: Leaf; slip: Slip; kind: Kind }[] {
  return data.leaves.flatMap((leaf) => {
    const kind = kindOf(leaf);
    if (!kind) throw new Error(`of no kind: ${leaf.file} ${leaf.row} ${leaf.member}`);
    return slipsOf(leaf).map((slip) => ({ leaf, slip, kind }));
  });
}

/** Answers of one mutant who noticed it. Everything of the tender was parsed once; the mutant's own file is checked anew. */
export function watcherOf(data: TenderData, { catalogue, stated, limits, rounds }: Watch) {
  return ({ leaf, slip, kind }: ReturnType<typeof mutantsOfData>[number]): Caught => {
    const mutated = mutate(data, leaf, slip.value, catalogue);
    const tender = mutated.load();
    const by: Catcher[] = [];
    if (typeof tender === 'string') by.push('law');
    if (differencesFromStated(mutated.leaves(), stated[leaf.file]).length > 0) by.push('stated');
    if (typeof tender === 'string') return { leaf, slip, kind, by };
    const [top = ''] = leaf.row.replace(/^items\//, '').split('/');
    const own = { ...tender, checkables: tender.checkables.filter(({ id }) => id === top) };
    if (
      testsOf(own).some(
        (one) => limitProblems(one.id, one.verification, limits[one.id], catalogue).length > 0,
      )
    )
      by.push('limit');
    if (rounds && !offStage.test(leaf.file) && rounds(tender)) by.push('round');
    return { leaf, slip, kind, by };
  };
}

/** What should have been noticed and was not. */
export const escaped = ({ by, kind }: Caught): boolean =>
  by.length === 0 || !kind.must.some((catcher) => by.includes(catcher));

export const describe = ({ leaf, slip }: Pick<Caught, 'leaf' | 'slip'>): string =>
  `${leaf.file} ${leaf.row} ${leaf.member}: ${slip.what}`;

/**
 * The table that the run prints and keeps: a row for each kind. `contradicted` are those that the official text was
 * asked about, with its answer.
 */
export function tableOf(all: readonly Caught[], contradicted?: ReadonlyMap<Caught, boolean>): string[] {
  const names = Object.keys(catchers) as Catcher[];
  const row = (title: string, of: readonly Caught[]) => {
    const number = (holds: (one: Caught) => boolean) => of.filter(holds).length;
    const asked = number((one) => contradicted?.has(one) ?? false);
    const cells = [
      of.length,
      ...names.map((name) => number(({ by }) => by.includes(name))),
      number(({ by }) => by.length === 1 && by[0] === 'stated'),
      ...(contradicted
        ? [asked === 0 ? '' : `${number((one) => contradicted.get(one) === true)} / ${asked}`]
        : []),
      number(escaped),
    ];
    return `| ${[title, ...cells].join(' | ')} |`;
  };
  const heads = [
    '种类',
    '变异',
    ...names.map((name) => catchers[name]),
    '仅数值表发现',
    ...(contradicted ? ['核对原文可见'] : []),
    '漏过',
  ];
  return [
    `| ${heads.join(' | ')} |`,
    `|${heads.map((_, index) => (index === 0 ? '---' : '---:')).join('|')}|`,
    ...kinds.map((kind) =>
      row(
        `${kind.title} \`${kind.id}\``,
        all.filter((one) => one.kind === kind),
      ),
    ),
    row('合计', all),
  ];
}
