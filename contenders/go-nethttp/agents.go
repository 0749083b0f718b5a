package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"slices"
	"strconv"
)

const maxAgents = 16

// errand is the request's type: one agent goes for each article.
type errand struct {
	SKUs []int64 `json:"skus"`
}

// brokenRule is the first rule the errand breaks, or "". A null among the
// articles is read as 0 and refused as such.
func (e *errand) brokenRule() string {
	if len(e.SKUs) < 1 || len(e.SKUs) > maxAgents {
		return fmt.Sprintf("skus must be 1 to %d", maxAgents)
	}
	for i, sku := range e.SKUs {
		switch {
		case sku < 1 || sku > 999_999:
			return fmt.Sprintf("skus[%d] must be 1 to 999999", i)
		case slices.Contains(e.SKUs[:i], sku):
			return fmt.Sprintf("skus[%d] must differ from those before it", i)
		}
	}
	return ""
}

// finding is what an agent comes back with where its article is known.
type finding struct {
	SKU       int64  `json:"sku"`
	Available int64  `json:"available"`
	Warehouse string `json:"warehouse"`
}

// failing is what an agent comes back with otherwise.
type failing struct {
	SKU   int64  `json:"sku"`
	Error string `json:"error"`
}

// tally is told after the last agent.
type tally struct {
	Answered int `json:"answered"`
	Failed   int `json:"failed"`
}

// outcome is either of the two.
type outcome struct {
	event  any
	failed bool
}

// sendAgents sends one agent for each article, all at once, each bounded by
// ctx and by a patience of its own. The channel has room for all outcomes:
// no agent waits for whoever reads them, or stays behind when nobody does.
func (s *stockroom) sendAgents(ctx context.Context, skus []int64) <-chan outcome {
	outcomes := make(chan outcome, len(skus))
	for _, sku := range skus {
		go func() { outcomes <- s.outcomeOf(ctx, sku) }()
	}
	return outcomes
}

func (s *stockroom) outcomeOf(ctx context.Context, sku int64) outcome {
	found, err := s.availability(ctx, strconv.FormatInt(sku, 10))
	if err == nil {
		return outcome{event: finding{found.SKU, found.Available, found.Warehouse}}
	}
	return outcome{failing{sku, reason(err)}, true}
}

// reason is what a client is told of an agent's failure. What was wrong with
// the upstream goes to the log, unless the client itself was why.
func reason(err error) string {
	switch {
	case errors.Is(err, errNoArticle):
		return "not found"
	case errors.Is(err, context.DeadlineExceeded):
		return "gateway timeout"
	case !errors.Is(err, context.Canceled):
		log.Printf("agent: %v", err)
	}
	return "bad gateway"
}
