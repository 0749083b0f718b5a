import { setTimeout as askBank } from 'node:timers/promises';

export async function redeem(redeemed, coupon) {
  if (redeemed.has(coupon)) return 'refused';
  redeemed.add(coupon);
  await askBank(20);
  return 'redeemed';
}
