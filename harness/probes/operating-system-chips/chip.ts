/** Processors of which a clause may ask whether the system runs on them. */
export const chips = ['kunpeng', 'hygon', 'phytium', 'loongson', 'zhaoxin'] as const;
export type Chip = (typeof chips)[number];

export interface Processor {
  /** Undefined for any other make. */
  chip: Chip | undefined;
  /** As the kernel writes it, for people. */
  name: string;
}

/** Codes of makers in the main ID register of an ARM processor. */
const implementers: Record<string, Chip> = { '0x48': 'kunpeng', '0x70': 'phytium' };
const vendors: Record<string, Chip> = {
  HygonGenuine: 'hygon',
  CentaurHauls: 'zhaoxin',
  Shanghai: 'zhaoxin',
};

/** What /proc/cpuinfo says of the processors; undefined when it names none, or several makes at once. */
export function processorIn(cpuinfo: string): Processor | undefined {
  const values = (name: RegExp) => [
    ...new Set(
      cpuinfo.split('\n').flatMap((line) => {
        const [key = '', value] = line.split(/:(.*)/s);
        return value !== undefined && name.test(key.trim()) ? [value.trim()] : [];
      }),
    ),
  ];
  const [vendor, ...otherVendors] = values(/^vendor_id$/);
  const [implementer, ...otherImplementers] = values(/^CPU implementer$/);
  const models = values(/^(model name|Model Name)$/);
  if (otherVendors.length > 0 || otherImplementers.length > 0) return undefined;
  if (implementer !== undefined) {
    const parts = values(/^CPU part$/);
    return {
      chip: implementers[implementer.toLowerCase()],
      name: `CPU implementer ${implementer}，CPU part ${parts.join('、')}`,
    };
  }
  if (vendor !== undefined) return { chip: vendors[vendor], name: [vendor, ...models].join(' ') };
  const system = [...values(/^system type$/), ...models, ...values(/^(CPU Family|cpu model)$/)].join(' ');
  if (system === '') return undefined;
  return { chip: /loongson/i.test(system) ? 'loongson' : undefined, name: system };
}

/** The name of the distribution in /etc/os-release. */
export function releaseIn(text: string): string | undefined {
  const value = (key: string) =>
    new RegExp(`^${key}=(?:"(.*)"|'(.*)'|(.*))$`, 'm')
      .exec(text)
      ?.slice(1)
      .find((one) => one !== undefined);
  return value('PRETTY_NAME') ?? value('NAME');
}
