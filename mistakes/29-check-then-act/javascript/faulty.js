import { setTimeout as askBank } from 'node:timers/promises';

export async function redeem(redeemed, coupon) {
  if (redeemed.has(coupon)) return 'refused';
  await askBank(20);
  redeemed.add(coupon);
  return 'redeemed';
}
