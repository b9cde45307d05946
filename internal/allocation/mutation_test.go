//go:build prove

package allocation

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// mutation leaves one guard out. Old must stand in the file exactly once.
type mutation struct {
	guard, file, old, new string
	tests                 string // the package whose tests must notice
}

var mutations = []mutation{
	{"passing a freed place on", "allocation/grant.go", "d.freed[a.ID] = true", "_ = a", "allocation"},
	{"the capacity", "allocation/grant.go", "case a.Free() > 0:", "case a.Free() >= 0:", "allocation"},
	{"grace", "allocation/grant.go", "a.Grace = max(0, a.Taken-a.Capacity)", "a.Grace = 0", "allocation"},
	{"queue numbers that rise", "allocation/grant.go", "a.NextQueue = max(a.NextQueue, p.QueueNo+1)", "_ = q", "allocation"},
	{"giving up what overlaps", "allocation/passon.go", "		d.dropClashing(r, a)\n", "", "allocation"},
	{"one outcome a key", "allocation/decide.go", `if first, ok := s.outcomes[c.Key]; ok && c.Key != "" {`, `if first, ok := s.outcomes[c.Key]; ok && c.Key == "-" {`, "allocation"},
	{"one live registration a person", "allocation/submit.go", "if _, ok := d.s.live[[2]int64{ev.ID, d.c.Person}]; ok {", "if false {", "allocation"},
	{"the delegation's limit", "allocation/submit.go", ">= ev.Delegation", "> ev.Delegation", "allocation"},
	{"clashes", "allocation/allocation.go", "return a.Start.Before(b.End) && b.Start.Before(a.End)", "return false", "allocation"},
	{"the closing time", "allocation/submit.go", "!d.c.Now.Before(ev.ClosesAt)", "false", "allocation"},
	{"the opening time", "allocation/submit.go", "d.c.Now.Before(ev.OpensAt)", "false", "allocation"},
	{"the staff's freedom", "allocation/submit.go", "!d.c.Staff && !invited", "!invited", "allocation"},
	{"invitation only", "allocation/submit.go", "return ev.Mode != ModeInvitation || ", "return true || ", "allocation"},
	{"whoever is named is invited", "allocation/nominate.go", "d.mayRegister(ev, true)", "d.mayRegister(ev, d.invited(ev))", "allocation"},
	{"what is pending holds nothing", "allocation/submit.go", "	if approved {\n		d.give", "	if true {\n		d.give", "allocation"},
	{"wishes while pending", "allocation/grant.go", "if r.State != RegistrationConfirmed {\n		d.set", "if r.State == RegistrationWaiting {\n		d.set", "allocation"},
	{"a full event", "allocation/submit.go", "approved && root.Free() == 0 && !d.c.MayWait", "false", "allocation"},
	{"exempt from the delegation", "allocation/submit.go", "authority == 0 || exempt || ", "authority == 0 || ", "allocation"},
	{"who counts in a delegation", "allocation/state.go", "r.Authority != 0 && !r.Exempt", "r.Authority != 0", "allocation"},
	{"the delegation of a change", "allocation/change.go", "d.mayJoin(ev, d.c.Authority, r.Exempt)", "d.mayJoin(ev, 0, r.Exempt)", "allocation"},
	{"another event on the same day", "allocation/submit.go", "if !ok || ", "if !ok || true || ", "allocation"},
	{"who wants both", "allocation/submit.go", "if d.c.Both || d.c.Staff {", "if d.c.Staff {", "allocation"},
	{"nominations are not warned", "allocation/submit.go", " || d.c.Kind == Nominate", "", "allocation"},
	{"the freeze on changes", "allocation/change.go", "!d.c.Now.Before(ev.ChangesUntil)", "false", "allocation"},
	{"the freeze on withdrawals", "allocation/withdraw.go", "!d.c.Now.Before(ev.ChangesUntil)", "false", "allocation"},
	{"no change before confirming", "allocation/change.go", "r.State == RegistrationNominated", "false", "allocation"},
	{"a place kept until the better one comes", "allocation/change.go", "p.State == Confirmed && d.replacedBy", "false && d.replacedBy", "allocation"},
	{"the authority freed by an end", "allocation/withdraw.go", "d.s.countDelegation(r, -1)", "_ = r", "allocation"},
	{"the person freed by an end", "allocation/withdraw.go", "delete(d.s.live, ", "_ = (", "allocation"},
	{"how it ended", "allocation/withdraw.go", "r.Ending = RegistrationWithdrawn, how", "r.Ending = RegistrationWithdrawn, EndedWithdrawn", "allocation"},
	{"approving once", "allocation/approve.go", "r.State != RegistrationPending", "false", "allocation"},
	{"declining only what is open", "allocation/approve.go", "r.State == RegistrationConfirmed", "false", "allocation"},
	{"wishes of the approved", "allocation/approve.go", "	d.grantWishes(r)\n", "", "allocation"},
	{"the end of an offer", "allocation/offer.go", "case !d.c.Now.Before(p.Until):", "case false:", "allocation"},
	{"no offer before confirming", "allocation/offer.go", "case r.State == RegistrationNominated:\n		return", "case false:\n		return", "allocation"},
	{"what an accepted offer replaces", "allocation/offer.go", "d.dropClashing(r, d.s.Activities[d.c.Activity])", "_ = p", "allocation"},
	{"a refused offer of the event ends it", "allocation/offer.go", "case d.c.Activity == ev.Root:\n		d.end", "case false:\n		d.end", "allocation"},
	{"more time only for what ends", "allocation/offer.go", "p.Until.IsZero() || !d.c.Now", "!d.c.Now", "allocation"},
	{"an end to come", "allocation/offer.go", " || !d.c.Now.Before(d.c.Until)", "", "allocation"},
	{"an expired place at the event", "allocation/offer.go", "case k.Activity == ev.Root:", "case false:", "allocation"},
	{"the tick waits for the end", "allocation/offer.go", "!p.Until.IsZero() && !d.c.Now.Before(p.Until)", "!p.Until.IsZero()", "allocation"},
	{"the date of a contingent", "allocation/offer.go", " && !d.c.Now.Before(c.ReleaseAt)", "", "allocation"},
	{"offers", "allocation/passon.go", "ev.OfferFor > 0 && ", "false && ", "allocation"},
	{"offers to the named", "allocation/passon.go", " || a.ID != ev.Root)", ")", "allocation"},
	{"what is held at the event", "allocation/passon.go", "(p.State == Confirmed || a.ID != ev.Root)", "true", "allocation"},
	{"activities before the event", "allocation/passon.go", "		if id != d.s.Events[d.s.Activities[id].Event].Root {", "		if true {", "allocation"},
	{"wishes of who is moved up", "allocation/passon.go", "		d.grantWishes(r)\n", "", "allocation"},
	{"priority", "allocation/allocation.go", "return w.Priority > o.Priority", "return w.Priority < o.Priority", "allocation"},
	{"arrival", "allocation/allocation.go", "return w.QueueNo < o.QueueNo", "return w.QueueNo > o.QueueNo", "allocation"},
	{"a wish keeps its priority", "allocation/grant.go", "State: Waiting, MayWait: true, Priority: old.Priority", "State: Waiting, MayWait: true", "allocation"},
	{"a place known in the queue", "allocation/grant.go", "		if p.Priority == 0 {\n			return a.Waiting\n		}", "		return a.Waiting", "allocation"},
	{"blocks", "allocation/allocation.go", `a.Block != "" && a.Block == b.Block`, "false", "allocation"},
	{"an end at the beginning", "allocation/allocation.go", "end.Before(e.StartsAt) || ", "true || ", "allocation"},
	{"what is held", "allocation/grant.go", "	p.State = Held\n", "	_ = p\n", "allocation"},
	{"the end of what is held", "allocation/grant.go", "p.Until = ev.until(d.c.Now, ev.HoldFor)", "_ = ev", "allocation"},
	{"the end in confirm", "allocation/nominate.go", "case p.State == Held && !d.c.Now.Before(p.Until):", "case p.State == Held && false:", "allocation"},
	{"confirming once", "allocation/nominate.go", "case r.State != RegistrationNominated:", "case false:", "allocation"},
	{"a substitute who is registered", "allocation/nominate.go", "case live:", "case live && false:", "allocation"},
	{"no substitute once it began", "allocation/nominate.go", "!d.c.Now.Before(ev.StartsAt)", "false", "allocation"},
	{"no substitute for what is over", "allocation/nominate.go", "case !p.Until.IsZero() && !d.c.Now.Before(p.Until):", "case false:", "allocation"},
	{"contingents that go with a need", "allocation/nominate.go", "return c != nil && c.Personal", "return c != nil && false", "allocation"},
	{"the event's place of a substitute for a need", "allocation/nominate.go", "d.personal(p) && root.Free() == 0", "false", "allocation"},
	{"the turn of a substitute", "allocation/nominate.go", ".hand(old.ID, next.ID)", ".remove(old.ID)", "allocation"},
	{"a substitute confirms", "allocation/nominate.go", "	if !d.c.Confirmed {\n		next.State = RegistrationNominated\n	}\n", "", "allocation"},
	{"an offer is not inherited as a place", "allocation/nominate.go", "p.State.Taken() && !offer", "p.State.Taken()", "allocation"},
	{"no more time for an offer handed on", "allocation/nominate.go", "case named && offer && id == ev.Root:", "case false:", "allocation"},
	{"a substitute at once", "allocation/nominate.go", "case !named && p.State == Held:", "case false:", "allocation"},
	{"the substitute counts", "allocation/nominate.go", "d.s.countDelegation(next, 1)", "_ = next", "allocation"},
	{"a contingent's capacity", "allocation/contingent.go", "case c != nil && c.Free() == 0:", "case false:", "allocation"},
	{"everybody's capacity when leaving a contingent", "allocation/contingent.go", "(!p.State.Taken() || a.Free() == 0)", "!p.State.Taken()", "allocation"},
	{"no activity without the event", "allocation/contingent.go", "case a.ID != ev.Root && !r.Places[ev.Root].State.has():", "case false:", "allocation"},
	{"the contingent of another activity", "allocation/contingent.go", "(c == nil || c.Activity != a.ID)", "c == nil", "allocation"},
	{"places assigned stay", "allocation/contingent.go", "case d.c.Capacity < c.Taken:", "case false:", "allocation"},
	{"no seats out of nothing", "allocation/contingent.go", "case d.c.FromGeneral && d.c.Capacity-c.Capacity > a.Free():", "case false:", "allocation"},
	{"out of everybody's", "allocation/contingent.go", "d.setCapacity(a, a.Capacity-(d.c.Capacity-c.Capacity))", "_ = a", "allocation"},
	{"a place given replaces", "allocation/contingent.go", "		d.dropClashing(r, a)\n", "		_ = a\n", "allocation"},
	{"wishes of the assigned", "allocation/contingent.go", "		d.grantWishes(r)\n", "", "allocation"},
	{"what is given back later", "allocation/contingent.go", "by < 0 && c.Released", "false", "allocation"},
	{"unused places for everybody", "allocation/contingent.go", "a.Capacity+unused", "a.Capacity+0*unused", "allocation"},
	{"contingents counted apart", "allocation/grant.go", "case p.State.Taken() && p.Contingent != 0:", "case false:", "allocation"},
	{"a seat kept is not free in between", "allocation/grant.go", "return a.State.Taken() && b.State.Taken() && a.Contingent == b.Contingent", "return false", "allocation"},
	{"raising promotes", "allocation/activity.go", "d.freed[a.ID] = true", "_ = a", "allocation"},
	{"priority for who waits", "allocation/activity.go", "p.State != Waiting && p.State != Wished || ", "", "allocation"},
	{"untangling a move", "allocation/activity.go", "!Clashes(&before, b)", "&before == nil", "allocation"},
	{"what overlapped before a move", "allocation/activity.go", "!Clashes(&before, b)", "&before != nil", "allocation"},
	{"who keeps what was moved", "allocation/activity.go", "q.State.has() && d.c.KeepMoved", "q.State.has()", "allocation"},
	{"a place is more than an offer", "allocation/activity.go", "case p.State.has() && q.State.has():", "case p.State.Taken() && q.State.Taken():", "allocation"},
	{"an offer is more than a wish", "allocation/activity.go", " || p.State == Offered && !q.State.Taken()", "", "allocation"},
	{"exempting", "allocation/activity.go", "	d.s.countDelegation(r, -1)\n", "", "allocation"},
	{"writing the registration that was handed over", "allocation/nominate.go", "	d.s.changedRegistrations[next.ID] = true\n", "", "allocation"},
	{"writing the contingents", "allocation/contingent.go", "	c.Taken += by\n	d.s.changedContingents[c.ID] = true\n", "	c.Taken += by\n", "allocation"},
	{"writing what was moved", "allocation/activity.go", "	d.s.changedActivities[a.ID] = true\n", "", "allocation"},
	{"the lock", "registration/load.go", `lockSQL+" for no key update of c"`, "lockSQL", "registration"},
	{"looking up answered keys", "registration/load.go", "b.Queue(answeredSQL, q.keys).Query(in.readAnswered)", "_ = answeredSQL", "registration"},
	{"answering after the commit", "registration/write.go", `b.Queue("commit")`, `b.Queue("rollback")`, "registration"},
	{"a batch taken apart when it fails", "registration/lane.go", "			l.handle([]*job{j})", "			l.fail([]*job{j}, err)", "registration"},
	{"the CHECK on taken places", "../migrations/20261123000400_registration.sql", "check (grace = greatest(0, taken - capacity))", "check (grace >= 0)", "registration"},
	{"the index of live registrations", "../migrations/20261128000300_speed.sql", "create unique index registration_live_key", "create index registration_live_key", "registration"},
}

