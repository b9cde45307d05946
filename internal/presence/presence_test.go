package presence

import (
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"convene/internal/event"
	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
	"convene/internal/registration"
)

var (
	now    = time.Date(2012, 11, 23, 10, 0, 0, 0, time.UTC)
	secret = []byte("a secret of thirty-two bytes long")
)

// hall is a database with both events of the sample file and people at Budapest.
type hall struct {
	*testing.T
	db       *postgres.DB
	desk     *registration.Desk
	budapest *event.Programme
	madrid   *event.Programme
}

func open(t *testing.T) *hall {
	t.Helper()
	h := &hall{T: t, db: pgtest.New(t)}
	file, err := os.Open("../demo/data/events.json")
	h.must(err)
	defer func() { h.must(file.Close()) }()
	sources, err := event.ParseFile("events.json", file)
	h.must(err)
	for i, slug := range []string{"budapest", "madrid"} {
		_, err := registration.ImportEvent(t.Context(), h.db.DB, sources[i].Shift(0, slug), now)
		h.must(err)
	}
	h.budapest, h.madrid = h.load("budapest"), h.load("madrid")
	h.desk = registration.NewDesk(h.db, registration.Options{Secret: secret, BaseURL: "http://127.0.0.1"})
	t.Cleanup(h.desk.Close)
	return h
}

func (h *hall) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *hall) load(slug string) *event.Programme {
	e, err := event.BySlug(h.Context(), h.db, slug)
	h.must(err)
	p, err := event.Load(h.Context(), h.db, e.ID)
	h.must(err)
	return p
}

// guest registers somebody for an event and what they choose.
func (h *hall) guest(p *event.Programme, name string, choices ...string) int64 {
	h.Helper()
	s := registration.Submission{EventID: p.Event.ID, Email: name + "@example.org", Channel: registration.ChannelWeb, Now: now,
		Details: registration.Details{Given: name, Family: "Sample", Organisation: "Szeged", Country: "HU", Function: "Mayor", Locale: "en"}}
	for _, code := range choices {
		s.Choices = append(s.Choices, registration.Choice{Activity: code})
	}
	outcome, err := h.desk.Submit(h.Context(), s)
	h.must(err)
	return outcome.RegistrationID
}

func (h *hall) write(p *event.Programme, marks ...Mark) int {
	h.Helper()
	n, err := Write(h.Context(), h.db, now, 0, p.Event.ID, marks)
	h.must(err)
	return n
}

func mark(id int64, a *event.Activity, slot, state string) Mark {
	return Mark{RegistrationID: id, ActivityID: a.ID, Slot: slot, State: state, How: FromSheet}
}

func TestACorrectionIsKeptAsHistory(t *testing.T) {
	t.Parallel()
	h := open(t)
	anna, opening := h.guest(h.budapest, "anna"), h.budapest.ByCode("bp-a1")
	for i, step := range []struct {
		state   string
		changes int
	}{{Cleared, 0}, {Present, 1}, {Present, 0}, {Absent, 1}, {Cleared, 1}, {Present, 1}} {
		if n := h.write(h.budapest, mark(anna, opening, "", step.state)); n != step.changes {
			t.Errorf("step %d, %s: %d changes, want %d", i, step.state, n, step.changes)
		}
	}
	at, err := At(t.Context(), h.db, opening.ID, "")
	h.must(err)
	history, err := History(t.Context(), h.db, anna)
	h.must(err)
	var states []string
	for _, r := range history {
		states = append(states, r.State)
	}
	if at[anna].State != Present || !slices.Equal(states, []string{Present, Absent, Cleared, Present}) {
		t.Errorf("%s after %v", at[anna].State, states)
	}
}

func TestNobodyOfAnotherEventIsMarked(t *testing.T) {
	t.Parallel()
	h := open(t)
	anna, other := h.guest(h.budapest, "anna"), h.guest(h.madrid, "other")
	here, there := h.budapest.ByCode("bp-a1"), h.madrid.Root()
	n := h.write(h.budapest, mark(other, here, "", Present), mark(anna, there, "2012-12-17-am", Present), mark(anna, here, "", Present))
	if n != 1 {
		t.Errorf("%d marks were written, want Anna's alone", n)
	}
}

func TestHalfDaysAreProvedByWork(t *testing.T) {
	t.Parallel()
	h := open(t)
	anna, bea := h.guest(h.budapest, "anna"), h.guest(h.budapest, "bea")
	trip, root := h.budapest.ByCode("bp-t1"), h.budapest.Root()
	dinner := h.budapest.Activities[slices.IndexFunc(h.budapest.Activities, func(a event.Activity) bool { return a.Kind == event.KindSocial })]
	h.write(h.budapest, mark(anna, trip, Out, Present), mark(anna, trip, Back, Absent), mark(anna, &dinner, "", Present),
		mark(bea, root, "2012-12-17-pm", Present), mark(bea, root, "2012-12-17-am", Absent))
	all, err := Attended(t.Context(), h.db, h.budapest)
	h.must(err)
	if got, want := fmt.Sprint(codes(all[anna]), codes(all[bea])), "[2012-12-18-am] [2012-12-17-pm]"; got != want {
		t.Errorf("proved are %s, want %s", got, want)
	}
}

func codes(halfDays []event.HalfDay) []string {
	out := []string{}
	for _, h := range halfDays {
		out = append(out, h.Code())
	}
	return out
}

func TestManyHandsMarkOneList(t *testing.T) {
	t.Parallel()
	h := open(t)
	room := h.budapest.ByCode("bp-a1")
	var marks []Mark
	for i := range 20 {
		marks = append(marks, mark(h.guest(h.budapest, fmt.Sprint("guest", i)), room, "", Present))
	}
	var hands sync.WaitGroup
	for i := range 8 {
		hands.Go(func() {
			mine := slices.Clone(marks)
			if i%2 == 1 {
				slices.Reverse(mine)
			}
			if _, err := Write(t.Context(), h.db, now, 0, h.budapest.Event.ID, mine); err != nil {
				t.Error(err)
			}
		})
	}
	hands.Wait()
	var written int
	h.must(h.db.NewRaw(`select count(*) from presence_history`).Scan(t.Context(), &written))
	if written != len(marks) {
		t.Errorf("%d marks in the history, want one for each of %d people", written, len(marks))
	}
}
