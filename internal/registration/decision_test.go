package registration

import (
	"slices"
	"testing"
	"time"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
)

// rules changes how the fixture's event gives its places.
func (f *fixture) rules(t *testing.T, change func(*event.Rules)) {
	t.Helper()
	r := event.Rules{Mode: event.ModeOpen, HoldHours: 24, Delegation: 2}
	change(&r)
	if err := event.SetRules(f.ctx, f.db.DB, f.event, r, now); err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) decide(t *testing.T, n Decision) *Outcome {
	t.Helper()
	o, err := f.try(n)
	if err != nil {
		t.Fatalf("%s: %v", n.Kind, err)
	}
	return o
}

func (f *fixture) try(n Decision) (*Outcome, error) {
	n.EventID = f.event
	if n.Now.IsZero() {
		n.Now = now
	}
	return f.desk.Decide(f.ctx, n)
}

func (f *fixture) refused(t *testing.T, n Decision, code string) {
	t.Helper()
	if _, err := f.try(n); Refusal(err) == nil || Refusal(err).Code != code {
		t.Errorf("%s: %v, want %s", n.Kind, err, code)
	}
}

func (f *fixture) withdraw(t *testing.T, o *Outcome) {
	t.Helper()
	if _, err := f.desk.Withdraw(f.ctx, Withdrawal{EventID: f.event, RegistrationID: o.RegistrationID, Now: now}); err != nil {
		t.Fatal(err)
	}
}

// letters are the kinds of the mails of a registration, in order.
func (f *fixture) letters(t *testing.T, o *Outcome) (kinds []string) {
	t.Helper()
	if err := f.db.NewRaw(`select kind from mail where registration_id = ? order by id`, o.RegistrationID).Scan(f.ctx, &kinds); err != nil {
		t.Fatal(err)
	}
	return kinds
}

func TestOffersThroughTheDesk(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{1, 5, 5, 5})
	f.rules(t, func(r *event.Rules) { r.OfferHours = 48 })
	one, two, three := f.submit(t, 1), f.submit(t, 2, Choice{"bus", true}), f.submit(t, 3)
	f.withdraw(t, one)
	f.want(t, two, "event", "offered")
	if until := f.placeState(t, two, "event").Until; !until.Equal(now.Add(48 * time.Hour)) {
		t.Errorf("the offer lasts until %s", until)
	}
	late := now.Add(49 * time.Hour)
	f.refused(t, Decision{Kind: allocation.Accept, RegistrationID: two.RegistrationID, Now: late}, allocation.OfferEnded)
	if err := f.desk.ExpireDue(f.ctx, late); err != nil {
		t.Fatal(err)
	}
	f.want(t, two, "event", "released")
	f.want(t, three, "event", "offered")
	if o := f.decide(t, Decision{Kind: allocation.Accept, RegistrationID: three.RegistrationID, Now: late}); o.State != "confirmed" {
		t.Errorf("accepted: %+v", o)
	}
	f.refused(t, Decision{Kind: allocation.Accept, RegistrationID: two.RegistrationID, Now: late}, allocation.Missing)
	if got := f.letters(t, two); len(got) != 3 || got[1] != "offered" || got[2] != "expired" {
		t.Errorf("letters %v", got)
	}
	f.reconcile(t)
}

func TestNominationThroughTheDesk(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{1, 1, 5, 5})
	pecs := f.authority(t, "Pécs")
	named := Details{Given: "Béla", Family: "Kovács", AuthorityID: pecs, Country: "HU", Locale: "en"}
	o, err := f.desk.Nominate(f.ctx, Nomination{EventID: f.event, Email: "bela@example.org", Details: named, Actor: "coordinator", Now: now})
	if err != nil || o.State != "nominated" {
		t.Fatalf("%+v, %v", o, err)
	}
	f.want(t, o, "event", "held")
	named.Given = "Cili"
	next, err := f.desk.Substitute(f.ctx, Substitution{EventID: f.event, RegistrationID: o.RegistrationID, Email: "cili@example.org", Details: named, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	named.Function = "Mayor"
	c := Confirmation{EventID: f.event, RegistrationID: next.RegistrationID, Details: named, Choices: []Choice{{"a1", false}}, Channel: ChannelWeb, Now: now,
		Consents: []Consent{{Purpose: "list", Given: true, Text: "Print my name."}}}
	confirmed, err := f.desk.Confirm(f.ctx, c)
	if err != nil || confirmed.State != "confirmed" {
		t.Fatalf("%+v, %v", confirmed, err)
	}
	f.want(t, next, "a1", "confirmed")
	if got := f.letters(t, o); len(got) != 2 || got[0] != "nominated" || got[1] != "substituted" {
		t.Errorf("letters of the first %v", got)
	}
	if got := f.letters(t, next); len(got) != 2 || got[0] != "nominated" || got[1] != "confirmed" {
		t.Errorf("letters of the second %v", got)
	}
	if n := f.count(t, `select count(*) from consent where registration_id = ?`, next.RegistrationID); n != 1 {
		t.Errorf("%d consents", n)
	}
	f.reconcile(t)
}

func TestApprovalThroughTheDesk(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{1, 5, 5, 5})
	f.rules(t, func(r *event.Rules) { r.Mode = event.ModeApproval })
	one, two := f.submit(t, 1, Choice{"bus", false}), f.submit(t, 2)
	if one.State != "pending" {
		t.Fatalf("%+v", one)
	}
	f.want(t, one, "bus", "wished")
	f.decide(t, Decision{Kind: allocation.Approve, RegistrationID: one.RegistrationID, Staff: true})
	f.want(t, one, "bus", "confirmed")
	f.decide(t, Decision{Kind: allocation.Decline, RegistrationID: two.RegistrationID, Staff: true})
	f.refused(t, Decision{Kind: allocation.Approve, RegistrationID: two.RegistrationID, Staff: true}, allocation.Missing)
	if got := f.letters(t, two); len(got) != 2 || got[0] != "pending" || got[1] != "declined" {
		t.Errorf("letters %v", got)
	}
	f.reconcile(t)
}

