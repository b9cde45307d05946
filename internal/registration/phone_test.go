package registration

import (
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"
)

func TestParsePhone(t *testing.T) {
	for typed, want := range map[string]string{
		"": "", "   ": "", "+36 20 123 4567": "+36201234567", "0036 (20) 123-4567": "+36201234567", "+44 (0)20 7946 0958": "+442079460958",
		"+33.6.12.34.56.78": "+33612345678", "+373/22/123456": "+37322123456", "+7 (495) 123‑45‑67": "+74951234567", "\u202a+36 20 1234567\u202c": "+36201234567",
		"+36\u00a020\u202f123 4567": "+36201234567",
	} {
		if got, ok := ParsePhone(typed); !ok || got != want {
			t.Errorf("%q is %q, %v; want %q", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"06 20 123 4567", "123", "+", "00", "+36 20", "+36 20 123 4567 ext. 3", "call me", "+0 123 456 789", "++36201234567",
		"36+201234567", "+1234567890123456", "=HYPERLINK(1)", "٣٦٢٠١٢٣٤٥٦٧", "0000 123 4567"} {
		if got, ok := ParsePhone(typed); ok {
			t.Errorf("%q is taken for %q", typed, got)
		}
	}
}

func TestShowPhone(t *testing.T) {
	for number, want := range map[string]string{"": "", "+36201234567": "+36 201 234 567", "+37322123456": "+373 221 234 56", "+12025550123": "+1 202 555 01 23", "+442079460958": "+44 207 946 09 58"} {
		if got := ShowPhone(number); got != want {
			t.Errorf("%s shows as %q, want %q", number, got, want)
		}
	}
}

// Whatever is typed, what is taken is E.164 and reads back as itself when shown.
func FuzzPhone(f *testing.F) {
	for _, s := range []string{"+36 20 123 4567", "0036(20)1234567", "x", "+(0)", "\xff", "+1-1-1-1-1-1-1-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		number, ok := ParsePhone(typed)
		if !ok || number == "" {
			return
		}
		if number[0] != '+' || number[1] == '0' || len(number) < 8 || len(number) > 16 || strings.Trim(number[1:], "0123456789") != "" {
			t.Errorf("%q became %q", typed, number)
		}
		if again, ok := ParsePhone(ShowPhone(number)); !ok || again != number {
			t.Errorf("%s shows as %q, which reads as %q", number, ShowPhone(number), again)
		}
	})
}

// phones are the numbers of an event's registrations, by id.
func (f *fixture) phones(t *testing.T) (numbers []string) {
	t.Helper()
	if err := f.db.NewRaw("select phone from registration where event_id = ? order by id", f.event).Scan(f.ctx, &numbers); err != nil {
		t.Fatal(err)
	}
	return numbers
}

func TestPhonesGoADayAfterTheLastTrip(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{event: 5, a1: 5, b1: 5, bus: 5})
	s := f.submission(1, Choice{Activity: "bus"})
	s.Details.Phone = "+36 20 123 4567"
	o, err := f.desk.Submit(f.ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	s = f.submission(2, Choice{Activity: "bus"})
	s.Details.Phone = "+36209999999"
	gone, err := f.desk.Submit(f.ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	changed := f.submission(1).Details
	changed.Phone = "+33612345678"
	if err := Ask(f.ctx, f.db.DB, Request{RegistrationID: o.RegistrationID, Kind: RequestChange, Details: changed}, now); err != nil {
		t.Fatal(err)
	}
	seats, err := SeatsOf(f.ctx, f.db, f.event, "bus")
	if err != nil || seats[o.RegistrationID] != (Seat{Phone: "+36201234567"}) {
		t.Errorf("%v, %v", seats, err)
	}
	asked := func() string {
		t.Helper()
		q, err := OpenRequestOf(f.ctx, f.db, o.RegistrationID)
		if err != nil || q == nil {
			t.Fatal(q, err)
		}
		return q.Details.Phone
	}
	if _, err := f.desk.Withdraw(f.ctx, Withdrawal{EventID: f.event, RegistrationID: gone.RegistrationID, Actor: "participant", Now: now}); err != nil {
		t.Fatal(err)
	}
	back := time.Date(2026, 12, 14, 16, 0, 0, 0, time.UTC) // the bus is
	erase := func(at time.Time) {
		t.Helper()
		if err := ErasePhones(f.ctx, f.db, at); err != nil {
			t.Fatal(err)
		}
	}
	erase(back.Add(PhoneLasts))
	if got := f.phones(t); got[0] != "+36201234567" || got[1] != "" || asked() != "+33612345678" {
		t.Errorf("until then %q, asked for %q", got, asked())
	}
	erase(back.Add(PhoneLasts + time.Minute))
	if got := f.phones(t); got[0] != "" || asked() != "" {
		t.Errorf("afterwards %q, asked for %q", got, asked())
	}
	erase(back.Add(PhoneLasts + time.Minute))
}

// A program that drops the trip says nothing of the number, which has no use then.
func TestPhonesGoWithTheTrip(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{event: 5, a1: 5, b1: 5, bus: 1})
	var ids []int64
	for i := 1; i <= 2; i++ {
		s := f.submission(i, Choice{Activity: "bus", MayWait: true})
		s.Details.Phone = "+36201234567"
		o, err := f.desk.Submit(f.ctx, s)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, o.RegistrationID)
	}
	erased := func() string {
		t.Helper()
		if err := ErasePhones(f.ctx, f.db, now); err != nil {
			t.Fatal(err)
		}
		return strings.Join(f.phones(t), ",")
	}
	if got := erased(); got != "+36201234567,+36201234567" {
		t.Errorf("on the bus, and waiting for it: %q", got)
	}
	r, err := ByID(f.ctx, f.db, ids[1])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.desk.Change(f.ctx, Change{EventID: f.event, RegistrationID: r.ID, Details: r.Details, Choices: []Choice{{Activity: "a1"}}, Actor: "participant", Now: now}); err != nil {
		t.Fatal(err)
	}
	if got := erased(); got != "+36201234567," {
		t.Errorf("after the trip was dropped: %q", got)
	}
}

