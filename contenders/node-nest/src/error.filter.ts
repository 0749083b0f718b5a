import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, HttpStatus, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** Answers every exception as `{ "error": … }`: refusals with their reason, failures without and with a line in the log. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  catch(exception: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (exception instanceof HttpException) {
      void reply.code(exception.getStatus()).send({ error: reasonOf(exception) });
      return;
    }
    this.logger.error(exception instanceof Error ? exception.stack : exception);
    void reply.code(HttpStatus.INTERNAL_SERVER_ERROR).send({ error: 'internal error' });
  }
}

/** Broken rules come as a list beside the message, all others as the message. */
function reasonOf(exception: HttpException): string {
  const response = exception.getResponse();
  if (typeof response === 'object' && 'message' in response && Array.isArray(response.message)) {
    return response.message.join('; ');
  }
  return exception.message;
}
