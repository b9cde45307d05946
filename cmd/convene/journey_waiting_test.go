package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// moveUpFromTheWaitingList: one holds the last place of the walk, another waits
// for it; the first withdraws, and the other has the place and one letter.
func moveUpFromTheWaitingList(t *testing.T, h *house) {
	h.takeAllButOne(t)
	holder, waiter := h.visitor(t, desk), h.visitor(t, desk)
	petra := guest{email: "petra.horvat@example.org", given: "Petra", family: "Horvat", function: "Youth worker", organisation: "Sample Youth House", country: "HR"}
	goran := guest{email: "goran.ilic@example.org", given: "Goran", family: "Ilić", function: "Head of housing", organisation: "Sample Housing Office", country: "RS"}

	holder.signUp("budapest", petra, "trip=bp-t3")
	holder.sees("Library evening-class room")
	if strings.Contains(holder.text(), "Waiting list") {
		t.Fatalf("the last place was not given: %s", holder.text())
	}
	own := waiter.signUp("budapest", goran, "trip=bp-t3")
	waiter.sees("Waiting list, number 1")

	holder.press("See or change my registration")
	holder.press("Withdraw from this event")
	holder.press("Withdraw")
	holder.sees("You have withdrawn")

	waiter.open("/me/" + own)
	waiter.sees("Library evening-class room", "Confirmed")
	if strings.Contains(waiter.text(), "Waiting list") {
		t.Errorf("the place that became free was not given on: %s", waiter.text())
	}
	if got, want := h.kinds(t, goran.email), []string{"entry", "confirmed", "promoted"}; !slices.Equal(got, want) {
		t.Errorf("who moved up had the letters %v, want %v", got, want)
	}
	if got, want := h.kinds(t, petra.email), []string{"entry", "confirmed", "withdrawn"}; !slices.Equal(got, want) {
		t.Errorf("who withdrew had the letters %v, want %v", got, want)
	}
	h.saysNothingOf(t, holder.addresses()+waiter.addresses(), "an address")
}

// takeAllButOne signs people up for the walk until one place is left. They need
// no window for it.
func (h *house) takeAllButOne(t *testing.T) {
	t.Helper()
	_, page := h.get(t.Context(), "/events/budapest")
	for n := range left(t, page, "Library evening-class room") - 1 {
		c := h.client(t)
		c.signUp("budapest", fmt.Sprintf("walker%d@example.org", n), "choice.trip=bp-t3")
	}
}
