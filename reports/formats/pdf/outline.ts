import { type PDFDict, type PDFDocument, PDFHexString, PDFName, type PDFPage, type PDFRef } from 'pdf-lib';

/** A heading where it came to stand. */
export interface Heading {
  title: string;
  level: 1 | 2 | 3;
  page: PDFPage;
  /** Page number as printed. */
  number: number;
  y: number;
}
interface Branch {
  heading: Heading;
  ref: PDFRef;
  children: Branch[];
}

/** Bookmarks by the levels of the headings; titles as UTF-16, so that Chinese reads right in every viewer. */
export function writeOutline(pdf: PDFDocument, headings: readonly Heading[]): void {
  if (headings.length === 0) return;
  const root = pdf.context.nextRef();
  const tree = branches(pdf, headings);
  pdf.context.assign(root, folder(pdf, tree, { Type: PDFName.of('Outlines') }));
  writeBranches(pdf, tree, root);
  pdf.catalog.set(PDFName.of('Outlines'), root);
  pdf.catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'));
}

function branches(pdf: PDFDocument, headings: readonly Heading[]): Branch[] {
  const top: Branch[] = [];
  const open: Branch[] = [];
  for (const heading of headings) {
    while (open.length > 0 && open.at(-1)!.heading.level >= heading.level) open.pop();
    const branch: Branch = { heading, ref: pdf.context.nextRef(), children: [] };
    (open.at(-1)?.children ?? top).push(branch);
    open.push(branch);
  }
  return top;
}

function folder(pdf: PDFDocument, children: readonly Branch[], entries: Record<string, unknown>): PDFDict {
  const dict = pdf.context.obj(entries as Record<string, PDFName>);
  const [first, last] = [children[0], children.at(-1)];
  if (first && last) {
    dict.set(PDFName.of('First'), first.ref);
    dict.set(PDFName.of('Last'), last.ref);
    dict.set(PDFName.of('Count'), pdf.context.obj(children.length));
  }
  return dict;
}

function writeBranches(pdf: PDFDocument, list: readonly Branch[], parent: PDFRef): void {
  for (const [index, { heading, ref, children }] of list.entries()) {
    const dict = folder(pdf, children, {});
    if (children.length > 0) dict.set(PDFName.of('Count'), pdf.context.obj(-children.length));
    dict.set(PDFName.of('Title'), PDFHexString.fromText(heading.title));
    dict.set(PDFName.of('Parent'), parent);
    dict.set(
      PDFName.of('Dest'),
      pdf.context.obj([heading.page.ref, PDFName.of('XYZ'), null, heading.y, null]),
    );
    const [before, after] = [list[index - 1], list[index + 1]];
    if (before) dict.set(PDFName.of('Prev'), before.ref);
    if (after) dict.set(PDFName.of('Next'), after.ref);
    pdf.context.assign(ref, dict);
    writeBranches(pdf, children, ref);
  }
}
