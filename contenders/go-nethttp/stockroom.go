package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxStock is far beyond any answer; the upstream is not trusted with memory.
const maxStock = 64 << 10

var errNoArticle = errors.New("no such article")

// stockroom asks another service, the upstream, how many of an article there are.
type stockroom struct {
	client *http.Client
	base   string
	// patience is for a whole answer.
	patience time.Duration
}

type availability struct {
	SKU       int64  `json:"sku"`
	Available int64  `json:"available"`
	Warehouse string `json:"warehouse"`
	Level     string `json:"level"`
}

// upstreamStock is the upstream's answer. Pointers tell a missing or null
// field from a zero.
type upstreamStock struct {
	SKU       *int64  `json:"sku"`
	Available *int64  `json:"available"`
	Warehouse *string `json:"warehouse"`
}

// newStockroom sets a client up for thousands of requests in flight to one host.
func newStockroom(base string, patience time.Duration) *stockroom {
	return &stockroom{base: base, patience: patience, client: &http.Client{
		Transport: &http.Transport{
			// A dial goes on for whoever comes next when its own request is
			// over, so it needs an end of its own.
			DialContext: (&net.Dialer{Timeout: patience}).DialContext,
			// The default keeps 2 and would close the others after each answer.
			MaxIdleConnsPerHost: math.MaxInt,
			IdleConnTimeout:     90 * time.Second,
			DisableCompression:  true,
		},
		// A redirection is another status like any other.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// availability gives what there is of an article. The error is errNoArticle,
// context.DeadlineExceeded after its patience, context.Canceled where the
// client went away, or says what was wrong with the upstream.
func (s *stockroom) availability(ctx context.Context, sku string) (availability, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/stock/"+sku, nil)
	if err != nil {
		return availability{}, err
	}
	askOnce(request)
	response, err := s.client.Do(request)
	if err != nil {
		return availability{}, err
	}
	defer response.Body.Close()
	// Read to its end whatever the status: only then is the connection kept.
	body, err := io.ReadAll(io.LimitReader(response.Body, maxStock+1))
	switch {
	case err != nil:
		return availability{}, err
	case response.StatusCode == http.StatusNotFound:
		return availability{}, errNoArticle
	case response.StatusCode != http.StatusOK:
		return availability{}, fmt.Errorf("upstream answered %s", response.Status)
	case len(body) > maxStock:
		return availability{}, fmt.Errorf("upstream answered more than %d bytes", maxStock)
	}
	return availabilityFrom(body, sku)
}

// askOnce keeps the library from asking again where a kept connection closes
// without an answer: it does so only with a body it can read anew. This one
// has no bytes, and its encoding "identity" spares the library finding that
// out by a goroutine and a timer; neither shows on the wire.
func askOnce(request *http.Request) {
	request.Body = io.NopCloser(strings.NewReader(""))
	request.TransferEncoding = []string{"identity"}
}

func availabilityFrom(body []byte, sku string) (availability, error) {
	var stock upstreamStock
	if err := json.Unmarshal(body, &stock); err != nil {
		return availability{}, fmt.Errorf("upstream: %w", err)
	}
	if stock.SKU == nil || stock.Available == nil || stock.Warehouse == nil {
		return availability{}, errors.New("upstream: sku, available or warehouse is missing")
	}
	if asked, err := strconv.ParseInt(sku, 10, 64); err != nil || *stock.SKU != asked {
		return availability{}, fmt.Errorf("upstream: asked for %q, it answered for %d", sku, *stock.SKU)
	}
	return availability{*stock.SKU, *stock.Available, *stock.Warehouse, level(*stock.Available)}, nil
}

func level(available int64) string {
	switch {
	case available == 0:
		return "none"
	case available < 10:
		return "low"
	default:
		return "ok"
	}
}
