import { type Firm, type FirmSize, firmSizes, type StatuteRule, type Tender } from '../../../spec/index.ts';
import { exact } from '../../arithmetic/index.ts';
import { ruleOfLaw } from './statute.ts';

type Size = NonNullable<Firm['size']>;
const measures = ['staff', 'revenue', 'assets'] as const;
const order = Object.keys(firmSizes) as FirmSize[];

/** A firm as the price policies take it. */
export interface SizeView {
  smallMicro: boolean;
  /** Small, micro or medium, and none of a large firm's. */
  sme: boolean;
  reasons: string[];
  /** What it declares and what its own figures say do not go together. */
  contradiction?: string;
}

function boundsOf(rule: StatuteRule, prefix: '' | 'large'): Map<(typeof measures)[number], string> {
  const bounds = new Map<(typeof measures)[number], string>();
  for (const measure of measures) {
    const name = prefix === '' ? measure : `large${measure[0]!.toUpperCase()}${measure.slice(1)}`;
    const bound = rule.amounts?.[name] ?? rule.figures?.[name]?.value;
    if (bound !== undefined) bounds.set(measure, String(bound));
  }
  return bounds;
}

/** Whether every figure that the rule looks at reaches its bound; undefined where a figure is not given. */
function reaches(size: Size, bounds: ReadonlyMap<(typeof measures)[number], string>): boolean | undefined {
  const each = [...bounds].map(([measure, bound]) => {
    const figure = size[measure];
    return figure === undefined ? undefined : exact(figure).compare(exact(bound)) >= 0;
  });
  if (each.includes(false)) return false;
  return each.includes(undefined) ? undefined : each.length > 0;
}

/** The class that a firm's figures give by the rules of the tender's industry; undefined where they do not tell. */
export function classByFigures(tender: Tender, size: Size): FirmSize | undefined {
  const classes = tender.review?.priceDeductions?.sizes?.classes ?? [];
  const ruleOf = (name: 'medium' | 'small') =>
    ruleOfLaw(tender, classes.find((one) => one.size === name)?.statute);
  const [medium, small] = [ruleOf('medium'), ruleOf('small')];
  if (!medium || !small) return undefined;
  const tests: [FirmSize, boolean | undefined][] = [
    ['large', reaches(size, boundsOf(medium, 'large'))],
    ['medium', reaches(size, boundsOf(medium, ''))],
    ['small', reaches(size, boundsOf(small, ''))],
    ['micro', true],
  ];
  const first = tests.find(([, reached]) => reached !== false);
  return first?.[1] ? first[0] : undefined;
}

type Ground = 'branch-of-large' | 'held-by-large' | 'same-head-as-large';
const grounds: Record<Ground, { of: (size: Size) => boolean | undefined; says: string }> = {
  'branch-of-large': { of: ({ branchOfLarge }) => branchOfLarge, says: '是大企业的分支机构' },
  'held-by-large': { of: ({ heldByLarge }) => heldByLarge, says: '控股股东为大企业' },
  'same-head-as-large': { of: ({ sameHeadAsLarge }) => sameHeadAsLarge, says: '与大企业的负责人为同一人' },
};

/** What shuts a firm out of being small or micro, as the items of this tender that ask for it say. */
function groundsOf({ review }: Tender): Ground[] {
  const items = review?.priceDeductions?.items.filter((item) => item.for === 'small-micro') ?? [];
  return (Object.keys(grounds) as Ground[]).filter((ground) =>
    items.some(({ excluded }) => excluded?.includes(ground)),
  );
}

/** The declaration counts, unless a ground of the tender shuts it out or the firm's own figures say a larger class. */
export function viewOf(tender: Tender, firm: Firm): SizeView {
  const { name, size } = firm;
  const not = (reason: string, contradiction?: string): SizeView => ({
    smallMicro: false,
    sme: false,
    reasons: [reason],
    ...(contradiction ? { contradiction } : {}),
  });
  if (!size) return not(`${name}未声明企业规模`);
  const { declared } = size;
  if (declared === 'large') return not(`${name}为大型企业`);
  const shut = groundsOf(tender).filter((ground) => grounds[ground].of(size));
  if (shut.length > 0)
    return not(`${name}${shut.map((ground) => grounds[ground].says).join('、')}，不属于中小企业`);
  if (size.staffElsewhere) return not(`提供服务的人员不是与${name}订立劳动合同的从业人员`);
  const computed = size.newlyFounded ? undefined : classByFigures(tender, size);
  const actual = computed && order.indexOf(computed) < order.indexOf(declared) ? computed : declared;
  const view: SizeView = {
    smallMicro: actual === 'small' || actual === 'micro',
    sme: actual !== 'large',
    reasons: [
      `${name}声明为${firmSizes[declared]}企业${
        computed ? '' : size.newlyFounded ? '（新成立，无上年数据）' : '（数据未填全，未能核对）'
      }`,
    ],
  };
  if (actual === declared) return view;
  const contradiction = `${name}声明为${firmSizes[declared]}企业，所填数据达到${firmSizes[actual]}企业标准`;
  return { ...view, reasons: [contradiction], contradiction };
}
