import { setTimeout as askBank } from 'node:timers/promises';

export async function redeem(redeemed: Set<string>, coupon: string): Promise<string> {
  if (redeemed.has(coupon)) return 'refused';
  await askBank(20);
  redeemed.add(coupon);
  return 'redeemed';
}
