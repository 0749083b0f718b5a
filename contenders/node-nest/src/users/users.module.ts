import { type DynamicModule, Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.ts';
import type { Settings } from '../settings.ts';
import { NoUsersController } from './no-users.controller.ts';
import { UsersController } from './users.controller.ts';
import { UsersService } from './users.service.ts';

/** The route of the users: with a database all of it, without one only the answer that there is none. */
@Module({})
export class UsersModule {
  static register({ databaseUrl, jwtSecret, jwtKey }: Settings, connections: number): DynamicModule {
    if (databaseUrl === null || jwtSecret === null) return { module: UsersModule, controllers: [NoUsersController] };
    return {
      module: UsersModule,
      imports: [AuthModule.register(jwtSecret, jwtKey)],
      controllers: [UsersController],
      providers: [{ provide: UsersService, useFactory: () => new UsersService(databaseUrl, connections) }],
    };
  }
}
