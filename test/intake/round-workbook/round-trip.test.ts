import { describe, expect, it } from 'vitest';
import {
  readRoundWorkbook,
  type WorkbookPart,
  writeRoundTemplates,
  writeRoundWorkbook,
} from '../../../intake/round-workbook/index.ts';
import type { Admission, Bid, Proceedings, RoundHead, ScoreSheet } from '../../../spec/index.ts';
import { bidOf, roundOf } from '../../evaluators/scoring/fixture.ts';
import { edit, tender } from './edit.ts';

const digest = `sha256:${'0f'.repeat(32)}`;
const at = '2026-06-02T09:15:30+08:00';

async function back(part: WorkbookPart, value: unknown): Promise<unknown> {
  const { name, bytes } = await writeRoundWorkbook(part, tender, value);
  const { parts, problems } = readRoundWorkbook(name, bytes);
  expect(problems).toEqual([]);
  expect(parts.map(({ kind }) => kind)).toEqual([part]);
  return parts[0]!.value;
}

const certificate = tender
  .scoring!.groups.flatMap(({ sections }) => sections.flatMap(({ criteria }) => criteria))
  .flatMap((criterion) => (criterion.kind === 'matching' ? criterion.certificates : []))[0]!.id;

/** A bid with every kind of thing in it. */
const consortium: Bid = {
  id: 'B1',
  bidder: '甲公司（联合体）',
  members: [
    {
      id: 'B1-1',
      name: '甲公司',
      creditCode: '0123456789ABCDEFGH',
      role: 'leader',
      legalRepresentative: '=SUM(A1)',
      size: { declared: 'micro', staff: 9, revenue: '1200000.50', newlyFounded: false, heldByLarge: true },
      holders: [
        { name: '张三', share: '51.00' },
        { name: '乙公司', creditCode: '00112233445566778X' },
      ],
      managedBy: [{ name: '丙公司' }],
      share: '70.00',
    },
    {
      id: 'B1-2',
      name: '丁公司',
      creditCode: '91410800000000000X',
      role: 'member',
      prison: true,
      share: '30',
    },
  ],
  signatory: { kind: 'agent', name: '李四', identity: '010203', phone: '0391-0000' },
  quote: {
    stated: [
      {
        form: tender.forms!.forms.find(({ carriesQuote }) => carriesQuote)!.id,
        digits: '085.50％',
        words: '捌拾伍点伍零',
      },
      { form: 'cover', digits: '+85.5%' },
    ],
    adjustable: false,
    alternatives: ['85%、含税'],
    altered: { sealed: true },
    declaredTotal: '20400000.00',
    lines: [{ item: '-云主机', quantity: '12.5', unitPrice: '0010.00', total: '125' }],
  },
  validityDays: 90,
  forms: [
    { form: 'cover' },
    { form: 'wage-promise', member: 'B1-1', seals: ['company', 'signatory'], legible: true, page: 3 },
    { form: 'wage-promise', member: 'B1-2', seals: [], legible: false, deviation: '少一段' },
    { form: 'no-form-of-the-tender', digest },
  ],
  papers: [
    {
      id: 'P01',
      document: 'contract',
      for: ['references', 'bribery-record'],
      firm: 'B1-2',
      subject: '某市',
      name: '云服务合同',
      number: '007',
      issuer: '某局',
      platform: '某云',
      issuedOn: '2025-01-02',
      signedOn: '2025-01-01',
      validUntil: '2027-01-01',
      mentions: ['政务云', '金额（一、二期）'],
      grade: '一级',
      sealed: true,
      legible: true,
      untranslated: false,
      page: 12,
      digest,
    },
  ],
  people: [
    {
      name: '王五',
      identity: '410800199001010011',
      role: 'staff',
      dedicated: true,
      certificates: [
        { kind: certificate, number: '0001', copy: true, sealed: false, validUntil: '2028-02-29' },
        { kind: 'itil' },
      ],
      insurance: { payer: '甲公司', proof: true, months: ['2026-03', '2026-04'], number: '99' },
      listedAs: certificate,
    },
    { name: '赵六', identity: 'X1', role: 'project-manager', certificates: [] },
  ],
  promises: [{ promise: 'major-fault', hours: '2.5', letter: true }],
  responses: [
    {
      clause: tender.checkables.find(({ starred }) => starred)!.id,
      deviation: 'positive',
      says: '第一行\n第二行',
      proof: [
        { document: 'promise-letter', sealed: true },
        { document: 'screenshot', sealed: false },
      ],
      page: 44,
    },
    { clause: 'zz-9', deviation: 'negative', proof: [] },
  ],
  otherResponses: 'none',
  subcontract: {
    to: [
      { id: 'S1', name: '戊公司', creditCode: 'S', size: { declared: 'small' }, holders: [{ name: '某某' }] },
    ],
    share: '30.0',
    intent: 'own-form',
  },
  domestic: { declared: true, clear: false, costShare: '80', goodsShare: '10.5' },
  importedProducts: [],
  conditions: ['先付款'],
  brands: [{ product: '服务器', brand: '@品牌' }],
  machine: [
    { name: '网卡地址', value: '00:00:5e:00:53:01' },
    { name: '另一标识', value: '000123' },
  ],
  contacts: [{ name: '联系人', phone: '0391-0001', email: 'a@example.test' }],
  documents: [
    {
      name: 'a.pdf',
      author: '作者',
      lastModifiedBy: '修改者',
      producer: 'P',
      number: '0000-1',
      createdAt: at,
      digest,
      namesOthers: ['庚公司'],
      text: 'texts/a.txt',
    },
  ],
};