// TestEveryGuardIsNeeded leaves each guard out in turn and wants a test to fail
// (places.md, proof 5). The compiler's overlay keeps the files as they are.
func TestEveryGuardIsNeeded(t *testing.T) {
	for _, m := range mutations {
		t.Run(strings.ReplaceAll(m.guard, " ", "-"), func(t *testing.T) {
			args := []string{"test", "-count=1", "-overlay", overlay(t, m), "../" + m.tests, "-rapid.nofailfile", "-rapid.shrinktime=1ms"}
			out, err := exec.Command("go", args...).CombinedOutput()
			if err == nil {
				t.Fatalf("no test misses %s", m.guard)
			}
			if !strings.Contains(string(out), "--- FAIL") && !strings.Contains(string(out), "panic:") {
				t.Fatalf("it does not even build: %s", out)
			}
		})
	}
}

// overlay writes the changed file and the list that puts it in the other's place.
func overlay(t *testing.T, m mutation) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", m.file))
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(content), m.old); n != 1 {
		t.Fatalf("%q stands %d times in %s", m.old, n, m.file)
	}
	changed := filepath.Join(t.TempDir(), filepath.Base(path))
	list := filepath.Join(t.TempDir(), "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {path: changed}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(changed, []byte(strings.Replace(string(content), m.old, m.new, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(list, replace, 0o600); err != nil {
		t.Fatal(err)
	}
	return list
}
