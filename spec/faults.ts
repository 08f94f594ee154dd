/**
 * The closed table of faults. SPEC_*, RECORD_*, INTAKE_* and USAGE_* are thrown to the door, all problems at once.
 * TARGET_* never escape the runner: they become the state of an observation. docs/faults.md explains each.
 */
export const faults = {
  SPEC_INVALID: '规格数据有误',
  SPEC_UNKNOWN_TENDER: '没有这份招标规格',
  SPEC_UNKNOWN_READING: '没有这个读法',
  RECORD_INVALID: '测试记录有误',
  RECORD_MISSING: '没有找到测试记录',
  RECORD_BUSY: '测试目录已被占用',
  RECORD_UNSEALED: '未能完成封存',
  INTAKE_INVALID: '提交的文件有误',
  INTAKE_UNREADABLE: '提交的文件无法读取',
  USAGE_TARGET_INVALID: '目标文件有误',
  USAGE_SECRET_MISSING: '引用的密钥不存在',
  USAGE_NOT_AUTHORISED: '未获授权',
  USAGE_INSTRUMENT_MISSING: '本机缺少测试工具',
  USAGE_UNKNOWN_CLAUSE: '没有这个条款',
  USAGE_UNKNOWN_FORMAT: '没有这种报告格式',
  USAGE_UNKNOWN_DEFECT: '仿真平台没有这个缺陷',
  USAGE_UNKNOWN_NAME: '名称不合规则',
  USAGE_PORT_TAKEN: '端口无法使用',
  USAGE_LOCKED: '该功能已锁定',
  USAGE_NO_INSTANT: '时刻写法有误',
  USAGE_UNKNOWN_BID: '没有这份投标',
  USAGE_KEY_INVALID: '签名密钥或证书不可用',
  TARGET_UNRESOLVED: '域名无法解析',
  TARGET_REFUSED: '连接被拒绝',
  TARGET_CLOSED: '连接被对方中途关闭',
  TARGET_TIMED_OUT: '对方未在时限内应答',
  TARGET_CERTIFICATE: '证书无效或已过期',
  TARGET_TLS: 'TLS 握手失败',
  TARGET_REDIRECT_LOOP: '重定向过多或循环',
  TARGET_BODY_TOO_LARGE: '应答超过允许的大小',
  TARGET_GARBAGE: '应答内容无法解析',
  TARGET_STATUS: '应答状态异常',
  TARGET_UNAUTHORISED: '账号未被接受',
  TARGET_QUOTA: '测试账号的配额不足',
  TARGET_STATE: '资源未达到所需状态',
  TARGET_PREREQUISITE: '被测平台缺少测试前提',
} as const;
export type FaultCode = keyof typeof faults;
export type TargetFaultCode = Extract<FaultCode, `TARGET_${string}`>;

/** One problem in one place: what was found, what was expected, what to do. */
export interface Problem {
  file?: string;
  line?: number;
  cell?: string;
  path?: string;
  message: string;
  remedy?: string;
}

export class Fault extends Error {
  readonly code: FaultCode;
  readonly problems: Problem[];
  constructor(code: FaultCode, problems: Problem[] | string) {
    const list = typeof problems === 'string' ? [{ message: problems }] : problems;
    super(`${faults[code]}（${code}）：${list.map(printProblem).join('；')}`);
    this.name = 'Fault';
    this.code = code;
    this.problems = list;
  }
}

export function isTargetFault(error: unknown): error is Fault & { code: TargetFaultCode } {
  return error instanceof Fault && error.code.startsWith('TARGET_');
}

export function printProblem(problem: Problem): string {
  const place = [
    problem.file,
    problem.line !== undefined ? `第 ${problem.line} 行` : undefined,
    problem.cell,
    problem.path,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
  const remedy = problem.remedy ? `（处理办法：${problem.remedy}）` : '';
  return `${place ? `${place}：` : ''}${problem.message}${remedy}`;
}
