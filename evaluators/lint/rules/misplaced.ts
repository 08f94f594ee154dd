import type { TextHeading } from '../../../spec/index.ts';
import { bigrams, commonStretch, likeness } from '../likeness.ts';
import { type Clause, type Manuscript, quoteLine } from '../manuscript.ts';
import type { Hit, Rule } from '../rule.ts';

interface Section {
  heading: TextHeading;
  topic: string;
  clauses: Clause[];
  grams: Set<string>[];
}

/** Sections that describe what is bought; rules of procedure share words for good reasons. */
const technical = /(要求|规格|功能|指标|服务|性能)$/;

/** What a section is about: its title without the words that every title has. */
const topicOf = (title: string): string =>
  title
    .normalize('NFKC')
    .replace(/\s/g, '')
    .toUpperCase()
    .replace(/(接入)?(服务|技术|总体|软件|维护|运维|保养|管理)?(要求|规格|指标)$/, '')
    .replace(/(接入)?服务$/, '');

function sectionsOf(script: Manuscript): Section[] {
  const sections = new Map<number, Section>();
  for (const clause of script.clauses) {
    const { heading } = clause;
    if (!heading || heading.level < 4 || clause.text.length < 10 || !technical.test(heading.title)) continue;
    const section = sections.get(heading.line) ?? {
      heading,
      topic: topicOf(heading.title),
      clauses: [],
      grams: [],
    };
    section.clauses.push(clause);
    section.grams.push(bigrams(clause.text));
    sections.set(heading.line, section);
  }
  return [...sections.values()].filter(({ clauses }) => clauses.length >= 3);
}

/** In how many sections a bigram occurs: what all sections say tells nothing. */
function spread(sections: Section[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { grams } of sections)
    for (const gram of new Set(grams.flatMap((set) => [...set])))
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return counts;
}

/** How much of a clause's own vocabulary a section shares, rare words counting more. */
function affinity(
  clause: Set<string>,
  section: Section,
  skip: Set<string> | undefined,
  weight: (g: string) => number,
) {
  const words = new Set(section.grams.filter((grams) => grams !== skip).flatMap((grams) => [...grams]));
  let common = 0;
  let all = 0;
  for (const gram of clause) {
    all += weight(gram);
    if (words.has(gram)) common += weight(gram);
  }
  return all === 0 ? 0 : common / all;
}

export const misplaced: Rule = {
  id: 'misplaced-clause',
  title: '条款似属另一项服务',
  matters: '条款放错位置时，投标人无法响应（该服务没有此功能），验收时也无法检测',
  basis: ['regulation-15', 'order87-65'],
  find(script) {
    const sections = sectionsOf(script);
    const counts = spread(sections);
    const weight = (gram: string) => Math.log((sections.length + 1) / (counts.get(gram) ?? 1));
    const hits: Hit[] = [];
    for (const section of sections) {
      section.clauses.forEach((clause, index) => {
        const grams = section.grams[index]!;
        const own = affinity(grams, section, grams, weight);
        const rivals = sections
          .filter((other) => other !== section)
          .map((other) => ({
            other,
            affinity: affinity(grams, other, undefined, weight),
            twin: Math.max(...other.grams.map((theirs) => likeness(grams, theirs))),
          }))
          .sort((a, b) => b.affinity - a.affinity);
        const best = rivals[0];
        if (!best) return;
        const says = (topic: string) => topic.length >= 2 && clause.text.toUpperCase().includes(topic);
        const foreign = says(best.other.topic) && !says(section.topic);
        const native = section.clauses.some(
          (c) => c !== clause && c.text.toUpperCase().includes(best.other.topic),
        );
        const named = foreign && !native && best.affinity > 0.6 && own < best.affinity / 2;
        // Sister services such as two kinds of backup share demands for good reasons.
        const sisters = commonStretch(section.topic, best.other.topic).length >= 3;
        const copied = !sisters && best.twin > 0.6 && own < best.affinity / 2.5 && !says(section.topic);
        if (!named && !copied) return;
        // Of two twins, the one that fits its own section stays.
        const home = affinity(
          grams,
          best.other,
          best.other.grams.find((g) => likeness(g, grams) > 0.6),
          weight,
        );
        if (copied && !named && home <= own) return;
        const twin = best.other.clauses.find((_, i) => likeness(best.other.grams[i]!, grams) > 0.6);
        hits.push({
          severity: named || says(best.other.topic) ? 'warning' : 'note',
          evidence: [
            quoteLine(script, section.heading.line),
            quoteLine(script, clause.line),
            quoteLine(script, best.other.heading.line),
            ...(twin ? [quoteLine(script, twin.line)] : []),
          ],
          fact: `“${section.heading.title}”下的这一条，用语与本节其他条款相合 ${Math.round(own * 100)}%，与“${best.other.heading.title}”相合 ${Math.round(best.affinity * 100)}%`,
          question: `该条列在“${section.heading.title}”下，内容像是“${best.other.heading.title}”的要求。是否误列？若保留，请说明本项服务应如何满足。`,
        });
      });
    }
    return hits;
  },
};
