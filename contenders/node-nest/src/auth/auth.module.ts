import { createSecretKey } from 'node:crypto';
import { type DynamicModule, Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { AuthGuard } from './auth.guard.ts';

/**
 * Checks bearer tokens against one shared secret, whose UTF-8 bytes are the HMAC key.
 * The key becomes a KeyObject once: given a string, jsonwebtoken tries to read it as a public key on every call,
 * and that failed attempt costs more than the whole verification. `form: 'string'` keeps the slow way measurable.
 */
@Module({})
export class AuthModule {
  static register(secret: string, form: 'object' | 'string'): DynamicModule {
    const key = form === 'string' ? secret : createSecretKey(Buffer.from(secret, 'utf8'));
    return {
      module: AuthModule,
      imports: [JwtModule.register({ secret: key, verifyOptions: { algorithms: ['HS256'] } })],
      providers: [AuthGuard],
      exports: [AuthGuard, JwtModule],
    };
  }
}