// A number is kept through a change and not handed on: neither to who stands in nor
// into any letter.
func TestPhonesAreNobodyElses(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{event: 5, a1: 5, b1: 5, bus: 5})
	s := f.submission(1, Choice{Activity: "bus"})
	s.Details.Phone = "+36201234567"
	o, err := f.desk.Submit(f.ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	r, err := ByID(f.ctx, f.db, o.RegistrationID)
	if err != nil || r.Phone != "+36201234567" {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := f.desk.Change(f.ctx, Change{EventID: f.event, RegistrationID: r.ID, Details: r.Details, Choices: s.Choices, Actor: "participant", Now: now}); err != nil {
		t.Fatal(err)
	}
	if got := f.phones(t); got[0] != "+36201234567" {
		t.Errorf("after a change: %q", got)
	}
	if _, err := f.desk.Substitute(f.ctx, Substitution{EventID: f.event, RegistrationID: r.ID, Email: "next@example.org", Details: f.submission(9).Details,
		Confirmed: true, Actor: "participant", Now: now}); err != nil {
		t.Fatal(err)
	}
	if got := f.phones(t); len(got) != 2 || got[1] != "" {
		t.Errorf("who stands in has %q", got)
	}
	for _, table := range []string{"mail", "history", "outcome"} {
		if n := f.count(t, "select count(*) from ? x where x::text like '%36201234567%'", bun.Ident(table)); n > 0 {
			t.Errorf("%d rows of %s hold the number", n, table)
		}
	}
	s = f.submission(3, Choice{Activity: "bus"})
	s.Details.Phone = "nonsense"
	if _, err := f.desk.Submit(f.ctx, s); err == nil {
		t.Error("nonsense is kept")
	}
}
