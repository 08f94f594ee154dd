import type { TenderDocument } from '../../intake/index.ts';
import type { DocumentKind } from '../../spec/index.ts';
import type { Passage } from '../source-check/passage.ts';
import { field, indent, placeOf } from './yaml.ts';

interface Group {
  /** Name of the file in requirements/, without ending. */
  file: string;
  title: string;
  clauses: Passage[];
}

const papers: [RegExp, DocumentKind][] = [
  [/承诺函|承诺书/, 'promise-letter'],
  [/截图/, 'screenshot'],
  [/互认/, 'mutual-certificate'],
  [/检测报告|测试报告|检验报告/, 'third-party-report'],
  [/社保|社会保险/, 'social-insurance'],
  [/(?<!互认)证书/, 'certificate'],
  [/评估报告|测评报告/, 'assessment-report'],
  [/备案证明/, 'filing-proof'],
];

const clausesOf = (passages: Passage[]) =>
  passages.filter(({ kind, place }) => kind === 'clause' && place.annex === undefined);

/** The part of a text that states what is bought: by the titles of its chapters, then by its ▲, then by its size. */
function requirementPart(text: TenderDocument, clauses: Passage[]): number | undefined {
  const parts = [...new Set(clauses.map(({ place }) => place.part))];
  const scored = parts.map((part) => {
    const of = clauses.filter(({ place }) => place.part === part);
    const titled = of.some((clause) =>
      /(?:技术|服务|功能|采购)\S{0,4}(?:要求|需求|规格|参数)/.test(chapterTitle(text, clause)),
    );
    return {
      part,
      weight: (titled ? 1e6 : 0) + of.filter(({ starred }) => starred).length * 1e3 + of.length,
    };
  });
  return scored.sort((a, b) => b.weight - a.weight)[0]?.part;
}

function chapterTitle(text: TenderDocument, clause: Passage): string {
  return text.headings.findLast(({ line, level }) => level <= 3 && line <= clause.lines[0])?.title ?? '';
}

/** Clauses of the part that states requirements, by the file that they belong into. */
export function requirementGroups(text: TenderDocument, passages: Passage[]): Group[] {
  const clauses = clausesOf(passages);
  const part = requirementPart(text, clauses);
  const wanted = clauses.filter((clause) => clause.place.part === part);
  const technical = (clause: Passage) => !/商务|其他|其它|合同/.test(chapterTitle(text, clause));
  const chapters = new Set(wanted.filter(technical).map(({ place }) => place.chapter));
  const groups = new Map<string, Group>();
  for (const clause of wanted) {
    const { chapter, section } = clause.place;
    const title = chapterTitle(text, clause);
    const heading = text.headings.findLast(({ line, level }) => level > 3 && line <= clause.lines[0]);
    const own = `${chapters.size > 1 ? `${chapter}-` : ''}${section ?? 'chapter'}`.replaceAll('/', '-');
    const file = technical(clause) ? own : /商务/.test(title) ? 'commercial' : 'other';
    const group = groups.get(file) ?? {
      file,
      title: technical(clause) ? (heading?.title ?? title) : title,
      clauses: [],
    };
    group.clauses.push(clause);
    groups.set(file, group);
  }
  return [...groups.values()];
}

/** Technical ones are those that no file of another kind holds. */
export const isTechnical = ({ file }: Group): boolean => file !== 'commercial' && file !== 'other';

/** One file of requirements/: places, digests and ▲ are read; words, parts and verifications are for a person. */
export function requirementFile(group: Group, taken: Set<string>): string {
  const items = group.clauses.flatMap((clause) => {
    const { section, item } = clause.place;
    const base = isTechnical(group)
      ? [group.file === (section ?? 'chapter') ? (section ?? 'c') : group.file, item]
          .filter(Boolean)
          .join('-')
      : [group.file, section, item].filter(Boolean).join('-');
    const id = uniqueId(base, taken);
    const asked = [...clause.wording.matchAll(/[（(][^（()）]*(?:提供|附|加盖)[^（()）]*[)）]/g)].join('');
    const documents = papers.filter(([pattern]) => pattern.test(asked)).map(([, kind]) => kind);
    const sealed = /公章|盖章/.test(asked);
    return [
      `- ${field('id', `'${id}'`)}`,
      ...indent([
        field('clause', placeOf(clause.place, clause.lines, clause.digest)),
        ...(clause.starred ? ['starred: true'] : []),
        field('title', undefined),
        field('statement', undefined),
        ...(documents.length === 0
          ? []
          : [
              field(
                'proof',
                `[${documents.map((document) => `{ document: ${document}, sealed: ${sealed} }`).join(', ')}]`,
                '按条款中的字样读出',
              ),
            ]),
        'parts: [] # 待填',
        'verification: [] # 待填',
      ]),
    ];
  });
  return `# ${group.title}\n${items.join('\n')}\n`;
}

/** The id, numbered from the second use on. Only letters, digits, dots and dashes stay. */
export function uniqueId(wanted: string, taken: Set<string>): string {
  const base = wanted.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+|-+$/g, '') || 'clause';
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  taken.add(id);
  return id;
}
