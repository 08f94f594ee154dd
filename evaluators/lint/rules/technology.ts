import { editDistance } from '../likeness.ts';
import { type Manuscript, quote, quoteSentence } from '../manuscript.ts';
import type { Hit, Rule } from '../rule.ts';
import type { StatuteId } from '../statutes.ts';

const obsolete: {
  name: string;
  pattern: RegExp;
  why: string;
  basis: StatuteId[];
  severity: Hit['severity'];
}[] = [
  {
    name: 'SSL 2.0/3.0',
    pattern: /SSLv?[23](?:\.0)?(?!\d)/i,
    why: '协议已被攻破，不得使用',
    basis: ['rfc7568', 'cryptography-law'],
    severity: 'warning',
  },
  {
    name: 'TLS 1.0/1.1',
    pattern: /TLSv?1\.[01](?!\d)/i,
    why: '协议已被废弃',
    basis: ['rfc8996'],
    severity: 'warning',
  },
  {
    name: 'RC4',
    pattern: /(?<![A-Za-z])RC4(?!\d)/,
    why: '算法已被攻破',
    basis: ['cryptography-law'],
    severity: 'warning',
  },
  {
    name: '3DES/DES',
    pattern: /(?<![A-Za-z])(?:3DES|DES)(?![A-Za-z])/,
    why: '密钥或分组过短',
    basis: ['nist-131a'],
    severity: 'warning',
  },
  {
    name: 'MD5',
    pattern: /(?<![A-Za-z])MD5(?!\d)/i,
    why: '可构造碰撞',
    basis: ['rfc6151'],
    severity: 'warning',
  },
  {
    name: 'SHA-1',
    pattern: /(?<![A-Za-z])SHA-?1(?!\d)/i,
    why: '可构造碰撞',
    basis: ['nist-131a'],
    severity: 'warning',
  },
  { name: 'TELNET', pattern: /(?<![A-Za-z])TELNET/i, why: '口令明文传输', basis: [], severity: 'note' },
  { name: 'FTP', pattern: /(?<![A-Za-z])FTP(?!S)/, why: '口令明文传输', basis: [], severity: 'note' },
  { name: 'SNMPv1/v2', pattern: /SNMPv?[12]c?(?!\d)/i, why: '团体名明文传输', basis: [], severity: 'note' },
  {
    name: '已停止支持的系统',
    pattern: /Windows(?:XP|7|Server(?:2003|2008|2012))|CentOS[67](?!\d)|IE(?:6|7|8|9|1[01])(?!\d)/i,
    why: '厂商已停止支持',
    basis: [],
    severity: 'warning',
  },
];
/** Old protocols that are to be found, read or guarded are no demand to use them. */
const looksAt = /检测|审计|扫描|探测|识别|采集|禁用|不得|禁止|关闭|防护|告警|解析|淘汰|不支持|替代/;
const demands = /支持|提供|采用|具备|包含|包括|至少|兼容/;

function demanded(script: Manuscript): Hit[] {
  return obsolete.flatMap(({ name, pattern, why, basis, severity }) =>
    script.sentences
      .filter(({ text }) => pattern.test(text) && demands.test(text) && !looksAt.test(text))
      .map(
        (sentence): Hit => ({
          severity,
          evidence: quoteSentence(
            script,
            sentence,
            new RegExp(`.{0,24}${pattern.source}.{0,16}`, pattern.flags),
          ),
          fact: `要求支持 ${name}：${why}`,
          question: `是否确需支持 ${name}？可否改为现行的安全版本，或者写明仅为兼容并默认关闭？`,
          basis,
        }),
      ),
  );
}

const protocols = new Set(
  'SMTP SMTPS HTTP HTTPS HTTP2 FTP FTPS SFTP TFTP POP3 IMAP IMAP4 RDP VNC SSH SSHV2 TELNET ORACLE MYSQL MSSQL MARIADB POSTGRESQL MONGODB REDIS DB2 SYBASE ICMP IGMP UDP TCP IP IPV4 IPV6 DNS SYN ARP DHCP NTP SNMP SNMPTRAP LDAP LDAPS SMB CIFS NFS SIP RTSP RADIUS SYSLOG JDBC ODBC WMI BGP OSPF VXLAN GRE MPLS DDOS ACK CC ISCSI FC NVME MODBUS S7 HL7 MQTT AMQP KAFKA WEBSOCKET X11 NETBIOS KERBEROS TLS SSL IPSEC OCSP CRL OAUTH SAML CAS PPTP L2TP RTP RPC DCERPC TDS RLOGIN WEBSERVICE RESTFUL SOAP'.split(
    ' ',
  ),
);

/** In a list of protocols, a name that is nearly one and is none. */
function misspelt(script: Manuscript): Hit[] {
  return script.sentences.flatMap((sentence) => {
    const list = /(?:[A-Za-z0-9]{2,12}、){3,}[A-Za-z0-9]{2,12}/.exec(sentence.text);
    if (!list) return [];
    const names = list[0].split('、');
    const known = names.filter((name) => protocols.has(name.toUpperCase()));
    if (known.length < 3 || known.length < names.length / 2) return [];
    return names.flatMap((name) => {
      const upper = name.toUpperCase();
      if (protocols.has(upper)) return [];
      const near = [...protocols].filter(
        (p) => p.length >= 3 && editDistance(p, upper) === 1 && !names.includes(p),
      );
      if (near.length === 0) return [];
      const from = sentence.from + sentence.text.indexOf(name, list.index);
      return [
        {
          severity: 'warning' as const,
          evidence: quote(script, sentence.passage, from, from + name.length),
          fact: `协议名“${name}”查无此名，疑为 ${near.slice(0, 3).join(' 或 ')}`,
          question: `“${name}”是否为 ${near.slice(0, 3).join(' 或 ')} 之误？`,
          matters: '名称有误的协议无从支持，也无从检测',
          basis: ['regulation-15' as const],
        },
      ];
    });
  });
}

export const technology: Rule = {
  id: 'obsolete-technology',
  title: '要求过时、不安全或不存在的技术',
  matters: '按此要求建设会引入已知的弱点，并可能与等级保护、密码应用要求相抵触',
  basis: ['regulation-15'],
  find: (script) => [...demanded(script), ...misspelt(script)],
};
