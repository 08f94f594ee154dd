import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Fault, printProblem } from '../spec/index.ts';
import { sendProblem } from './pages/send.tsx';

/** Headers, who may ask, and what is said when something goes wrong. */
export async function guard(app: FastifyInstance, host: string): Promise<void> {
  await app.register(helmet, {
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    // A page elsewhere may point its own name at this address; names other than ours are refused.
    if (isLoopback(host) && !isLoopback(request.hostname)) {
      await sendProblem(reply, 421, '地址不对', ['请用启动时打印的地址访问。']);
    }
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 404, '没有这一页', ['请检查地址。']));
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof Fault) {
      const heading = error.code === 'RECORD_MISSING' ? '没有找到测试记录' : '测试记录无法读取';
      return sendProblem(reply, 500, heading, error.problems.map(printProblem));
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status < 500) return sendMisunderstood(reply, status);
    console.error(error);
    return sendProblem(reply, 500, '程序缺陷', ['本页未能生成，原因已记入服务的标准错误输出。']);
  });
}

/** For addresses that no route could even be looked up for. */
export function sendMisunderstood(reply: FastifyReply, status: number): FastifyReply {
  return sendProblem(reply, status, '请求有误', ['服务未能理解这个请求，请检查地址。']);
}

const isLoopback = (name: string) => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(name);
