package main

import (
	"errors"
	"net/http"
	"strconv"
)

func (a *api) getProduct(w http.ResponseWriter, r *http.Request) {
	id, ok := rowID(w, r)
	if !ok {
		return
	}
	found, err := a.shop.productByID(r.Context(), id)
	switch {
	case errors.Is(err, errNoProduct):
		respond(w, http.StatusNotFound, problem{"not found"})
	case err != nil:
		fail(w, r, err)
	default:
		respond(w, http.StatusOK, found)
	}
}

func (a *api) getCheckout(w http.ResponseWriter, r *http.Request) {
	id, ok := rowID(w, r)
	if !ok {
		return
	}
	found, err := a.shop.checkoutByID(r.Context(), id)
	switch {
	case errors.Is(err, errNoCheckout):
		respond(w, http.StatusNotFound, problem{"not found"})
	case err != nil:
		fail(w, r, err)
	default:
		respond(w, http.StatusOK, found)
	}
}

func (a *api) postCheckout(w http.ResponseWriter, r *http.Request) {
	var c checkout
	if !accepted(w, r, &c) {
		return
	}
	receipt, err := a.shop.checkOut(r.Context(), &c)
	switch {
	case err == nil:
		respond(w, http.StatusCreated, receipt)
	case errors.Is(err, errNoCustomer), errors.Is(err, errNoProduct):
		respond(w, http.StatusNotFound, problem{err.Error()})
	case errors.Is(err, errInsufficientFunds):
		respond(w, http.StatusPaymentRequired, problem{err.Error()})
	case errors.Is(err, errOutOfStock), errors.Is(err, errRepeatedRequest):
		respond(w, http.StatusConflict, problem{err.Error()})
	case errors.Is(err, errBusy):
		respond(w, http.StatusServiceUnavailable, problem{err.Error()})
	default:
		fail(w, r, err)
	}
}

// rowID reads the path's id. Where it is refused, the refusal has been
// answered: digits of which no key can consist are those of no row.
func rowID(w http.ResponseWriter, r *http.Request) (id uint64, ok bool) {
	digits := r.PathValue("id")
	if !hasForm(digits, "", 1, len(digits)) {
		respond(w, http.StatusBadRequest, problem{"the id must be digits"})
		return 0, false
	}
	id, err := strconv.ParseUint(digits, 10, 64)
	if err != nil {
		respond(w, http.StatusNotFound, problem{"not found"})
		return 0, false
	}
	return id, true
}
