import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { OrderDto } from './order.dto.ts';
import { OrdersService } from './orders.service.ts';
import type { PricedOrder } from './pricing.ts';

@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  // Nothing is created, so the 201 that Nest gives a POST would be wrong.
  @Post()
  @HttpCode(200)
  price(@Body() order: OrderDto): PricedOrder {
    return this.orders.price(order);
  }
}
