import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { FastifyRequest } from 'fastify';

const BEARER = /^Bearer +(\S+)$/i;

interface CheckedRequest extends FastifyRequest {
  verifiedEmail: string;
}

/** Lets a request through whose bearer token vouches for an e-mail address; `@VerifiedEmail()` hands it to the route. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(private readonly jwt: JwtService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<CheckedRequest>();
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const claims = token === undefined ? null : await this.verifiedClaims(token);
    // The library checks `exp` only where it is present; this service wants every token to end.
    if (claims === null || claims['exp'] === undefined) throw new UnauthorizedException('unauthorized');
    const email = claims['email'];
    if (typeof email !== 'string' || email === '') throw new UnauthorizedException('unauthorized');
    request.verifiedEmail = email;
    return true;
  }

  private async verifiedClaims(token: string): Promise<Record<string, unknown> | null> {
    try {
      return await this.jwt.verifyAsync<Record<string, unknown>>(token);
    } catch {
      // Whatever is thrown here was caused by the stranger's text (a payload that is no JSON even raises SyntaxError,
      // not the library's own class); the key was proven at the start. All of it means: not verified.
      return null;
    }
  }
}

export const VerifiedEmail = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<CheckedRequest>().verifiedEmail,
);
