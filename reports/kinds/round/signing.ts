import type { Block, Section } from '../../../spec/index.ts';
import { type Material, sittingMembers } from './material.ts';
import { instantWords } from './words.ts';

/** Places for seals and hands, and which signed copies came back. Confirmation by account is never one of them. */
export function signingSection(
  material: Material,
  document: string,
  roles: string[],
  heading: string,
  id = 'signing',
): Section {
  return {
    id,
    heading,
    level: 1,
    blocks: [{ kind: 'signatures', roles }, ...signingState(material, document)],
  };
}

/** What came back signed, by its digest; else that it is awaited. */
export function signingState({ round }: Pick<Material, 'round'>, document: string): Block[] {
  const returned = (round.signing.signed ?? []).filter((one) => one.document === document);
  if (returned.length === 0)
    return [
      {
        kind: 'paragraph',
        tone: 'small',
        text: '签署状态：待签署。本件须以 CA 或手写方式签署；签署后的文件以摘要回传登记。',
      },
    ];
  return [
    {
      kind: 'table',
      caption: '签署状态',
      columns: [
        { title: '签署人', width: 22 },
        { title: '状态', width: 14 },
        { title: '登记时间（北京时间）', width: 18 },
        { title: '签署文件摘要', width: 46 },
      ],
      rows: returned.map(({ by, at, digest }) => [
        { text: by.join('、') },
        { text: '已签署回传' },
        { text: instantWords(at) },
        { digest },
      ]),
    },
  ];
}

/** One role for each member that sits: `评委（组长） 某某`. */
export function memberRoles(material: Material): string[] {
  return sittingMembers(material).map(({ name, leads }) => (leads ? `组长 ${name}` : `评委 ${name}`));
}
