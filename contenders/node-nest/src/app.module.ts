import { type DynamicModule, Module } from '@nestjs/common';
import { AppController } from './app.controller.ts';
import { OrdersModule } from './orders/orders.module.ts';
import type { Settings } from './settings.ts';
import { UsersModule } from './users/users.module.ts';

@Module({ controllers: [AppController] })
export class AppModule {
  static register(settings: Settings, connections: number): DynamicModule {
    return { module: AppModule, imports: [OrdersModule, UsersModule.register(settings, connections)] };
  }
}
