import { Injectable } from '@nestjs/common';
import { type Order, type PricedOrder, priceOrder } from './pricing.ts';

@Injectable()
export class OrdersService {
  price(order: Order): PricedOrder {
    return priceOrder(order);
  }
}
