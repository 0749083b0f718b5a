package main

import (
	"sync"
	"time"
)

type Coupons struct {
	mutex    sync.Mutex
	redeemed map[string]bool
}

func (c *Coupons) isRedeemed(coupon string) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.redeemed[coupon]
}

func (c *Coupons) mark(coupon string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.redeemed[coupon] = true
}

func askBank() { time.Sleep(20 * time.Millisecond) }

func (c *Coupons) redeem(coupon string) string {
	if c.isRedeemed(coupon) {
		return "refused"
	}
	askBank()
	c.mark(coupon)
	return "redeemed"
}
