import { type BidPerson, documentKinds, type FixedCriterion } from '../../../spec/index.ts';
import { exact, printExact, zero } from '../../arithmetic/index.ts';
import type { Computation, CriterionInput } from './criterion.ts';
import { deadlineDay, type Fault, missingPaper, papersOf } from './paper.ts';
import { certificateFaults } from './person.ts';

type Holds = NonNullable<FixedCriterion['holds']>;

function personFaults(input: CriterionInput<FixedCriterion>, holds: Holds, person: BidPerson): Fault[] {
  const { tender, bid, criterion } = input;
  const day = deadlineDay(tender);
  const dedicated: Fault[] =
    holds.dedicated && person.dedicated !== true
      ? [{ reason: person.dedicated === false ? '非本项目专职' : '未写明为本项目专职' }]
      : [];
  const certificate = certificateFaults([person], holds.certificate, criterion.evidence, day);
  const others = criterion.evidence
    .filter(({ document }) => document !== 'certificate')
    .flatMap((proof) => {
      const papers = papersOf(bid, criterion.id, proof.document, [person.name, person.identity]);
      return missingPaper(bid, papers, proof, day);
    });
  return [...dedicated, ...certificate, ...others];
}

const roles: Record<Holds['role'], string> = { 'project-manager': '项目经理', staff: '实施运维人员' };

/** All points when a person of the role is shown to hold the certificate; without a stated fact only members can tell. */
export function fixed(input: CriterionInput<FixedCriterion>): Computation {
  const { bid, criterion, rule } = input;
  const { holds, clause } = criterion;
  if (!holds) {
    return {
      counted: criterion.evidence.map(({ document }) => {
        const papers = papersOf(bid, criterion.id, document);
        return {
          what: documentKinds[document],
          counts: papers.length > 0,
          reasons: [papers.length > 0 ? `见 ${papers.map(({ id }) => id).join('、')}` : '未见，由评委核实'],
        };
      }),
      hints: [],
      steps: [{ label: '由评委认定', expression: criterion.when, value: '待评', rule, clause }],
    };
  }
  const people = (bid.people ?? []).filter(({ role }) => role === holds.role);
  const looked = people.map((person) => ({ person, faults: personFaults(input, holds, person) }));
  const holder = looked.find(({ faults }) => faults.length === 0);
  const computed = holder ? exact(criterion.points) : zero;
  const role = roles[holds.role];
  const several = holds.role === 'project-manager' && people.length > 1;
  return {
    computed,
    counted:
      people.length === 0
        ? [{ what: role, counts: false, reasons: [`未列${role}`] }]
        : looked.map(({ person, faults }) => ({
            what: person.name,
            counts: faults.length === 0,
            reasons: [
              ...(faults.length === 0
                ? [`持有${holds.certificate.title}`]
                : faults.map(({ reason }) => reason)),
              ...(several ? [`列有 ${people.length} 名${role}，请核实`] : []),
            ],
          })),
    hints: holder
      ? []
      : looked
          .filter(({ faults }) => faults.length === 1 && faults[0]!.remedy !== undefined)
          .map(({ person, faults }) => `${person.name}：${faults[0]!.remedy}，可增加 ${criterion.points} 分`),
    steps: [
      {
        label: criterion.title,
        expression: holder ? `${criterion.when}：${holder.person.name}` : `${criterion.when}：未见`,
        value: printExact(computed),
        rule: `${rule}/holds`,
        clause,
      },
    ],
  };
}
