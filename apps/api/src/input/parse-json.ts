import type { FastifyBodyParser, FastifyInstance } from 'fastify';

/** Reads JSON as Fastify does, but of UTF-8 alone (RFC 8259, 8.1): other bytes would be kept as marks of a loss. */
export function parseJson(fastify: FastifyInstance): FastifyBodyParser<Buffer> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const parse = fastify.getDefaultJsonParser('error', 'error');
  return (request, body, done) => {
    let text: string;
    try {
      text = utf8.decode(body);
    } catch {
      done(Object.assign(new Error('The body is not UTF-8'), { statusCode: 400 }));
      return;
    }
    void parse(request, text, done);
  };
}
