import type { Bid, Firm, Form, HandedInForm } from '../../../spec/index.ts';
import { isConsortium, leaderOf } from './parties.ts';
import { sealing } from './seals.ts';
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

/** A form that one firm has to hand in, and the copies that it handed in. */
interface Due {
  form: Form;
  title: string;
  copies: readonly HandedInForm[];
}

/** Whether the occasion on which a form is required has come; undefined where the bid does not say who signs. */
export function isRequired({ required }: Form, bid: Bid): boolean | undefined {
  const { signatory } = bid;
  switch (required) {
    case 'always':
      return true;
    case 'consortium':
      return isConsortium(bid);
    case 'principal-signs':
      return signatory && signatory.kind === 'legal-representative';
    case 'agent-signs':
      return signatory && signatory.kind === 'agent';
    // What a claim or a point needs is missed where the claim or the point is looked at.
    case 'small-micro-claimed':
    case 'disabled-welfare-claimed':
    case 'domestic-claimed':
    case 'subcontract-claimed':
    case 'as-needed':
      return false;
  }
}

function duesOf(form: Form, bid: Bid, eachMember: boolean): Due[] {
  if (form.suppliedBy === 'agency') return [];
  const name = `${form.number ? `格式${form.number} ` : ''}《${form.title}》`;
  const copies = bid.forms.filter((one) => one.form === form.id);
  if (form.suppliedBy !== 'each-member' && !eachMember) return [{ form, title: name, copies }];
  const leader = leaderOf(bid);
  const title = (firm: Firm) => (isConsortium(bid) ? `${firm.name}的${name}` : name);
  return bid.members.map((firm) => ({
    form,
    title: title(firm),
    copies: copies.filter(({ member }) => (member ?? leader.id) === firm.id),
  }));
}

const legibility = ({ legible }: HandedInForm, title: string): Sight =>
  legible === undefined ? unknown(`${title}是否清晰未登记`) : legible ? clear() : hit(`${title}不清晰`);

const strict = ({ situation }: Question): boolean =>
  situation.tender.forms?.formatDeviation.effect === 'invalid';

/** Differences from a given format count only where the tender says that they do. */
function formatting(question: Question, { form, title }: Due, { deviation }: HandedInForm): Sight {
  if (deviation === undefined || form.format === 'free') return clear();
  return strict(question)
    ? hit(`${title}未按给定格式：${deviation}`)
    : clear(`${title}格式有偏差，不影响有效性：${deviation}`);
}

const order = { clear: 0, unknown: 1, hit: 2, 'not-applicable': 3 } as const;
const rankOf = ({ seen }: Sight): number => order[seen ?? 'unknown'];

/** Of several copies the best one counts. */
function best(question: Question, due: Due, see: (copy: HandedInForm) => Sight): Sight | undefined {
  const whole = (copy: HandedInForm) =>
    together([
      sealing(due.form, copy, due.title, question.bid, question.situation),
      legibility(copy, due.title),
    ]);
  const [first] = due.copies.toSorted((a, b) => rankOf(whole(a)) - rankOf(whole(b)));
  return first && see(first);
}

/** An item that names its forms: each of them there, legible and sealed, as far as its occasion has come. */
export const itemForms: FactSight = (question) => {
  const { item, bid, situation } = question;
  const forms = (situation.tender.forms?.forms ?? []).filter(({ id }) => item.forms?.includes(id));
  const each = item.subjects?.includes('each-member') ?? false;
  const sights = forms.flatMap((form): Sight[] => {
    const required = isRequired(form, bid);
    if (required === undefined) return [unknown('未登记投标文件由谁签署')];
    if (!required) return [];
    const dues = duesOf(form, bid, each).map(
      (due) =>
        best(question, due, (copy) =>
          together([
            sealing(form, copy, due.title, bid, situation),
            legibility(copy, due.title),
            formatting(question, due, copy),
          ]),
        ) ?? hit(`未提供${due.title}`),
    );
    return form.required === 'consortium' ? [...dues, agreement(bid)] : dues;
  });
  return sights.length > 0 ? together(sights) : notApplicable('没有须由投标人提供的格式');
};

/** What the agreement of a consortium must settle, as far as it is registered: one leader, and the shares. */
function agreement({ members }: Bid): Sight {
  const leaders = members.filter(({ role }) => role === 'leader');
  if (leaders.length > 1) return hit(`指定了 ${leaders.length} 个牵头人`);
  const missing = [
    ...(leaders.length === 0 ? ['未登记牵头人'] : []),
    ...members.filter(({ share }) => share === undefined).map(({ name }) => `未登记${name}的工作量比例`),
  ];
  return missing.length > 0 ? unknown(...missing) : clear();
}

/** The forms that the review of compliance has to look at: all required ones that no item of qualification names. */
function duesOfCompliance({ bid, situation }: Question): { dues: Due[]; open: Sight[] } {
  const { review, forms } = situation.tender;
  const named = new Set(review?.qualification.items.flatMap((item) => item.forms ?? []));
  const rest = (forms?.forms ?? []).filter(({ id }) => !named.has(id));
  return {
    dues: rest.flatMap((form) => (isRequired(form, bid) ? duesOf(form, bid, false) : [])),
    open: rest.some((form) => isRequired(form, bid) === undefined) ? [unknown('未登记投标文件由谁签署')] : [],
  };
}

const ofForms =
  (see: (question: Question, due: Due) => Sight): FactSight =>
  (question) => {
    const { dues, open } = duesOfCompliance(question);
    return together([...dues.map((due) => see(question, due)), ...open]);
  };

/** The cover and the list of contents are matters of form; the other forms carry the content. */
export const formsComplete = ofForms((question, due) => {
  const found = best(question, due, (copy) => formatting(question, due, copy));
  if (found) return found;
  return due.form.stage === 'cover' && !strict(question)
    ? clear(`未见${due.title}，属形式要求，不影响有效性`)
    : hit(`未提供${due.title}`);
});

export const sealedAsRequired = ofForms(
  (question, due) =>
    best(question, due, (copy) => sealing(due.form, copy, due.title, question.bid, question.situation)) ??
    clear(),
);

const formsLegible = ofForms(
  (question, due) => best(question, due, (copy) => legibility(copy, due.title)) ?? clear(),
);

/** Forms, and the papers of the items that this section looks at. */
export const legible: FactSight = (question) => {
  const ids = new Set(question.section.items.map(({ id }) => id));
  const papers = (question.bid.papers ?? []).filter((paper) => paper.for.some((id) => ids.has(id)));
  return together([
    formsLegible(question),
    ...papers.map((paper) =>
      paper.legible === undefined
        ? unknown(`材料 ${paper.id} 是否清晰未登记`)
        : paper.legible
          ? clear()
          : hit(`材料 ${paper.id} 不清晰`),
    ),
  ]);
};

export const translated: FactSight = ({ bid }) => {
  const all = [
    ...bid.forms.map(({ form, untranslated }) => ({ what: `格式 ${form}`, untranslated })),
    ...(bid.papers ?? []).map(({ id, name, untranslated }) => ({ what: `材料 ${name ?? id}`, untranslated })),
  ];
  const foreign = all.filter(({ untranslated }) => untranslated);
  if (foreign.length > 0) return hit(...foreign.map(({ what }) => `${what}为外文，未附加盖公章的中文翻译`));
  return all.every(({ untranslated }) => untranslated === false)
    ? clear('没有未译的外文材料')
    : unknown('是否有未译的外文材料未逐份登记');
};