func TestInvitationThroughTheDesk(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 5})
	f.rules(t, func(r *event.Rules) { r.Mode = event.ModeInvitation })
	if _, err := f.desk.Submit(f.ctx, f.submission(1)); Refusal(err) == nil || Refusal(err).Code != allocation.Uninvited {
		t.Fatalf("%v", err)
	}
	if _, err := f.db.NewRaw(`insert into invitation (event_id, email, locale, invited_at) values (?, 'p1@example.org', 'en', now())`, f.event).Exec(f.ctx); err != nil {
		t.Fatal(err)
	}
	f.submit(t, 1)
}

func TestContingentsThroughTheDesk(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 1})
	f.submit(t, 1, Choice{"bus", true})
	two, three := f.submit(t, 2, Choice{"bus", true}), f.submit(t, 3, Choice{"bus", true})
	f.decide(t, Decision{Kind: allocation.Reserve, Activity: "bus", Capacity: 2, Staff: true,
		Contingent: Contingent{Kind: Guests, Name: "IRIS", ReleaseAt: now.Add(time.Hour)}})
	all, err := Contingents(f.ctx, f.db.DB, f.event)
	if err != nil || len(all) != 1 || all[0].Capacity != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	f.decide(t, Decision{Kind: allocation.Assign, RegistrationID: three.RegistrationID, Activity: "bus", Contingent: all[0], Staff: true})
	f.want(t, three, "bus", "confirmed")
	f.want(t, two, "bus", "waiting")
	if err := f.desk.ExpireDue(f.ctx, now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	f.want(t, two, "bus", "confirmed")
	f.reconcile(t)
}

func TestMoveThroughTheDesk(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 1})
	both, waits := f.submit(t, 1, Choice{"a1", true}, Choice{"bus", true}), f.submit(t, 2, Choice{"bus", true})
	at := time.Date(2026, 12, 14, 9, 30, 0, 0, time.UTC)
	move := Decision{Kind: allocation.Move, EventID: f.event, Activity: "bus", Start: at, End: at.Add(2 * time.Hour), Staff: true, Now: now}
	effects, err := f.desk.EffectsOf(f.ctx, move)
	if err != nil || len(effects) != 2 || effects[0].RegistrationID != both.RegistrationID {
		t.Fatalf("%+v, %v", effects, err)
	}
	f.want(t, both, "bus", "confirmed")
	f.decide(t, move)
	f.want(t, both, "bus", "released")
	f.want(t, both, "a1", "confirmed")
	f.want(t, waits, "bus", "confirmed")
	pr, err := event.Load(f.ctx, f.db.DB, f.event)
	if err != nil || !pr.ByCode("bus").StartsAt.Equal(at) {
		t.Errorf("the bus leaves at %v, %v", pr.ByCode("bus").StartsAt, err)
	}
	f.reconcile(t)
}

