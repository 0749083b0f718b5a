import { type ArgumentMetadata, HttpStatus, UnprocessableEntityException, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.ts';
import { ErrorFilter } from './error.filter.ts';
import type { Settings } from './settings.ts';

const KEEP_ALIVE_MS = 75_000;

/** Log levels: refusals are no events of ours, failures are. */
const LOGGER = ['error' as const];

/** The application with all it needs opened, ready to listen. Rejects when the database does not answer. */
export async function createApp(settings: Settings, connections: number): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.register(settings, connections),
    createAdapter(),
    { ...APP_OPTIONS, abortOnError: false },
  );
  return configure(app).init();
}

/** Without Nest's body parsers, of which one reads forms: Fastify's own reads JSON with the limits given here. */
export const APP_OPTIONS = { logger: LOGGER, bodyParser: false };

export function createAdapter(): FastifyAdapter {
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: 1024 * 1024,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: 120_000,
    // Longer than the keep-alive timeout, or a connection opened early and used late would be cut off.
    http: { headersTimeout: KEEP_ALIVE_MS + 5000 },
    // Requests that arrive on open connections while the server stops are still answered, not refused with 503.
    return503OnClosing: false,
    // Unknown keys are to be ignored, so these two are dropped instead of refused.
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
  });
  // Fastify reads text/plain as well; here every body that is not application/json is answered with 415.
  adapter.getInstance().removeContentTypeParser('text/plain');
  return adapter;
}

export function configure(app: NestFastifyApplication): NestFastifyApplication {
  app.useGlobalPipes(
    new BodyPipe({
      // Handlers get instances of their DTO, as the types say.
      transform: true,
      errorHttpStatusCode: HttpStatus.UNPROCESSABLE_ENTITY,
      // Without this a list would pass for a DTO, since no rules are known for lists.
      forbidUnknownValues: true,
    }),
  );
  app.useGlobalFilters(new ErrorFilter());
  return app;
}

/** class-transformer follows every level of a body by recursion, so one nested a hundred thousand deep is the client's fault, not ours. */
class BodyPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (error instanceof RangeError) throw new UnprocessableEntityException('the body is nested too deeply');
      throw error;
    }
  }
}
