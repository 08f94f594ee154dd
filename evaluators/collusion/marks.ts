import type { Bid, Review } from '../../spec/index.ts';
import { folded, licenceNumber, namesNobody, saysNothing } from './meaningless.ts';
import type { SignId } from './signs.ts';

/** One datum of a bid that may be equal to one of another. Equal `value` under one sign is what counts. */
export interface Mark {
  sign: SignId;
  bid: string;
  value: string;
  /** What it is and how it was written. */
  text: string;
  document?: string;
  page?: number;
  /** It is of the signatory, whose own sign says it where both are signatories. */
  ofSignatory?: boolean;
}

/** Data of machines that a tender names anywhere in its review, with the words for values that say nothing. */
export function identifiersOf(review: Review | undefined) {
  const sections = review
    ? [review.admission, review.qualification, review.compliance, review.collusion]
    : [];
  return sections.flatMap(({ items }) => items.flatMap(({ identifiers }) => identifiers ?? []));
}

/** Digits of a number without the prefix of the country; undefined where too short to be one. */
export function phoneNumber(text: string): string | undefined {
  const digits = text
    .normalize('NFKC')
    .replace(/\D/g, '')
    .replace(/^(00)?86(?=1\d{10}$)/, '');
  return digits.length >= 7 && !isMasked(text) && !/^(\d)\1+$/.test(digits) ? digits : undefined;
}

const politeName = /^.{1,2}(先生|女士|小姐|经理|主任|总|工)$|^(联系人|负责人|经办人|授权代表)$/;
const isMasked = (text: string) => /[*＊]/.test(text);

/** Everything of a bid that can be held against other bids, but for its texts. */
export function marksOf(bid: Bid, identifiers: ReturnType<typeof identifiersOf>): Mark[] {
  const marks: Mark[] = [];
  const add = (sign: SignId, value: string | undefined, text: string, place: Partial<Mark> = {}) => {
    if (value !== undefined && value !== '' && !saysNothing(value))
      marks.push({ sign, bid: bid.id, value, text, ...place });
  };
  const long = (text: string | undefined, least: number) =>
    text !== undefined && !isMasked(text) && folded(text).length >= least ? folded(text) : undefined;
  const name = (text: string, of: string) => {
    if (!politeName.test(text)) add('person-name', long(text, 2), `${of}：${text}`);
  };

  for (const { name: called, value } of bid.machine ?? [])
    for (const one of value.split(/[;；,，、|]/)) {
      const known = identifiers.find(
        ({ literal, leads }) => literal.includes(called) || leads.includes(called),
      );
      if (!known || saysNothing(one, known.missing)) continue;
      const sign = known.literal.includes(called) ? 'machine-code' : 'machine';
      add(sign, `${called}=${folded(one)}`, `${called}：${one.trim()}`);
    }

  for (const { name: document, author, lastModifiedBy, producer, number, digest } of bid.documents ?? []) {
    if (author && !namesNobody(author))
      add('document-maker', folded(author), `作者：${author}`, { document });
    if (lastModifiedBy && !namesNobody(lastModifiedBy))
      add('document-maker', folded(lastModifiedBy), `最后修改者：${lastModifiedBy}`, { document });
    add('document-number', long(number, 6), `文档编号：${number}`, { document });
    const licence = producer && licenceNumber(producer);
    if (licence) add('licence-number', folded(licence), `制作软件：${producer}`, { document });
    add('same-file', digest, `文件摘要：${digest}`, { document });
  }

  const { signatory } = bid;
  if (signatory) {
    add(
      'signatory-identity',
      long(signatory.identity, 4),
      `签署人${signatory.name}，证件号码 ${signatory.identity}`,
    );
    add(
      'person-identity',
      long(signatory.identity, 4),
      `签署人${signatory.name}，证件号码 ${signatory.identity}`,
      {
        ofSignatory: true,
      },
    );
    add('phone', phoneNumber(signatory.phone ?? ''), `签署人${signatory.name}，电话 ${signatory.phone}`);
    name(signatory.name, '签署人');
  }
  for (const contact of bid.contacts ?? []) {
    name(contact.name, '联系人');
    add('phone', phoneNumber(contact.phone ?? ''), `联系人${contact.name}，电话 ${contact.phone}`);
    const email = contact.email?.normalize('NFKC').trim().toLowerCase();
    add('email', email?.includes('@') ? email : undefined, `联系人${contact.name}，邮箱 ${contact.email}`);
  }

  for (const person of bid.people ?? []) {
    add('person-identity', long(person.identity, 4), `项目人员${person.name}，证件号码 ${person.identity}`);
    name(person.name, '项目人员');
    add(
      'insurance-number',
      long(person.insurance?.number, 5),
      `项目人员${person.name}，社保编号 ${person.insurance?.number}`,
    );
    for (const { kind, number } of person.certificates)
      add('certificate-number', long(number, 5), `项目人员${person.name}，${kind} 证书编号 ${number}`);
  }
  for (const paper of bid.papers ?? []) {
    const called = paper.name ?? paper.id;
    const place = { document: called, ...(paper.page === undefined ? {} : { page: paper.page }) };
    add('paper-number', long(paper.number, 6), `材料编号：${paper.number}`, place);
    add('same-file', paper.digest, `材料摘要：${paper.digest}`, place);
  }
  for (const form of bid.forms)
    add('same-file', form.digest, `格式文件摘要：${form.digest}`, {
      document: form.form,
      ...(form.page === undefined ? {} : { page: form.page }),
    });
  for (const firm of bid.members) add('address', long(firm.address, 6), `${firm.name}，地址 ${firm.address}`);
  return marks;
}