const votes = [
  { member: 'M1', for: true, reasons: '一致、明显' },
  { member: 'M2', for: true },
  { member: 'M3', for: false },
];
const finding = {
  bids: ['B1', 'B2'],
  item: 'same-author',
  result: 'hit',
  reasons: '作者相同',
  votes,
} as const;

const proceedings: Proceedings = {
  qualification: { clear: ['B1', 'B2'], by: ['采购人甲', '采购人乙'], at },
  compliance: {
    clear: [],
    findings: [
      {
        bids: ['B2'],
        item: 'major-deviation',
        clause: '1.1',
        result: 'clear',
        reasons: '不构成',
        page: '第 3、4 页',
        at,
      },
    ],
  },
  collusion: { findings: [{ ...finding, bids: ['B1', 'B2'], votes }] },
  deductions: { clear: ['B1'] },
  creditSearches: [{ firm: '0123', list: '失信被执行人', on: '2026-06-02', listed: false, digest }],
  clarifications: [
    {
      id: 'Q1',
      bid: 'B1',
      about: 'words',
      question: '大写与小写不一致？',
      askedAt: at,
      signedBy: ['M1', 'M2'],
      unsolicited: false,
      reply: { at, text: '以大写为准', signed: true, changesSubstance: false, digest },
      refused: false,
    },
  ],
  corrections: [{ bid: 'B1', confirmed: true, quote: '85.50', at, digest }],
  lowPrice: [
    {
      bid: 'B1',
      judgement: { votes, reasons: '明显偏低' },
      askedAt: at,
      answerBy: at,
      explanation: { at, text: '成本测算', papers: ['测算表', '合同'], digest },
      noExplanation: false,
      convincing: { votes, reasons: '合理', heldAgainst: ['市场价格'] },
    },
  ],
  abnormalMarks: [{ member: 'M1', bid: 'B1', upheld: true, reasons: '有据', votes }],
  resolutions: [{ reading: 'A01', option: 'late', reasons: '依通例', signedBy: ['M1'], at, digest }],
  draw: { order: ['B2', 'B1'], witnesses: ['监督员'], at, how: '抽签', digest },
  purchaserOrder: { order: ['B1', 'B2'], at, reasons: '技术更优' },
  cancellation: { item: 'unlawful-conduct', reasons: '违法', votes, at },
  stop: { reasons: '系统故障', at, resumedAt: at },
  candidates: 3,
};

const head: RoundHead = {
  id: 'r1',
  title: '演练',
  tender: tender.id,
  mode: 'authorised',
  synthetic: true,
  alone: false,
  authorisation: { title: '授权书', digest },
  readings: [{ id: 'A01', option: 'on-time', basis: { kind: 'clarification', text: '澄清公告一', digest } }],
  coreProducts: ['服务器'],
  seed: '000777',
  opening: {
    startedAt: at,
    endedAt: at,
    place: '一号厅',
    host: '甲',
    recorder: '乙',
    witnesses: ['丙', '丁'],
    objections: [{ bid: 'B1', text: '异议', answer: '答复', at }],
    faults: [{ item: 'opening-fault', fact: '停电', at, resumedAt: at }],
  },
  committee: {
    members: [
      {
        id: 'M1',
        name: '甲',
        group: 'experts',
        speciality: '信息',
        employer: '某院',
        leads: true,
        attendedOpening: false,
        signedInAt: at,
        noInterest: true,
        secrecy: true,
        relatedTo: ['某公司'],
      },
    ],
    replacements: [{ kind: 'replaced', out: 'M9', in: 'M1', reasons: '缺席', at }],
    misconduct: [{ member: 'M9', kind: 'leaving', fact: '离开', at }],
  },
  screening: { shareOfFullMark: '30' },
};

const sheet: ScoreSheet = {
  member: 'M1',
  marks: { B1: { staff: '8', 'needs-analysis': '9' }, B2: { staff: '7.5' } },
  totals: { B1: '17', B2: '7.5' },
  corrections: [
    { bid: 'B1', criterion: 'staff', from: '8', to: '7', ground: 'objective', reasons: '证书一人一证', at },
    { bid: 'B1', from: '17', to: '16', ground: 'sum', reasons: '合计', at },
  ],
  confirmedAt: at,
};

