package main

import (
	"sync"
	"time"
)

type Coupons struct {
	mutex    sync.Mutex
	redeemed map[string]bool
}

// claim marks the coupon, and says whether nobody had done so before.
func (c *Coupons) claim(coupon string) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.redeemed[coupon] {
		return false
	}
	c.redeemed[coupon] = true
	return true
}

func askBank() { time.Sleep(20 * time.Millisecond) }

func (c *Coupons) redeem(coupon string) string {
	if !c.claim(coupon) {
		return "refused"
	}
	askBank()
	return "redeemed"
}
