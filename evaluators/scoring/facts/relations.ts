import type { Bid, Firm } from '../../../spec/index.ts';
import { exact } from '../../arithmetic/index.ts';
import { firmsFor, isConsortium, isOf, takingPart } from './parties.ts';
import {
  clear,
  type FactSight,
  hit,
  notApplicable,
  type Question,
  type Sight,
  together,
  unknown,
} from './sight.ts';

const sameFirm = (a: Firm, b: Firm) => a.creditCode === b.creditCode;

function othersThan({ situation, bid }: Question): readonly Bid[] {
  return takingPart(situation).filter(({ id }) => id !== bid.id);
}

/** A firm of a consortium bids nowhere else; the other bid of such a firm is looked at as well. */
export const memberOfOneBid: FactSight = (question) => {
  const { bid, item } = question;
  const shared = othersThan(question).flatMap((other) =>
    bid.members
      .filter((firm) => other.members.some((one) => sameFirm(one, firm)))
      .map((firm) => ({ other, firm })),
  );
  const concerned = shared.filter(
    ({ other }) => item.when !== 'consortium' || isConsortium(bid) || isConsortium(other),
  );
  if (concerned.length > 0)
    return hit(
      ...concerned.map(({ other, firm }) => `${firm.name}同时参加${other.bidder}（${other.id}）的投标`),
    );
  if (item.when === 'consortium' && !isConsortium(bid)) return notApplicable('不是联合体投标');
  return clear('各成员未参加其他投标');
};

/** More than half of the shares: controlling by the Company Law whatever else is agreed. */
const controlling = exact('50');

type Holder = NonNullable<Firm['holders']>[number];
const names = (firm: Firm, one: Holder) =>
  one.creditCode === undefined ? isOf(firm, one.name) : one.creditCode === firm.creditCode;

/** What one firm is to another by its own account of who holds and who manages it. */
export function heldBy(firm: Firm, other: Firm): Sight[] {
  const holding = (firm.holders ?? [])
    .filter((one) => names(other, one))
    .map(({ share }) => {
      const fact = `${other.name}直接持有${firm.name}${share === undefined ? '（比例未登记）' : ` ${share}%`}`;
      return share !== undefined && exact(share).compare(controlling) > 0
        ? hit(`${fact}，构成直接控股`)
        : unknown(`${fact}，是否构成控股须核实`);
    });
  const managing = (firm.managedBy ?? [])
    .filter((one) => names(other, one))
    .map(() => hit(`${other.name}与${firm.name}之间有管理关系`));
  return [...holding, ...managing];
}

/** Persons who answer for a firm. Names are all that the papers give, so that a namesake is for people to tell. */
function responsible({ legalRepresentative, head }: Firm): string[] {
  return [...new Set([legalRepresentative, head].filter((one) => one !== undefined))];
}

function between(firm: Firm, other: Firm): Sight[] {
  if (sameFirm(firm, other)) return [hit(`${firm.name}同时参加两个投标`)];
  const shared = responsible(firm).filter((person) => responsible(other).includes(person));
  return [
    ...shared.map((person) =>
      hit(`${firm.name}与${other.name}的法定代表人或单位负责人同为${person}（按姓名，须核实是否同一人）`),
    ),
    ...heldBy(firm, other),
    ...heldBy(other, firm),
  ];
}

function unregistered(firm: Firm): string[] {
  const { legalRepresentative, holders, managedBy } = firm;
  const missing = [
    ...(legalRepresentative === undefined ? ['法定代表人'] : []),
    ...(holders === undefined ? ['股东'] : []),
    ...(managedBy === undefined ? ['管理关系'] : []),
  ];
  return missing.length > 0 ? [`${firm.name}未登记${missing.join('、')}`] : [];
}

/** No firm of this bid and firm of another have one head, or hold or manage one another directly. */
export const unrelated: FactSight = (question) => {
  const { bid, item } = question;
  const firms = firmsFor(bid, item.subjects);
  const others = othersThan(question);
  const found = others.flatMap((other) =>
    firms.flatMap((firm) =>
      firmsFor(other, item.subjects).flatMap((one) =>
        between(firm, one).map((sight) => ({
          ...sight,
          facts: sight.facts.map((fact) => `${fact}；涉及投标 ${bid.id} 与 ${other.id}`),
        })),
      ),
    ),
  );
  const open = [...firms, ...others.flatMap((other) => other.members)].flatMap(unregistered);
  if (others.length === 0) return unknown('没有其他投标人可比');
  return together([
    ...found,
    ...(open.length > 0 ? [unknown(...open)] : []),
    clear('与其他投标人之间未见同一负责人、直接控股或管理关系'),
  ]);
};

export const noDesignService: FactSight = ({ bid, item }) =>
  together(
    firmsFor(bid, item.subjects).map(({ name, designedThisProject }) =>
      designedThisProject === undefined
        ? unknown(`${name}是否为本项目提供过设计等服务未登记`)
        : designedThisProject
          ? hit(`${name}为本项目提供过设计、规范编制、管理、监理或检测等服务`)
          : clear(`${name}未为本项目提供过此类服务`),
    ),
  );