const admissions: Admission[] = [
  {
    bid: 'B1',
    obtainedAt: at,
    uploadedAt: '2026-06-02T08:29:59.999+08:00',
    madeWithTool: true,
    imported: true,
  },
  { bid: 'B2', withdrawnAt: at, decryptionFailed: 'own', importFailed: 'unknown', sameGeneration: false },
];

describe('what is written is read back', () => {
  it.each([
    ['bid', consortium],
    ['proceedings', proceedings],
    ['round', head],
    ['score-sheet', sheet],
    ['admission', admissions],
  ] as const)('%s', async (part, value) => {
    expect(await back(part, value)).toEqual(value);
  });

  it('a plain round, but for lists of things that are empty', async () => {
    const round = roundOf({ bids: [bidOf('alpha')] });
    const bid = Object.fromEntries(
      Object.entries(round.bids[0]!).filter(([name]) => !['people', 'promises'].includes(name)),
    );
    expect(await back('bid', round.bids[0])).toEqual(bid);
    expect(await back('admission', round.admissions)).toEqual(round.admissions);
    expect(await back('score-sheet', round.sheets[0])).toEqual(round.sheets[0]);
    expect(await back('proceedings', round.proceedings)).toEqual(round.proceedings);
  });
});

describe('a template', () => {
  it('says nothing until somebody fills it in', async () => {
    const read = (await writeRoundTemplates(tender)).map(({ name, bytes }) => readRoundWorkbook(name, bytes));
    expect(read.flatMap(({ problems }) => problems)).toEqual([]);
    expect(
      Object.fromEntries(read.flatMap(({ parts }) => parts).map(({ kind, value }) => [kind, value])),
    ).toEqual({
      round: {},
      bid: { members: [], quote: { stated: [] }, forms: [] },
      'score-sheet': { marks: {} },
      admission: [],
      proceedings: {},
    });
  });

  it('takes what people type, in the forms that they use', async () => {
    const { name, bytes } = await writeRoundWorkbook('bid', tender);
    const filled = edit(bytes, {
      基本情况: {
        B4: ' Ｂ1 ',
        B5: '甲公司（联合体）',
        B6: '委托代理人',
        B10: 90,
        B11: { xml: '<c r="@" t="b"><v>0</v></c>' },
      },
      报价: { C4: ' 85.50% ', D4: '百分之八十五点五零' },
      服务承诺: { D4: 3, D5: '2.50', E4: '是' },
      文档信息: { A4: 'a.pdf', F4: '2026年5月30日 8：05' },
      证明材料: { A4: 'P1', K4: '2026/5/1', L4: '2026-05-02' },
    });
    const { parts, problems } = readRoundWorkbook(name, filled);
    expect(problems).toEqual([]);
    const bid = parts[0]!.value as Bid;
    expect(bid).toMatchObject({
      id: 'B1',
      bidder: '甲公司（联合体）',
      signatory: { kind: 'agent' },
      validityDays: 90,
      quote: { adjustable: false, stated: [{ digits: '85.50%', words: '百分之八十五点五零' }] },
      documents: [{ name: 'a.pdf', createdAt: '2026-05-30T08:05:00+08:00' }],
      papers: [{ id: 'P1', issuedOn: '2026-05-01', signedOn: '2026-05-02' }],
    });
    expect(bid.promises?.map(({ hours, letter }) => [hours, letter])).toEqual([
      ['3', true],
      ['2.50', undefined],
    ]);
  });

  it('names the cell of a path, and of one that is missing', async () => {
    const { bytes } = await writeRoundWorkbook('bid', tender, consortium);
    const { cellOf } = readRoundWorkbook('B1.xlsx', bytes).parts[0]!;
    expect(cellOf(['id'])).toBe('基本情况!B4');
    expect(cellOf(['signatory', 'name'])).toBe('基本情况!B7');
    expect(cellOf(['members', 1, 'creditCode'])).toBe('成员单位!C6');
    expect(cellOf(['members', 0, 'holders', 1, 'name'])).toBe('成员单位!U5');
    expect(cellOf(['members', 1, 'address'])).toBe('成员单位!G6');
    expect(cellOf(['people', 0, 'certificates', 1, 'kind'])).toBe('人员与证书!J5');
    expect(cellOf(['people', 1, 'insurance', 'proof'])).toBe('人员与证书!F6');
    expect(cellOf(['responses', 0, 'proof', 1, 'document'])).toBe('▲与其他条款响应!G4');
    expect(cellOf(['subcontract', 'to', 0])).toBe('分包单位!A4');
    expect(cellOf(['subcontract', 'other'])).toMatch(/^分包/);
    expect(cellOf(['unheard-of'])).toBeUndefined();
  });
});
