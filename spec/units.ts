/**
 * The closed table of units. A number never crosses a room without one of these names.
 * `factor` converts to the base unit of the dimension: TB is not TiB, Mbps is not MB/s.
 */
export const units = {
  ms: { dimension: 'time', factor: 0.001, label: '毫秒' },
  s: { dimension: 'time', factor: 1, label: '秒' },
  min: { dimension: 'time', factor: 60, label: '分钟' },
  h: { dimension: 'time', factor: 3600, label: '小时' },
  d: { dimension: 'time', factor: 86400, label: '天' },
  workday: { dimension: 'working-time', factor: 1, label: '工作日' },
  month: { dimension: 'calendar-time', factor: 1, label: '个月' },
  year: { dimension: 'calendar-time', factor: 12, label: '年' },
  B: { dimension: 'data', factor: 1, label: 'B' },
  kB: { dimension: 'data', factor: 1e3, label: 'kB' },
  MB: { dimension: 'data', factor: 1e6, label: 'MB' },
  GB: { dimension: 'data', factor: 1e9, label: 'GB' },
  TB: { dimension: 'data', factor: 1e12, label: 'TB' },
  KiB: { dimension: 'data', factor: 1024, label: 'KiB' },
  MiB: { dimension: 'data', factor: 1048576, label: 'MiB' },
  GiB: { dimension: 'data', factor: 1073741824, label: 'GiB' },
  TiB: { dimension: 'data', factor: 1099511627776, label: 'TiB' },
  'bit/s': { dimension: 'data-rate', factor: 1, label: 'bit/s' },
  Mbps: { dimension: 'data-rate', factor: 1e6, label: 'Mbps' },
  Gbps: { dimension: 'data-rate', factor: 1e9, label: 'Gbps' },
  'MB/s': { dimension: 'data-rate', factor: 8e6, label: 'MB/s' },
  'io/s': { dimension: 'io-rate', factor: 1, label: 'IOPS' },
  '1/s': { dimension: 'rate', factor: 1, label: '次/秒' },
  core: { dimension: 'core', factor: 1, label: '核' },
  thread: { dimension: 'hardware-thread', factor: 1, label: '硬件线程' },
  vcpu: { dimension: 'vcpu', factor: 1, label: 'vCPU' },
  connection: { dimension: 'connection', factor: 1, label: '个连接' },
  user: { dimension: 'user', factor: 1, label: '个用户' },
  occurrence: { dimension: 'count', factor: 1, label: '次' },
  piece: { dimension: 'count', factor: 1, label: '个' },
  person: { dimension: 'person', factor: 1, label: '人' },
  ratio: { dimension: 'ratio', factor: 1, label: '' },
  '%': { dimension: 'ratio', factor: 0.01, label: '%' },
  U: { dimension: 'rack-height', factor: 1, label: 'U' },
  mm: { dimension: 'length', factor: 1, label: 'mm' },
  degC: { dimension: 'temperature', factor: 1, label: '℃' },
} as const;

export type Unit = keyof typeof units;
export const unitNames = Object.keys(units) as [Unit, ...Unit[]];

export function dimensionOf(unit: Unit): string {
  return units[unit].dimension;
}

/** Converts between units of one dimension; throws on a mismatch, which is a defect of the caller. */
export function convert(value: number, from: Unit, to: Unit): number {
  if (from === to) return value;
  if (dimensionOf(from) !== dimensionOf(to)) throw new Error(`no conversion from ${from} to ${to}`);
  return (value * units[from].factor) / units[to].factor;
}

/** Prints a quantity for people, e.g. `600 秒`, `25 TB`, `99.99%`. */
export function printQuantity(quantity: { value: number; unit: Unit }): string {
  const digits = Number.isInteger(quantity.value) ? 0 : 3;
  const value = quantity.value.toLocaleString('en-US', { maximumFractionDigits: digits, useGrouping: false });
  const label = units[quantity.unit].label;
  return label === '' || label === '%' ? `${value}${label}` : `${value} ${label}`;
}
