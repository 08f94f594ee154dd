import { securityRoles, type Tender } from '../../spec/index.ts';
import type { TestReportInput } from '../kinds/test-report.ts';
import type { VerdictLine } from './verdict-line.ts';

/**
 * A line is on security when its clause stands in a section that the tender's data name as such, or when its probe
 * looks at a security product or sends what looks like an attack.
 */
export function isOnSecurity(
  { tender, catalogue }: TestReportInput,
  { subject, check }: VerdictLine,
): boolean {
  if (!subject) return false;
  const { kind, clause } = subject.checkable;
  if (kind === 'clause' && isWithin(tender, clause.section)) return true;
  const contract = catalogue.get(check?.probe ?? '');
  return contract !== undefined && (securityRoles.has(contract.role) || contract.attack !== undefined);
}

function isWithin({ securitySections = [] }: Tender, section: string | undefined): boolean {
  return (
    section !== undefined && securitySections.some((top) => section === top || section.startsWith(`${top}.`))
  );
}
