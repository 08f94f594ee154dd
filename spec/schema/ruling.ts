import type { FromSchema } from 'json-schema-to-ts';

/** Who decides a matter of the procedure, by what vote, and what a hit does. */
export const deciders = {
  platform: '交易平台',
  agency: '采购代理机构',
  purchaser: '采购人',
  committee: '评标委员会',
  finance: '财政部门',
} as const;
export type Decider = keyof typeof deciders;

/** Shares of the members of the committee: `majority` is more than half, `two-thirds` at least that much. */
export const votes = {
  none: '不表决',
  majority: '过半数',
  'two-thirds': '三分之二以上',
  all: '全体一致',
} as const;
export type Vote = keyof typeof votes;

export const effects = {
  invalid: '投标无效',
  score: '影响得分',
  lead: '线索，供评委核实',
  correct: '修正报价',
  deduct: '价格扣除',
  suspend: '中止',
  cancel: '废标',
} as const;
export type Effect = keyof typeof effects;

const namesOf = <K extends string>(table: Record<K, string>) => Object.keys(table) as [K, ...K[]];
export const rulingProperties = {
  decidedBy: { type: 'string', enum: namesOf(deciders) },
  vote: { type: 'string', enum: namesOf(votes) },
  effect: { type: 'string', enum: namesOf(effects) },
} as const;
export const rulingSchema = {
  type: 'object',
  required: ['decidedBy', 'vote', 'effect'],
  properties: rulingProperties,
} as const;
export type Ruling = FromSchema<typeof rulingSchema>;

/** The ruling of an item: its own members over those of its section. */
export function rulingOf(section: Ruling, item: Partial<Ruling>): Ruling {
  return {
    decidedBy: item.decidedBy ?? section.decidedBy,
    vote: item.vote ?? section.vote,
    effect: item.effect ?? section.effect,
  };
}