func TestRequestsAfterTheFreeze(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 1})
	one, two := f.submit(t, 1, Choice{"bus", true}), f.submit(t, 2, Choice{"bus", true})
	frozen := now.Add(3 * time.Hour)
	_, err := f.desk.Withdraw(f.ctx, Withdrawal{EventID: f.event, RegistrationID: one.RegistrationID, Now: frozen})
	if Refusal(err) == nil || Refusal(err).Code != allocation.Frozen {
		t.Fatalf("withdrawing after the freeze: %v", err)
	}
	if err := Ask(f.ctx, f.db.DB, Request{RegistrationID: one.RegistrationID, Kind: RequestWithdraw}, frozen); err != nil {
		t.Fatal(err)
	}
	open, err := OpenRequests(f.ctx, f.db.DB, f.event)
	if err != nil || len(open) != 1 {
		t.Fatalf("%+v, %v", open, err)
	}
	effects, err := f.desk.EffectsOfRequest(f.ctx, &open[0], frozen)
	if err != nil || len(effects) != 3 || effects[2] != (Effect{two.RegistrationID, "bus", "waiting", "confirmed"}) {
		t.Fatalf("%+v, %v", effects, err)
	}
	for range 2 { // two organisers at once
		if _, err := f.desk.ApproveRequest(f.ctx, &open[0], 1, frozen); err != nil {
			t.Fatal(err)
		}
	}
	f.want(t, two, "bus", "confirmed")
	if _, err := RequestByID(f.ctx, f.db.DB, f.event, open[0].ID); err == nil {
		t.Error("an answered request is still open")
	}
	f.reconcile(t)
}

func TestDeclinedRequestsAreTold(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 1})
	one := f.submit(t, 1, Choice{"bus", true})
	frozen := now.Add(3 * time.Hour)
	for range 2 { // the second in the stead of the first
		if err := Ask(f.ctx, f.db.DB, Request{RegistrationID: one.RegistrationID, Kind: RequestWithdraw}, frozen); err != nil {
			t.Fatal(err)
		}
	}
	if err := TakeBack(f.ctx, f.db.DB, one.RegistrationID, frozen); err != nil {
		t.Fatal(err)
	}
	if err := Ask(f.ctx, f.db.DB, Request{RegistrationID: one.RegistrationID, Kind: RequestWithdraw}, frozen); err != nil {
		t.Fatal(err)
	}
	q, err := OpenRequestOf(f.ctx, f.db.DB, one.RegistrationID)
	if err != nil || q == nil {
		t.Fatalf("%+v, %v", q, err)
	}
	r, err := ByReference(f.ctx, f.db.DB, f.event, one.Reference)
	if err != nil {
		t.Fatal(err)
	}
	pr, err := event.Load(f.ctx, f.db.DB, f.event)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.desk.DeclineRequest(f.ctx, pr, q, r, 1, frozen); err != nil {
		t.Fatal(err)
	}
	if err := f.desk.DeclineRequest(f.ctx, pr, q, r, 2, frozen); !fault.Is(err, fault.Gone) { // another organiser, too late
		t.Errorf("declined twice: %v", err)
	}
	f.want(t, one, "bus", "confirmed")
	if got := f.letters(t, one); len(got) != 2 || got[1] != "declined-request" {
		t.Errorf("letters %v", got)
	}
	var deeds []string
	if err := f.db.NewRaw(`select deed from history where registration_id = ? order by id`, one.RegistrationID).Scan(f.ctx, &deeds); err != nil {
		t.Fatal(err)
	}
	if want := []string{"submitted", "requested", "requested", "took-back", "requested", "request-declined"}; !slices.Equal(deeds, want) {
		t.Errorf("history %v", deeds)
	}
}

func TestPriorityAndRole(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 1})
	one := f.submit(t, 1, Choice{"bus", true})
	two, three := f.submit(t, 2, Choice{"bus", true}), f.submit(t, 3, Choice{"bus", true})
	f.decide(t, Decision{Kind: allocation.Prioritise, RegistrationID: three.RegistrationID, Activity: "bus", Priority: 1, Staff: true})
	f.decide(t, Decision{Kind: allocation.SetExempt, RegistrationID: three.RegistrationID, Role: Speaker, Staff: true})
	f.withdraw(t, one)
	f.want(t, three, "bus", "confirmed")
	f.want(t, two, "bus", "waiting")
	if n := f.count(t, `select count(*) from registration where id = ? and role = 'speaker'`, three.RegistrationID); n != 1 {
		t.Error("the role is not kept")
	}
	f.reconcile(t)
}

// A file may not put people into two places at once.
func TestImportTearsNobody(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 5})
	f.submit(t, 1, Choice{"a1", true}, Choice{"bus", true})
	src := source(capacities{5, 5, 5, 5})
	bus := &src.Activities[2].Activity
	bus.StartsAt = bus.StartsAt.Add(-4 * time.Hour)
	if _, err := ImportEvent(f.ctx, f.db.DB, src, now); !fault.Is(err, fault.Conflict) {
		t.Fatalf("%v", err)
	}
	f.reconcile(t)
	bus.StartsAt = bus.StartsAt.Add(time.Hour) // the bus leaves when the workshop ends
	if _, err := ImportEvent(f.ctx, f.db.DB, src, now); err != nil {
		t.Fatal(err)
	}
}
