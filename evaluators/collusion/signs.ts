import type { LeadStrength, ReviewFact } from '../../spec/index.ts';

/** What equal data of several bids are called, how much they say, and what explains them innocently. */
export interface Sign {
  title: string;
  fact?: ReviewFact;
  strength: LeadStrength;
  note: string;
  innocent: string[];
}

const homonym = '不同的人重名';
const sameStaff = '人员先后在两家单位任职，材料未更新';

export const signs = {
  'machine-code': {
    title: '制作工具机器码相同',
    fact: 'same-author',
    strength: 'strong',
    note: '由制作工具记录，通常一机一码；是否准确须先核实数据',
    innocent: ['平台记录有误', '在同一公共机房、打印店或代办点制作', '整机镜像克隆'],
  },
  machine: {
    title: '设备或网络标识相同',
    fact: 'same-author',
    strength: 'medium',
    note: '仅为设备或网络一致，不等于同一人编制；处理器标识常按型号相同，网络地址可为公用出口',
    innocent: [
      '同型号处理器的标识相同',
      '同一写字楼、酒店或运营商的公用出口地址',
      '在同一公共场所上传',
      '借用他人加密锁',
    ],
  },
  'document-maker': {
    title: '文档作者或最后修改者相同',
    fact: 'same-author',
    strength: 'medium',
    note: '文档属性可以随模板带入，也可以被修改',
    innocent: ['沿用同一公开模板或招标文件附带的格式文件', homonym, '委托同一排版、打印服务'],
  },
  'document-number': {
    title: '文档编号相同',
    fact: 'same-author',
    strength: 'medium',
    note: '编号由软件写入，另存后往往保留',
    innocent: ['均由招标文件附带的同一格式文件另存而来', '引用同一公开文件'],
  },
  'licence-number': {
    title: '制作软件的许可编号相同',
    fact: 'same-author',
    strength: 'medium',
    note: '软件名称与版本不计，只比对许可编号',
    innocent: ['使用同一批量许可或破解版软件'],
  },
  'same-file': {
    title: '文件摘要相同',
    fact: 'alike-or-patterned',
    strength: 'strong',
    note: '内容逐字节一致',
    innocent: ['均附招标文件、标准或同一公开材料', '均附同一第三方出具的通用材料'],
  },
  'signatory-identity': {
    title: '签署人证件号码相同',
    fact: 'same-agent',
    strength: 'strong',
    note: '证件号码一人一号，录入有误除外',
    innocent: ['录入错误'],
  },
  phone: {
    title: '联系电话相同',
    fact: 'same-agent',
    strength: 'strong',
    note: '电话一致，须核实机主与使用人',
    innocent: ['误填采购代理机构或平台服务电话', '号码转让后未更新', '同一办公楼总机'],
  },
  email: {
    title: '电子邮箱相同',
    fact: 'same-agent',
    strength: 'strong',
    note: '邮箱一致，须核实使用人',
    innocent: ['误填采购代理机构或平台邮箱'],
  },
  'person-identity': {
    title: '人员证件号码相同',
    fact: 'same-person',
    strength: 'strong',
    note: '同一人列于多份投标文件',
    innocent: [sameStaff, '录入错误'],
  },
  'person-name': {
    title: '联系人、签署人或项目人员姓名相同',
    fact: 'same-person',
    strength: 'weak',
    note: '仅姓名一致，证件号码未能比对',
    innocent: [homonym],
  },
  'certificate-number': {
    title: '人员证书编号相同',
    fact: 'same-person',
    strength: 'strong',
    note: '证书一人一号',
    innocent: [sameStaff, '录入错误', '批量证书只登记了批号'],
  },
  'insurance-number': {
    title: '社会保险编号相同',
    fact: 'same-person',
    strength: 'strong',
    note: '个人编号一人一号；若登记的是单位编号则另当别论',
    innocent: [sameStaff, '登记的是代缴机构的单位编号'],
  },
  'insurance-payer': {
    title: '人员社会保险由同一第三方缴纳',
    fact: 'same-person',
    strength: 'weak',
    note: '缴纳单位既非本投标人，也非其联合体成员',
    innocent: ['委托同一人力资源公司代缴'],
  },
  'insurance-by-other': {
    title: '人员社会保险由另一投标人缴纳',
    fact: 'same-person',
    strength: 'strong',
    note: '缴纳单位为另一投标人或其联合体成员',
    innocent: [sameStaff, '母子公司统一缴纳（另须看控股、管理关系）'],
  },
  'paper-number': {
    title: '证明材料编号相同',
    fact: 'alike-or-patterned',
    strength: 'medium',
    note: '同一编号的材料用于多份投标文件',
    innocent: ['均引用同一云平台或同一厂商的证书', '编号为标准号或批准文号'],
  },
  address: {
    title: '地址相同',
    strength: 'weak',
    note: '仅登记地址一致',
    innocent: ['同一园区、写字楼或集群注册地址'],
  },
  'text-contact': {
    title: '正文出现相同的电话、邮箱或证件号码',
    fact: 'alike-or-patterned',
    strength: 'medium',
    note: '已去除招标文件中出现的号码',
    innocent: ['均引用同一业主、同一厂商或主管部门的联系方式'],
  },
  'rare-strings': {
    title: '正文出现相同的少见字符串',
    fact: 'alike-or-patterned',
    strength: 'weak',
    note: '仅在这几份投标文件中出现，招标文件没有',
    innocent: ['产品型号、证书编号、标准号相同', '引用同一公开材料'],
  },
} as const satisfies Record<string, Sign>;
export type SignId = keyof typeof signs;
