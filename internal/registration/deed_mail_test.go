package registration

import (
	"strings"
	"testing"
	"time"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/mail"
)

// lastMail is the newest letter about a registration, whole.
func (f *fixture) lastMail(t *testing.T, o *Outcome) *mail.Letter {
	t.Helper()
	all, err := mail.OfRegistration(f.ctx, f.db.DB, o.RegistrationID)
	if err != nil || len(all) == 0 {
		t.Fatalf("%d letters, %v", len(all), err)
	}
	l, err := mail.Read(f.ctx, f.db.DB, all[len(all)-1].ID)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func (f *fixture) wantMail(t *testing.T, o *Outcome, kind string, wants ...string) {
	t.Helper()
	l := f.lastMail(t, o)
	if l.Kind != kind {
		t.Errorf("the last letter is %q, want %q", l.Kind, kind)
	}
	for _, want := range wants {
		absent := strings.HasPrefix(want, "not ")
		if strings.Contains(l.Text, strings.TrimPrefix(want, "not ")) == absent {
			t.Errorf("%s: %q in\n%s", kind, want, l.Text)
		}
	}
}

func (f *fixture) nominate(t *testing.T, email string, authority int64) *Outcome {
	t.Helper()
	o, err := f.desk.Nominate(f.ctx, Nomination{EventID: f.event, Email: email, MayWait: true, Actor: ByCoordinator, Now: now,
		Details: Details{Given: "Béla", Family: "Kovács", AuthorityID: authority, Country: "HU", Locale: "en"}})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestLettersOfANomination(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{1, 5, 5, 5})
	f.rules(t, func(*event.Rules) {})
	pecs := f.authority(t, "Pécs")
	held, waits := f.nominate(t, "bela@example.org", pecs), f.nominate(t, "cili@example.org", pecs)
	answer := "http://127.0.0.1:8080" + AnswerPath(f.desk.o.Secret, held.RegistrationID, f.root(t))
	f.wantMail(t, held, "nominated", "by: Pécs.", answer, "A place is kept for you until 24 November 2026, 11:00", "http://127.0.0.1:8080/privacy", "until 14 December 2027")
	f.wantMail(t, waits, "nominated", "you are on the waiting list. Please confirm all the same.", "Waiting list, position 1")
	late := now.Add(25 * time.Hour)
	if err := f.desk.ExpireDue(f.ctx, late); err != nil {
		t.Fatal(err)
	}
	f.wantMail(t, held, "expired", "ask to be named again. You were named by: Pécs.", "not Given up")
	f.wantMail(t, waits, "nominated", "A place is kept for you until")
	if _, err := f.desk.Withdraw(f.ctx, Withdrawal{EventID: f.event, RegistrationID: waits.RegistrationID, Actor: ByCoordinator, Now: now}); err != nil {
		t.Fatal(err)
	}
	f.wantMail(t, waits, "withdrawn", "This was decided by: Pécs.")
}

func (f *fixture) root(t *testing.T) (id int64) {
	t.Helper()
	return int64(f.count(t, `select id from activity where event_id = ? and kind = 'event'`, f.event))
}

func TestAnOfferKeepsItsLinkInLaterLetters(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 1})
	one, two := f.submit(t, 1, Choice{"bus", true}), f.submit(t, 2, Choice{"bus", true})
	f.rules(t, func(r *event.Rules) { r.OfferHours = 48 })
	f.withdraw(t, one)
	bus := int64(f.count(t, `select id from activity where event_id = ? and code = 'bus'`, f.event))
	link := AnswerPath(f.desk.o.Secret, two.RegistrationID, bus)
	f.wantMail(t, two, "offered", link, "Please answer until 25 November 2026, 11:00")
	_, err := f.desk.Change(f.ctx, Change{EventID: f.event, RegistrationID: two.RegistrationID, Details: f.submission(2).Details,
		Choices: []Choice{{"a1", false}, {"bus", true}}, Channel: ChannelWeb, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	f.wantMail(t, two, "changed", link)
	if err := f.desk.ExpireDue(f.ctx, now.Add(49*time.Hour)); err != nil {
		t.Fatal(err)
	}
	f.wantMail(t, two, "changed", "The time to answer is over.")
}

func TestLettersOfAMove(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 1})
	both, waits := f.submit(t, 1, Choice{"a1", true}, Choice{"bus", true}), f.submit(t, 2, Choice{"bus", true})
	at := time.Date(2026, 12, 14, 9, 30, 0, 0, time.UTC)
	f.decide(t, Decision{Kind: allocation.Move, Activity: "bus", Start: at, End: at.Add(2 * time.Hour), Staff: true})
	f.wantMail(t, both, "moved", "New time: Monday 14 December 2026, 10:30–12:30", "Until now: Monday 14 December 2026, 14:00–17:00", "Overlaps another of your activities.", "would overlap now")
	f.wantMail(t, waits, "promoted", "New time: Monday 14 December 2026, 10:30–12:30", "moved an activity you chose")
	f.withdraw(t, both)
	f.wantMail(t, both, "withdrawn", "Monday 14 December 2026, 10:00–11:00")
	f.submit(t, 3, Choice{"bus", true})
	f.withdraw(t, waits) // within the second in which the lane keeps its programme
	f.wantMail(t, waits, "withdrawn", "10:30–12:30", "not 14:00")
}

func TestRemindOnceADay(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 5})
	o := f.nominate(t, "bela@example.org", f.authority(t, "Pécs"))
	if err := f.desk.Remind(f.ctx, f.event, o.Reference, now.Add(time.Hour)); !fault.Is(err, fault.TooMany) {
		t.Errorf("an hour later: %v", err)
	}
	first := f.lastMail(t, o)
	if err := f.desk.Remind(f.ctx, f.event, o.Reference, now.Add(24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if again := f.lastMail(t, o); again.ID == first.ID || again.Text != first.Text {
		t.Errorf("the mail sent again is another one:\n%s", again.Text)
	}
	if err := f.desk.Remind(f.ctx, f.event, o.Reference, now.Add(25*time.Hour)); !fault.Is(err, fault.TooMany) {
		t.Errorf("twice: %v", err)
	}
	one := f.submit(t, 1)
	if err := f.desk.Remind(f.ctx, f.event, one.Reference, now.Add(48*time.Hour)); !fault.Is(err, fault.Conflict) {
		t.Errorf("somebody who was not named: %v", err)
	}
}
